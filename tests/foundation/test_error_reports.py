"""The log of a failed write states its place and kind, never the text that was sent."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.world import a_task
from tracker.accounts.models import Person
from tracker.foundation.database import db
from tracker.foundation.error_reports import describe_error
from tracker.roadmap.models import Comment

WORDS = "Luca drinks, tell nobody"


@pytest.fixture
def crowded(cast):
    """A task with a comment; the database refuses the same words twice."""
    task = a_task(cast.fornello, cast.dana, "Ring the maker")
    Comment.add(task, WORDS, by=cast.dana)
    db.session.execute(text("CREATE UNIQUE INDEX said_once ON comment (body)"))
    db.session.commit()
    yield task
    db.session.rollback()
    db.session.execute(text("DROP INDEX said_once"))
    db.session.commit()


def said_by(caplog):
    return "\n".join(caplog.handler.format(record) for record in caplog.records)


def test_a_refused_row_is_logged_without_its_words(dana, crowded, caplog):
    with caplog.at_level(logging.INFO):
        dana.post("/clients/fornello-pizza/tasks/1/comments", expect=503, body=WORDS)
    said = said_by(caplog)
    assert "IntegrityError" in said and "thread" in said
    assert "Luca" not in said and "drinks" not in said


def test_a_fault_of_ours_is_logged_without_its_message(app, dana, crowded, caplog, monkeypatch):
    """What Python says of a value repeats the value."""
    monkeypatch.setitem(app.config, "PROPAGATE_FAULTS", False)
    monkeypatch.setattr(Comment, "add", lambda *given, **named: int(given[1]))
    with caplog.at_level(logging.INFO):
        dana.post("/clients/fornello-pizza/tasks/1/comments", expect=500, body=WORDS)
    said = said_by(caplog)
    assert "ValueError" in said and "discussion_views.py" in said and "Luca" not in said


def test_no_error_of_the_database_names_its_parameters(cast):
    """The kind of write that fails is of no matter: a hash, a name too long, a statement that is wrong."""
    secret = "$argon2id$a-secret-hash"
    for statement in ("UPDATE person SET password_hash = :it, email = (SELECT MIN(email) FROM person)",
                      "UPDATE person SET name = NULL, password_hash = :it",
                      "UPDATE nowhere SET name = :it"):  # fmt: skip
        with pytest.raises(DBAPIError) as caught:
            db.session.execute(text(statement), {"it": secret})
        db.session.rollback()
        assert secret not in str(caught.value).partition("DETAIL")[0]
        assert secret not in describe_error(caught.value)
    assert db.engine.hide_parameters
    assert db.session.query(Person).filter_by(password_hash=secret).count() == 0
