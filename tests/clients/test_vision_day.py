"""History says what changed of the vision: its words, or its day."""

from datetime import date

from tests.world import a_goal
from tracker.foundation.database import db

HISTORY = "/clients/fornello-pizza/history"


def test_a_day_set_is_a_day_set(cast, dana):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.write_vision("Open on Sundays.", None, by=cast.marco)
    cast.fornello.write_vision("Open on Sundays.", date(2026, 11, 20), by=cast.dana)
    cast.fornello.write_vision("Open on Sundays.", None, by=cast.dana)
    db.session.commit()
    page = dana.get(HISTORY).text
    assert "Marco wrote the vision: “Open on Sundays.”" in page
    assert "Dana set the date of the vision to Fri 20 Nov" in page and "Dana wrote the vision" not in page
    assert "Dana took the date of the vision away" in page
