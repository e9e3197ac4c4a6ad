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
def task_with_unique_comment(cast):
    """A task with a comment. The database refuses the same text twice."""
    task = a_task(cast.fornello, cast.dana, "Ring the maker")
    Comment.add(task, WORDS, by=cast.dana)
    db.session.execute(text("CREATE UNIQUE INDEX said_once ON comment (body)"))
    db.session.commit()
    yield task
    db.session.rollback()
    db.session.execute(text("DROP INDEX said_once"))
    db.session.commit()


def formatted_log(caplog):
    return "\n".join(caplog.handler.format(record) for record in caplog.records)


def test_a_refused_row_is_logged_without_its_text(dana, task_with_unique_comment, caplog):
    with caplog.at_level(logging.INFO):
        dana.post("/clients/fornello-pizza/tasks/1/comments", expect=503, body=WORDS)
    said = formatted_log(caplog)
    assert "IntegrityError" in said and "thread" in said
    assert "Luca" not in said and "drinks" not in said


def test_an_unexpected_error_is_logged_without_its_message(
    app, dana, task_with_unique_comment, caplog, monkeypatch
):
    """Python's error messages repeat the value."""
    monkeypatch.setitem(app.config, "PROPAGATE_FAULTS", False)
    monkeypatch.setattr(Comment, "add", lambda *given, **named: int(given[1]))
    with caplog.at_level(logging.INFO):
        dana.post("/clients/fornello-pizza/tasks/1/comments", expect=500, body=WORDS)
    said = formatted_log(caplog)
    assert "ValueError" in said and "discussion_views.py" in said and "Luca" not in said


def test_a_database_error_is_logged_without_its_parameters(cast):
    """This holds for every kind of failing write: a hash, a name that is too long, an invalid statement."""
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
