"""When the database stays locked, the answer is a 503 that keeps the typed text."""

import pytest
from sqlalchemy import text

from tests.world import a_task
from tracker.foundation.database import db, writing


@pytest.fixture
def write_lock(app, cast, monkeypatch):
    """Hold the write lock and let writers wait for it only briefly."""
    a_task(cast.fornello, by=cast.dana)
    sqlite = db.engine.dialect.name == "sqlite"
    patience = "PRAGMA busy_timeout=50" if sqlite else "SET lock_timeout='50ms'"

    def wait_briefly(connection, *_):
        connection.execute(patience)

    from sqlalchemy import event

    event.listen(db.engine, "checkout", wait_briefly)
    before = writing.set(True)
    holder = db.engine.connect()
    holder.execute(text("UPDATE client SET name = name"))
    holder.execute(text("UPDATE task SET title = title"))
    writing.reset(before)
    yield
    holder.rollback()
    holder.close()
    event.remove(db.engine, "checkout", wait_briefly)
    db.session.remove()
    db.engine.dispose()  # later tests must not use the connections with a short wait


def test_a_comment_that_cannot_be_saved_is_returned(dana, cast, write_lock):
    answer = dana.post("/clients/fornello-pizza/tasks/1/comments", expect=503, body="A long thought")
    assert answer.response.headers["Retry-After"]
    assert answer.one("main [name=body]")["value"] == "A long thought"


def test_with_htmx_the_form_is_not_replaced(dana, write_lock):
    answer = dana.swap("/clients/fornello-pizza/tasks/1/comments", expect=503, body="A long thought")
    assert set(answer.parts) == {"toasts", "announcement"}
    assert "Your words are still here" in answer.text


def test_pages_can_still_be_read(dana, write_lock):
    dana.get("/clients/fornello-pizza/")
