"""The schema that the migrations create equals the models', and no row is lost on the way."""

import pytest
from sqlalchemy import inspect, select, text

from tests import world
from tracker.clients.models import Client
from tracker.config import SettingsError
from tracker.foundation.database import db, is_of_models
from tracker.ops import migrations


def shape(engine):
    """Everything the database says about its tables, apart from the order it says it in."""
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


def keepers(engine):
    """What keeps the index of words, as the database itself wrote it down."""
    sqlite = (
        "SELECT name, sql FROM sqlite_master WHERE name LIKE 'words_of_%' AND type IN ('trigger', 'table')"
    )
    postgresql = """SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'ix_words_of_%'
        UNION SELECT proname, prosrc FROM pg_proc WHERE proname = 'words_of'"""
    with engine.connect() as connection:
        found = connection.execute(text(sqlite if engine.dialect.name == "sqlite" else postgresql))
        return {name: " ".join(said.split()) for name, said in found}


def counts():
    return {
        table.name: db.session.scalar(select(db.func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


def test_there_is_one_newest_migration():
    assert len(migrations.heads()) == 1, "two migrations name the same one before them: rebase the later one"


def test_the_migrations_make_what_the_models_say(fresh):
    migrations.migrate(fresh)
    with fresh.app_context():
        made = shape(db.engine)
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        db.drop_all()
        db.create_all()
        said = shape(db.engine)
    assert made == said, "the models changed: tracker revise 'what changed'"


def test_the_index_of_words_is_the_same_from_both(fresh):
    migrations.migrate(fresh)
    with fresh.app_context():
        made = keepers(db.engine)
        db.drop_all()
        assert keepers(db.engine) == {}
        db.create_all()
        assert keepers(db.engine) == made
    assert len(made) >= 4


def test_nothing_is_left_to_migrate(fresh):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrations.migrate(fresh)
    with fresh.app_context(), db.engine.connect() as connection:
        only = {"include_name": lambda name, _kind, _parents: is_of_models(name)}
        left = compare_metadata(MigrationContext.configure(connection, opts=only), db.metadata)
    assert not left, "the models changed: tracker revise 'what changed'"


def test_down_and_up_again(fresh):
    migrations.migrate(fresh)
    with fresh.app_context():
        before = shape(db.engine)
    migrations.migrate(fresh, to="base")
    with fresh.app_context():
        assert shape(db.engine) == {}
    migrations.migrate(fresh)
    with fresh.app_context():
        assert shape(db.engine) == before


def test_a_migrated_database_takes_the_cast_and_keeps_it(fresh):
    migrations.migrate(fresh)
    with fresh.app_context():
        world.create_cast()
        before = counts()
        db.session.remove()
    migrations.migrate(fresh)
    with fresh.app_context():
        assert counts() == before
        assert before["seat"] == 7


def test_a_copy_is_made_before_and_named(fresh):
    with fresh.app_context():
        if db.engine.dialect.name != "sqlite":
            assert migrations.back_up(fresh) is None
            return
    migrations.migrate(fresh)
    with fresh.app_context():
        world.create_cast()
        db.session.remove()
    copy = migrations.migrate(fresh)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert copy.stat().st_size > 100_000


def test_an_unmigrated_database_is_refused_in_words(fresh):
    with pytest.raises(SettingsError, match="tracker migrate"):
        migrations.check_migrated(fresh)


def test_an_older_database_is_refused_in_words(fresh):
    migrations.migrate(fresh)
    with fresh.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '20200101_0000'"))
    with pytest.raises(SettingsError, match="tracker migrate"):
        migrations.check_migrated(fresh)
    with pytest.raises(SettingsError, match="which this version does not know"):
        migrations.migrate(fresh)


def test_a_client_number_survives(fresh):
    migrations.migrate(fresh)
    with fresh.app_context():
        cast = world.create_cast()
        slug, number = cast.fornello.slug, cast.fornello.seat_count
        db.session.remove()
        assert db.session.scalars(select(Client).where(Client.slug == slug)).one().seat_count == number
