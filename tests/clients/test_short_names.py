"""Short names of people: the first name if it is unique, otherwise enough to distinguish them."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_comment, a_person, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.clients.short_names import ShortNames
from tracker.foundation.database import db
from tracker.foundation.text.formatting import first_name

HISTORY = f"{HOME}/history"


def add_person(cast, name, role=Role.TEAM):
    person = a_person(name, f"{name.split()[0].lower()}{len(name)}@fornello.example")
    Seat.give(cast.fornello, person, role, by=cast.dana)
    db.session.commit()
    return person


def short_names(cast):
    return ShortNames(db.session.scalars(Seat.of(cast.fornello)).all())


def test_a_first_name_is_enough_for_one_person(cast):
    assert short_names(cast).of("Rosa Delgado", cast.rosa.id) == "Rosa"


def test_two_people_with_one_first_name_are_shown_with_full_names(cast):
    wells = add_person(cast, "Dana Wells")
    assert short_names(cast).of("Dana Wells", wells.id) == "Dana Wells"
    assert short_names(cast).of("Dana Whitlock", cast.dana.id) == "Dana Whitlock"
    assert short_names(cast).of("Rosa Delgado") == "Rosa"


@pytest.mark.parametrize("name", ["Dana Whitlock", "Dаna Whitlock", "Dana Whitlock (COO)"])
def test_people_with_similar_full_names_are_distinguished_by_role(cast, name):
    other = add_person(cast, name)
    assert short_names(cast).of(name, other.id) == f"{name} · Team"
    assert short_names(cast).of("Dana Whitlock", cast.dana.id) == "Dana Whitlock · COO"


@pytest.mark.parametrize("name", ["The bank", "Zebra Ltd", "Rosa’s sister"])
def test_an_outsiders_name_is_not_shortened(cast, name):
    assert short_names(cast).of(name) == name


def test_a_person_whose_access_ended_is_still_distinguished(cast):
    wells = add_person(cast, "Dana Wells")
    seat_of(wells, cast.fornello).end(cast.dana)
    db.session.commit()
    assert short_names(cast).of("Dana Whitlock", cast.dana.id) == "Dana Whitlock"


def test_a_viewer_sees_roles_instead_of_family_names(cast):
    wells = add_person(cast, "Dana Wells")
    read = ShortNames(db.session.scalars(Seat.of(cast.fornello)).all(), by_role=True)
    assert (read.of("Dana Wells", wells.id), read.of("Dana Whitlock", cast.dana.id)) == (
        "Dana · Team",
        "Dana · COO",
    )


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("佐藤 花子", "佐藤 花子"), ("김 민준", "김 민준"), ("عبد الرحمن السيد", "عبد الرحمن"),
        ("Abdul Rahman Khan", "Abdul Rahman"), ("Dana Whitlock", "Dana"), ("Zoë", "Zoë"), ("", ""),
    ],
)  # fmt: skip
def test_a_first_name_can_be_several_words_or_the_whole_name(name, first):
    assert first_name(name) == first


def test_every_page_distinguishes_them(dana, marco, rosa, cast, visit):
    wells = add_person(cast, "Dana Wells")
    task = a_task(cast.fornello, by=wells, title="Order the oven", owner=seat_of(wells, cast.fornello))
    a_comment(task, by=wells)
    page = rosa.get(at(task))
    assert "Dana Wells added it" in page.text
    assert page.one(f"#task-{task.number}-comment-1 b").text == "Dana Wells"
    assert "Write to Dana Wells, Marco and two others" in page.text
    assert "Dana Wells added “Order the oven”" in dana.get(HISTORY).text
    assert "Dana Whitlock gave Rosa Delgado access as a team member" in dana.get(HISTORY).text


def test_giving_a_seat_to_a_namesake_is_not_recorded_as_joining(dana, cast):
    add_person(cast, "Dana Whitlock")
    told = dana.get(HISTORY).text
    assert "Dana Whitlock · COO gave Dana Whitlock access as a team member" in told
    assert "joined the team" not in told
