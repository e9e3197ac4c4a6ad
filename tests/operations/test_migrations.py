"""The migrations create the schema of the models and lose no row."""

import pytest
from sqlalchemy import inspect, select, text

from tests import world
from tracker.clients.models import Client
from tracker.config import SettingsError
from tracker.foundation.database import db, is_of_models
from tracker.ops import migrations


def schema_of(engine):
    """Return everything the database reports about its tables, independent of the order."""
    look = inspect(engine)
    tables = [name for name in look.get_table_names() if name != "alembic_version"]
    return {
        name: {
            "columns": sorted(
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)
            ),
            "key": look.get_pk_constraint(name)["constrained_columns"],
            "references": sorted(str(sorted(f.items(), key=str)) for f in look.get_foreign_keys(name)),
            "unique": sorted(str(sorted(u.items(), key=str)) for u in look.get_unique_constraints(name)),
            "indexes": sorted(
                f"{i['name']} {i['column_names']} {i['unique']}" for i in look.get_indexes(name)
            ),
            "checks": sorted(f"{c['name']} {c['sqltext']}" for c in look.get_check_constraints(name)),
        }
        for name in tables
    }


def objects_of_the_database(engine):
    """Return the definitions of the objects that maintain the search index and the revisions of clients."""
    sqlite = (
        "SELECT name, sql FROM sqlite_master WHERE (name LIKE 'words_of_%' OR name LIKE 'client_revision%')"
        " AND type IN ('trigger', 'table')"
    )
    postgresql = """SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix_words_of_%'
        UNION SELECT proname, prosrc FROM pg_proc WHERE proname IN ('words_of', 'client_revision_changed')
        UNION SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'client_revision%'"""
    with engine.connect() as connection:
        found = connection.execute(text(sqlite if engine.dialect.name == "sqlite" else postgresql))
        return {name: " ".join(said.split()) for name, said in found}


def row_counts():
    return {
        table.name: db.session.scalar(select(db.func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


def test_there_is_one_latest_migration():
    assert len(migrations.heads()) == 1, "two migrations name the same one before them: rebase the later one"


def test_the_migrations_create_the_schema_of_the_models(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        made = schema_of(db.engine)
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        db.drop_all()
        db.create_all()
        said = schema_of(db.engine)
    assert made == said, "the models changed: tracker revise 'what changed'"


def test_migrations_and_models_create_the_same_objects_that_the_database_fills(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        made = objects_of_the_database(db.engine)
        db.drop_all()
        assert objects_of_the_database(db.engine) == {}
        db.create_all()
        assert objects_of_the_database(db.engine) == made
    assert len(made) >= 4


def test_no_migration_is_missing(unmigrated_app):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context(), db.engine.connect() as connection:
        only = {"include_name": lambda name, _kind, _parents: is_of_models(name)}
        left = compare_metadata(MigrationContext.configure(connection, opts=only), db.metadata)
    assert not left, "the models changed: tracker revise 'what changed'"


def test_migrations_can_go_down_and_up_again(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        before = schema_of(db.engine)
    migrations.migrate(unmigrated_app, to="base")
    with unmigrated_app.app_context():
        assert schema_of(db.engine) == {}
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        assert schema_of(db.engine) == before


def test_a_migrated_database_accepts_data_and_keeps_it(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        world.create_cast()
        before = row_counts()
        db.session.remove()
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        assert row_counts() == before
        assert before["seat"] == 7


def test_a_private_backup_is_made_first(unmigrated_app):
    with unmigrated_app.app_context():
        if db.engine.dialect.name != "sqlite":
            assert migrations.back_up(unmigrated_app) is None
            return
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        world.create_cast()
        db.session.remove()
    copy = migrations.migrate(unmigrated_app)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert copy.stat().st_size > 100_000


def test_an_unmigrated_database_gets_a_message(unmigrated_app):
    with pytest.raises(SettingsError, match="tracker migrate"):
        migrations.check_migrated(unmigrated_app)


def test_an_older_database_gets_a_message(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '20200101_0000'"))
    with pytest.raises(SettingsError, match="tracker migrate"):
        migrations.check_migrated(unmigrated_app)
    with pytest.raises(SettingsError, match="which this version does not know"):
        migrations.migrate(unmigrated_app)


def test_client_numbers_survive(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        cast = world.create_cast()
        slug, number = cast.fornello.slug, cast.fornello.seat_count
        db.session.remove()
        assert db.session.scalars(select(Client).where(Client.slug == slug)).one().seat_count == number
