"""History says whether the text or the date of the vision changed. The date belongs to the text."""

from datetime import date

from tests.world import a_goal, a_person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db

HISTORY, VISION = "/clients/fornello-pizza/history", "/clients/fornello-pizza/vision"


def test_setting_only_the_date_is_recorded_as_that(cast, dana):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.write_vision("Open on Sundays.", None, by=cast.marco)
    cast.fornello.write_vision("Open on Sundays.", date(2026, 11, 20), by=cast.dana)
    cast.fornello.write_vision("Open on Sundays.", None, by=cast.dana)
    db.session.commit()
    page = dana.get(HISTORY).text
    assert "Marco wrote the vision: “Open on Sundays.”" in page
    assert "Dana set the date of the vision to Fri 20 Nov" in page and "Dana wrote the vision" not in page
    assert "Dana removed the date of the vision" in page


def form_fields(visitor):
    """Return the form's fields as a browser would send them."""
    form = visitor.get(VISION).one("form#vision")
    return {each["name"]: each.get("value") or each.get_text() for each in form.select("[name]")}


def test_a_new_vision_does_not_keep_the_old_date(friday, cast, marco):
    cast.fornello.write_vision("Open on Sundays.", date(2026, 9, 16), by=cast.marco)
    db.session.commit()
    marco.post(VISION, **form_fields(marco) | {"vision": "Closed on Sundays."})
    db.session.refresh(cast.fornello)
    assert cast.fornello.vision_on == date(2026, 11, 27)
    assert "Your words, 27 November." in marco.get("/clients/fornello-pizza/letter").words("#vision")
    marco.post(VISION, **form_fields(marco) | {"vision": "Closed.", "vision_on": "2026-11-20"})
    db.session.refresh(cast.fornello)
    assert cast.fornello.vision_on == date(2026, 11, 20), "the day the writer gave"
    marco.post(VISION, **form_fields(marco) | {"vision": ""})
    db.session.refresh(cast.fornello)
    assert cast.fornello.vision_on is None


def test_a_second_ceo_sees_whose_vision_they_replace(friday, cast, marco, visit):
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    cast.fornello.write_vision("Open on Sundays.", date(2026, 9, 16), by=cast.marco)
    db.session.commit()
    page = visit(carla).get(VISION)
    assert "Marco’s words, 16 September. Saving replaces them." in page.words("#vision")
    assert "In your words" not in page.words("#vision")
    assert "Saving replaces" not in marco.get(VISION).text and "In your words" in marco.get(VISION).text
    visit(carla).post(VISION, **form_fields(visit(carla)) | {"vision": "Three shops."})
    assert "Carla’s words, 27 November." in marco.get("/clients/fornello-pizza/letter").words("#vision")


def test_colours_have_names_and_an_empty_client_shows_no_tasks(cast, dana, marco):
    cast.fornello.change(by=cast.dana, colour=3 if cast.fornello.colour != 3 else 4)
    db.session.commit()
    said = marco.get(HISTORY).text
    assert "changed the colour to plum" in said or "changed the colour to gold" in said
    assert "No tasks" in dana.get("/clients/fornello-pizza/").words("#client-head")
