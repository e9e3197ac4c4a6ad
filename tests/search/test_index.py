"""The index follows every row, whatever wrote it, on both database engines."""

import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy import insert, select, text

from tests.world import a_comment, a_goal, a_step, a_task, set_columns
from tracker.features import LOADED
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Task
from tracker.search import index
from tracker.search.normalise import search_words

SEARCHED = {source.table: source for feature in LOADED for source in feature.search if source.table}


def numbers(client, words, model=Task):
    """The numbers of what the index finds at a client."""
    sought = index.SearchTerms(search_words(words), [client.id])
    here = select(model.number).where(model.client_id == client.id)
    query = index.best_of_tier(here, model.__table__, sought.shape, index.Tier.PART)
    return sorted(db.session.scalars(query, sought.values))


def test_a_new_task_is_found_by_title_and_details(cast):
    task = a_task(cast.fornello, cast.dana, title="Ring the oven maker", details="Ask about the thermostat")
    assert numbers(cast.fornello, "oven") == numbers(cast.fornello, "therm") == [task.number]
    assert numbers(cast.okafor, "oven") == []


def test_goals_and_comments_are_found_too(cast):
    a_goal(cast.fornello, cast.dana, title="Two ovens run", why="So that Friday is calm")
    comment = a_comment(a_task(cast.fornello, cast.dana), cast.marco, body="The dough is late again")
    assert numbers(cast.fornello, "calm", Goal) == [1]
    assert numbers(cast.fornello, "dough", Comment) == [comment.number]


def rows(client, many):
    fixed = {"client_id": client.id, "position": 1, "status": "not_started", "kind": "build", "version": 1}
    fixed |= {
        "created_at": clock.now(),
        "last_activity_at": clock.now(),
        "added_to_goal_at": clock.now(),
        "visibility": "all",
    }
    texts = ("details", "status_reason", "owner_name", "waiting_name")
    fixed |= dict.fromkeys(texts, "") | {"step_count": 0, "comment_count": 0}
    return [{**fixed, "number": 100 + number, "title": f"Bulk row {number}"} for number in range(many)]


def test_what_came_in_at_once_is_indexed_with_it(cast):
    db.session.execute(insert(Task.__table__), rows(cast.fornello, 300))
    assert len(numbers(cast.fornello, "bulk")) == 300
    assert numbers(cast.fornello, "row 217") == [317]


def test_new_words_are_found_and_the_old_ones_are_not(cast):
    task = a_task(cast.fornello, cast.dana, title="Buy a stove")
    task.change(by=cast.dana, title="Buy an oven")
    db.session.commit()
    assert (numbers(cast.fornello, "stove"), numbers(cast.fornello, "oven")) == ([], [task.number])
    db.session.execute(Task.__table__.update().values(title="Buy a kiln"))
    assert (numbers(cast.fornello, "oven"), numbers(cast.fornello, "kiln")) == ([], [task.number])


def test_a_tap_leaves_the_index_as_it_was(cast):
    task = a_task(cast.fornello, cast.dana, title="Buy a stove")
    set_columns(task, status="done", trashed_at=clock.now())
    set_columns(task, trashed_at=None)
    assert numbers(cast.fornello, "stove") == [task.number]


def test_what_is_deleted_is_gone(cast):
    task = a_task(cast.fornello, cast.dana, title="Buy a stove")
    db.session.execute(text("DELETE FROM event"))
    db.session.execute(Task.__table__.delete().where(Task.id == task.id))
    db.session.expunge(task)
    other = a_task(cast.fornello, cast.dana, title="Nothing of the kind")
    assert numbers(cast.fornello, "stove") == []
    assert numbers(cast.fornello, "kind") == [other.number]


def test_what_was_rolled_back_is_not_there(cast):
    a_task(cast.fornello, cast.dana, title="Kept")
    Task.add(cast.fornello, "Undone", by=cast.dana)
    db.session.flush()
    assert numbers(cast.fornello, "undone")
    db.session.rollback()
    assert numbers(cast.fornello, "undone") == []


@pytest.mark.parametrize("table", SEARCHED)
def test_nothing_is_left_in_an_emptied_table(cast, table):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its indexes itself")
    a_goal(cast.fornello, cast.dana)
    a_step(a_task(cast.fornello, cast.dana), cast.dana)
    a_comment(a_task(cast.fornello, cast.dana), cast.dana)
    for name in ("event", "comment", "step", "task", "goal"):
        db.session.execute(text(f"DELETE FROM {name}"))
    left = db.session.execute(text(f"SELECT rowid FROM words_of_{table} WHERE client MATCH 'c*'")).all()
    db.session.execute(text(f"INSERT INTO words_of_{table}(words_of_{table}) VALUES ('integrity-check')"))
    assert left == []


@pytest.mark.parametrize(
    ("written", "sought"), [("Łódź", "lodz"), ("ΆΒ", "αβ"), ("ёж", "еж"), ("Straße", "strasse")]
)
def test_the_sqlite_of_the_system_keeps_it_too(app, written, sought):
    """Where there is no wheel, Python's own module serves: it reads no deep nest of calls."""
    names = ", ".join(f"{name} TEXT" for name in (*SEARCHED["task"].texts, *SEARCHED["task"].names))
    query = "SELECT rowid FROM words_of_task WHERE words_of_task MATCH ?"
    with closing(sqlite3.connect(":memory:")) as plain:
        plain.execute(f"CREATE TABLE task (id INTEGER PRIMARY KEY, client_id INTEGER, {names})")
        for statement in index.in_sqlite("task"):
            plain.execute(statement)
        plain.execute("INSERT INTO task VALUES (1, 1, 'Other', '', '', '')")
        plain.execute("UPDATE task SET title = ?", (written,))
        found = plain.execute(query, (sought,)).fetchall()
    assert found == [(1,)]


def test_words_of_one_client_do_not_slow_the_search_of_another(cast, adaeze):
    """30,000 words with “kqz” inside, in texts that Adaeze may not read: her search takes no longer than others."""
    task = a_task(cast.fornello, cast.dana)
    texts = [" ".join(f"a{part}kqz{number}" for number in range(1_000)) for part in range(30)]
    for body in texts:
        db.session.add(
            Comment(
                client_id=task.client_id,
                task_id=task.id,
                number=texts.index(body) + 1,
                author_id=cast.dana.id,
                body=body,
            )
        )
    db.session.commit()

    def taken(word):
        begin = time.process_time()
        adaeze.get(f"/search?q={word}")
        return time.process_time() - begin

    taken("warm")
    assert taken("kqz") < taken("nosuchword") + 0.2
