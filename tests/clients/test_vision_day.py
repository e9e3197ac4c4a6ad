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
    assert "Dana removed the date of the vision" in page


def test_a_colour_has_a_name_and_an_empty_client_no_tasks(cast, dana, marco):
    cast.fornello.change(by=cast.dana, colour=3 if cast.fornello.colour != 3 else 4)
    db.session.commit()
    said = marco.get(HISTORY).text
    assert "changed the colour to plum" in said or "changed the colour to gold" in said
    assert "No tasks" in dana.get("/clients/fornello-pizza/").words("#client-head")
