"""Migrations: which version the database has, which one it needs, and migrating it."""

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
REVISION_LINES = re.compile(r'^(revision|down_revision) = (?:"([^"]+)"|None)$', re.MULTILINE)


class NotMigratedError(SettingsError):
    """The database has an older or newer version than the application."""


def known_migrations() -> dict[str, str]:
    """Return every migration, with the one before it, as read from their files."""
    found = [
        dict(REVISION_LINES.findall(path.read_text())) for path in (MIGRATIONS / "versions").glob("*.py")
    ]
    return {each["revision"]: each["down_revision"] for each in found}


def heads() -> list[str]:
    """Return the newest migrations; more than one if two were written in parallel."""
    before = known_migrations()
    return sorted(before.keys() - set(before.values()))


def current_revision(engine: Engine) -> str:
    """Return the migration of the database; empty if it has none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def is_migrated(app: Flask) -> bool:
    """Whether the database has the version of this application."""
    with app.app_context():
        return [current_revision(db.engine)] == heads()


def check_migrated(app: Flask) -> None:
    """Raise NotMigratedError if the database has another version, SettingsError if it does not answer."""
    try:
        if is_migrated(app):
            return
    except OperationalError as error:
        raise SettingsError(f"The database does not answer: {error.orig}") from error
    raise NotMigratedError("The database is not migrated to this version yet. Run: tracker migrate")


def migrate(app: Flask, to: str = "head") -> Path | None:
    """Migrate the database. Returns the path of the backup made first, if there was any data to copy.

    Raises NotMigratedError if a newer version of the application migrated the database.
    """
    from alembic import command

    with app.app_context():
        at = current_revision(db.engine)
        if at and at not in known_migrations():
            raise NotMigratedError(
                f"The database is at {at}, which this version does not know. Use a newer one."
            )
        copy = back_up(app) if to == "head" and at else None

        with db.engine.connect() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            run = command.upgrade if to == "head" else command.downgrade
            run(config, to)
    return copy


def alembic_config() -> Config:
    """Return Alembic's configuration. Only migrations import Alembic."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    return config


def autogenerate(app: Flask, what: str) -> Path:
    """Draft a migration from the database to the models, for a developer to correct. Returns its path."""
    from alembic import command

    with app.app_context(), db.engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        written = command.revision(
            config, what, autogenerate=True, rev_id=clock.now().strftime("%Y%m%d_%H%M%S")
        )
    return Path(written.path)  # type: ignore[union-attr]


def back_up(app: Flask) -> Path | None:
    """Copy the SQLite database into the data folder, and return the path.

    None for PostgreSQL, which has its own tools.
    """
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
