"""`tracker check`: what somebody who runs this for real would want to know before their clients do."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select, text

from tracker.accounts.models import Person, Practice
from tracker.config import SettingsError
from tracker.foundation.database import db, sqlite_version
from tracker.foundation.text.formatting import count_of
from tracker.ops import migrations

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can damage a database in WAL mode when two processes reset the log at once."""

PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}


@dataclass(frozen=True)
class Finding:
    """One line of the report. None: neither good nor bad, but good to know."""

    fine: bool | None
    words: str

    @property
    def mark(self) -> str:
        return {True: "ok", False: "FIX", None: "note"}[self.fine]

    @property
    def is_wrong(self) -> bool:
        return self.fine is False


def examine(product: Callable[[], Flask]) -> Iterator[Finding]:
    """Everything we look at, in order. What cannot be opened ends it."""
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
    yield Finding(True, "The database has this version’s shape.")
    with app.app_context():
        yield from look_at_database()
        yield from look_at_people(app)
        yield from look_at_files(app)
    yield Finding(None, "A second factor at sign-in does not exist yet: a password alone opens an account.")


def look_at_settings(app: Flask) -> Iterator[Finding]:
    production = app.config["PRODUCTION"]
    if production:
        yield Finding(True, f"Production, at {app.config['BASE_URL']}.")
    else:
        yield Finding(
            None, "A local trial. Set BASE_URL to the https address people type to run it for real."
        )
    enough = len(app.config["SECRET_KEY"]) >= 32 and len(set(app.config["SECRET_KEY"])) >= 10
    yield Finding(enough, "SECRET_KEY is long enough." if enough else "SECRET_KEY is too short or too plain.")
    yield Finding(
        not app.debug, "Debugging is off." if not app.debug else "Debugging is on. Unset FLASK_DEBUG."
    )
    wild = [host for host in app.config["TRUSTED_HOSTS"] if host in ("", "*") or host.startswith(".")]
    yield Finding(not wild, "TRUSTED_HOSTS names hosts." if not wild else "TRUSTED_HOSTS lets any host in.")
    if production:
        proxies = count_of(app.config["PROXIES"], "proxy", "proxies")
        yield Finding(
            None, f"PROXIES is {app.config['PROXIES']}: requests are trusted to have passed {proxies}."
        )


def look_at_database() -> Iterator[Finding]:
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
    return db.session.execute(text(f"PRAGMA {name}")).scalar()


def look_at_people(app: Flask) -> Iterator[Finding]:
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
    data = Path(app.config["DATA"])
    if not data.is_dir():
        return
    yield kept_private(data, 0o700)
    for path in sorted((*data.glob("*.db*"), *data.glob("backups/*"), *data.glob("secret_key"))):
        finding = kept_private(path, 0o600)
        if finding.is_wrong or path.name == "footbridge.db":
            yield finding


def kept_private(path: Path, wanted: int) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~wanted:
        return Finding(False, f"{path} can be read by others: chmod {wanted:o} {path}")
    return Finding(True, f"{path} is ours alone.")
