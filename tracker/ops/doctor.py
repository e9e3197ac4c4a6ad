"""`tracker check`: reports problems of an installation before its users notice them."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text

from tracker.accounts.models import Person, Practice
from tracker.config import SettingsError, is_guessable
from tracker.foundation.database import db, sqlite_version
from tracker.foundation.text.formatting import count_of, join_names
from tracker.ops import migrations

OLDEST_SQLITE = (3, 51, 3)
"""Older versions can damage a database in WAL mode when two processes reset the log at once."""

PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
"""The SQLite settings that every connection needs."""


@dataclass(frozen=True)
class Finding:
    """One line of the report. `fine` is True, False, or None for a note that is neither good nor bad."""

    fine: bool | None
    words: str

    @property
    def label(self) -> str:
        """Return the word before the line: ok, FIX or note."""
        return {True: "ok", False: "FIX", None: "note"}[self.fine]

    @property
    def is_wrong(self) -> bool:
        """Whether it has to be fixed; a note has not."""
        return self.fine is False


def examine(product: Callable[[], Flask]) -> Iterator[Finding]:
    """Yield all findings, in order.

    Ends early if the settings are wrong or the database is of another version.
    """
    try:
        app = product()
    except SettingsError as error:
        yield Finding(False, str(error))
        return
    yield from look_at_settings(app)
    try:
        migrations.check_migrated(app)
    except SettingsError as error:
        yield Finding(False, str(error))
        return
    yield Finding(True, "The database is up to date.")
    with app.app_context():
        yield from look_at_database()
        yield from look_at_people(app)
        yield from look_at_files(app)
    yield Finding(None, "A second factor at sign-in does not exist yet: a password alone opens an account.")


def look_at_settings(app: Flask) -> Iterator[Finding]:
    """Yield the findings about environment, secret key, debugging, hosts and proxies."""
    production = app.config["PRODUCTION"]
    if production:
        yield Finding(True, f"Production, at {app.config['BASE_URL']}.")
    else:
        yield Finding(
            None, "A local trial. Set BASE_URL to the https address people type to run it for real."
        )
    enough = not is_guessable(app.config["SECRET_KEY"])
    yield Finding(enough, "SECRET_KEY is long enough." if enough else "SECRET_KEY is too short or too plain.")
    yield Finding(
        not app.debug, "Debugging is off." if not app.debug else "Debugging is on. Unset FLASK_DEBUG."
    )
    yield Finding(None, f"Requests are answered for {join_names(app.config['TRUSTED_HOSTS'])}.")
    if production:
        proxies = count_of(app.config["PROXIES"], "proxy", "proxies")
        yield Finding(
            None, f"PROXIES is {app.config['PROXIES']}: requests are trusted to have passed {proxies}."
        )


def look_at_database() -> Iterator[Finding]:
    """Yield the findings about the SQLite version, its settings, and the file's integrity."""
    if db.engine.dialect.name != "sqlite":
        yield Finding(True, f"The database is {db.engine.dialect.name}; look after its backups there.")
        return
    version = sqlite_version(db.engine)
    new = tuple(int(part) for part in version.split(".")) >= OLDEST_SQLITE
    yield Finding(
        new, f"SQLite {version}." if new else f"SQLite {version} is older than 3.51.3: pip install pysqlite3"
    )
    for name, wanted in PRAGMAS.items():
        found = str(pragma(name))
        yield Finding(
            found == wanted, f"SQLite: {name} is {found}" + ("." if found == wanted else f", not {wanted}.")
        )
    patience = int(str(pragma("busy_timeout")))
    yield Finding(patience >= 5000, f"SQLite: a writer waits {patience // 1000} s for another one.")
    sound = pragma("quick_check")
    yield Finding(sound == "ok", "The file is whole." if sound == "ok" else f"The file is damaged: {sound}")
    broken = len(db.session.execute(text("PRAGMA foreign_key_check")).all())
    yield Finding(
        not broken, f"{broken} references lead nowhere." if broken else "Every reference leads somewhere."
    )


def pragma(name: str) -> object:
    """Return the value of an SQLite setting on this connection."""
    return db.session.execute(text(f"PRAGMA {name}")).scalar()


def look_at_people(app: Flask) -> Iterator[Finding]:
    """Yield whether this is the demo, and whether the practice has an owner."""
    demo = bool(db.session.scalars(select(Practice.id).where(Practice.is_demo)).first())
    if demo:
        words = "The demo is in this database; its password is public."
        yield Finding(False if app.config["PRODUCTION"] else None, words)
    owner = db.session.scalars(
        select(Person.id).where(Person.staff_role == "owner", Person.deactivated_at.is_(None))
    ).first()
    words = "The practice has an owner." if owner else "Nobody owns this practice yet: tracker setup"
    yield Finding(bool(owner), words)


def look_at_files(app: Flask) -> Iterator[Finding]:
    """Yield which files in the data folder other accounts of the machine can read."""
    data = Path(app.config["DATA"])
    if not data.is_dir():
        return
    yield check_private(data, 0o700)
    for path in sorted((*data.glob("*.db*"), *data.glob("backups/*"), *data.glob("secret_key"))):
        finding = check_private(path, 0o600)
        if finding.is_wrong or path.name == "footbridge.db":
            yield finding


def check_private(path: Path, wanted: int) -> Finding:
    """Return whether a file has no more permissions than these."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~wanted:
        return Finding(False, f"{path} can be read by others: chmod {wanted:o} {path}")
    return Finding(True, f"No other user can read {path}.")
