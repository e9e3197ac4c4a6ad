"""A migration that would lose rows is rolled back."""

import shutil

import pytest
from sqlalchemy import select, text

from tests import world
from tracker.foundation.database import db
from tracker.ops import migrations
from tracker.roadmap.models import Task
from tracker.search.index import SearchTerms, Tier, best_of_tier
from tracker.search.normalise import search_words

A_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision = "20990101_0000"
down_revision = "{before}"
CHANGES_ROWS_OF: set[str] = {{{allowed}}}


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
"""
REBUILD = 'with op.batch_alter_table("goal") as b: b.alter_column("why", type_=sa.String(310))'


@pytest.fixture
def migrated(unmigrated_app):
    """The product with the cast, a goal and a task."""
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        cast = world.create_cast()
        goal = world.a_goal(cast.fornello, by=cast.dana)
        world.a_task(cast.fornello, by=cast.dana, goal=goal)
        world.a_step(world.a_task(cast.fornello, by=cast.dana, goal=goal), by=cast.dana)
        db.session.remove()
    return unmigrated_app


@pytest.fixture
def next_migration(tmp_path, monkeypatch):
    """Write one more migration in a copy of the folder."""

    def write(up, down="pass", allowed=""):
        folder = tmp_path / "migrations"
        shutil.copytree(migrations.MIGRATIONS, folder)
        source = A_MIGRATION.format(before=migrations.heads()[0], up=up, down=down, allowed=allowed)
        (folder / "versions" / "20990101_next.py").write_text(source)
        monkeypatch.setattr(migrations, "MIGRATIONS", folder)

    return write


def task_titles(app):
    with app.app_context():
        return list(db.session.scalars(select(Task.title).order_by(Task.number)))


def test_rebuilding_a_table_keeps_rows_that_refer_to_it(migrated, next_migration):
    next_migration(REBUILD, down=REBUILD.replace("310", "300"))
    before = task_titles(migrated)
    for to in ("head", "-1", "head"):
        migrations.migrate(migrated, to=to)
        assert task_titles(migrated) == before
    with migrated.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1


def search_hits(app, words):
    with app.app_context():
        client = db.session.scalars(select(Task.client_id)).first()
        sought = SearchTerms(search_words(words), [client])
        query = best_of_tier(select(Task.id), Task.__table__, sought.shape, Tier.PART)
        return len(db.session.scalars(query, sought.values).all())


def test_search_still_works_after_a_table_is_rebuilt(migrated, next_migration):
    next_migration(
        REBUILD.replace("goal", "task").replace("why", "details").replace("sa.String(310)", "sa.Text()")
    )
    migrations.migrate(migrated)
    assert search_hits(migrated, "closing check") == 2
    with migrated.app_context():
        db.session.execute(text("UPDATE task SET title = 'Kingfisher' WHERE number = 1"))
        db.session.commit()
    assert (search_hits(migrated, "closing"), search_hits(migrated, "kingf")) == (1, 1)


def test_existing_text_can_be_found_after_the_migration(migrated):
    migrations.migrate(migrated, to="20261121_212955")
    migrations.migrate(migrated)
    assert search_hits(migrated, "closing check") == 2


def test_a_migration_that_loses_rows_changes_nothing(migrated, next_migration):
    next_migration("op.execute('DELETE FROM step'); op.execute('CREATE TABLE left_behind (id INTEGER)')")
    with pytest.raises(Exception, match="step had 1 rows and would have 0"):
        migrations.migrate(migrated)
    with migrated.app_context():
        assert db.session.execute(text("SELECT count(*) FROM step")).scalar() == 1
        assert "left_behind" not in db.inspect(db.session.connection()).get_table_names()


def test_a_migration_can_declare_that_it_changes_rows(migrated, next_migration):
    next_migration("op.execute('DELETE FROM step')", allowed='"step"')
    migrations.migrate(migrated)
    with migrated.app_context():
        assert db.session.execute(text("SELECT count(*) FROM step")).scalar() == 0


def test_a_migration_that_breaks_a_reference_changes_nothing(migrated, next_migration):
    next_migration("op.execute('UPDATE task SET goal_id = 999')")
    with pytest.raises(Exception, match=r"nowhere|violates foreign key"):
        migrations.migrate(migrated)
    assert len(task_titles(migrated)) == 2


def test_a_migration_that_fails_halfway_leaves_the_old_schema(migrated, next_migration):
    next_migration("op.add_column('goal', sa.Column('half', sa.Integer())); op.execute('SELECT nonsense')")
    with pytest.raises(Exception, match="nonsense"):
        migrations.migrate(migrated)
    with migrated.app_context():
        assert "half" not in [
            column["name"] for column in db.inspect(db.session.connection()).get_columns("goal")
        ]
