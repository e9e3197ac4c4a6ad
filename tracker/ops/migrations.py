"""The shape of the database: where it stands, where it should stand, and the way there."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

from tracker.config import ASSETS, SettingsError
from tracker.foundation import clock
from tracker.foundation.database import db

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = ASSETS / "migrations"
NAMED = re.compile(r'^(revision|down_revision) = (?:"([^"]+)"|None)$', re.MULTILINE)


class NotMigratedError(SettingsError):
    """The database is older, or newer, than this version of the product."""


def known() -> dict[str, str]:
    """Every migration and the one before it, read from their files."""
    found = [dict(NAMED.findall(path.read_text())) for path in (MIGRATIONS / "versions").glob("*.py")]
    return {each["revision"]: each["down_revision"] for each in found}


def heads() -> list[str]:
    """The newest migrations: one, unless two were written side by side."""
    before = known()
    return sorted(before.keys() - set(before.values()))


def current_revision(engine: Engine) -> str:
    """The migration the database is at; empty when it has none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def is_migrated(app: Flask) -> bool:
    with app.app_context():
        return [current_revision(db.engine)] == heads()


def check_migrated(app: Flask) -> None:
    """Refuse to serve from a database of another shape."""
    try:
        if is_migrated(app):
            return
    except OperationalError as error:
        raise SettingsError(f"The database does not answer: {error.orig}") from error
    raise NotMigratedError("The database does not have this version’s shape yet. Run: tracker migrate")


def migrate(app: Flask, to: str = "head") -> Path | None:
    """Bring the database to the newest shape. Returns the copy made first, if there was anything to copy."""
    from alembic import command

    with app.app_context():
        at = current_revision(db.engine)
        if at and at not in known():
            raise NotMigratedError(
                f"The database stands at {at}, which this version does not know. Use a newer one."
            )
        copy = back_up(app) if to == "head" and at else None

        with db.engine.connect() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            run = command.upgrade if to == "head" else command.downgrade
            run(config, to)
    return copy


def alembic_config() -> Config:
    """Alembic is read here only: the product serves without it."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    return config


def autogenerate(app: Flask, what: str) -> Path:
    """Write the migration from the database's shape to the models'. Somebody reads and corrects it."""
    from alembic import command

    with app.app_context(), db.engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        written = command.revision(
            config, what, autogenerate=True, rev_id=clock.now().strftime("%Y%m%d_%H%M%S")
        )
    return Path(written.path)  # type: ignore[union-attr]


def back_up(app: Flask) -> Path | None:
    """A whole copy of the SQLite file, beside it. PostgreSQL has its own tools."""
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return None
    folder = Path(app.config["DATA"]) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"before-migrating-{clock.now():%Y%m%d-%H%M%S-%f}.db"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    source = db.engine.raw_connection()
    target = db.engine.dialect.dbapi.connect(str(path))  # type: ignore[union-attr]
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    return path
