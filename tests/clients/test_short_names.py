"""Short names of people: the first name where it is unique, otherwise what tells them apart."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_comment, a_person, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.clients.short_names import ShortNames
from tracker.foundation.database import db
from tracker.foundation.text.formatting import first_name

HISTORY = f"{HOME}/history"


def seated(cast, name, role=Role.TEAM):
    person = a_person(name, f"{name.split()[0].lower()}{len(name)}@fornello.example")
    Seat.give(cast.fornello, person, role, by=cast.dana)
    db.session.commit()
    return person


def names(cast):
    return ShortNames(db.session.scalars(Seat.of(cast.fornello)).all())


def test_a_first_name_is_enough_for_one_person(cast):
    assert names(cast).of("Rosa Delgado", cast.rosa.id) == "Rosa"


def test_two_who_share_it_are_called_by_their_full_names(cast):
    wells = seated(cast, "Dana Wells")
    assert names(cast).of("Dana Wells", wells.id) == "Dana Wells"
    assert names(cast).of("Dana Whitlock", cast.dana.id) == "Dana Whitlock"
    assert names(cast).of("Rosa Delgado") == "Rosa"


@pytest.mark.parametrize("name", ["Dana Whitlock", "Dаna Whitlock", "Dana Whitlock (COO)"])
def test_whose_full_names_look_alike_are_told_apart_by_role(cast, name):
    other = seated(cast, name)
    assert names(cast).of(name, other.id) == f"{name} · Team"
    assert names(cast).of("Dana Whitlock", cast.dana.id) == "Dana Whitlock · COO"


@pytest.mark.parametrize("name", ["The bank", "Zebra Ltd", "Rosa’s sister"])
def test_an_outsider_s_name_is_not_cut(cast, name):
    assert names(cast).of(name) == name


def test_somebody_whose_access_ended_is_still_told_from_the_others(cast):
    wells = seated(cast, "Dana Wells")
    seat_of(wells, cast.fornello).end(cast.dana)
    db.session.commit()
    assert names(cast).of("Dana Whitlock", cast.dana.id) == "Dana Whitlock"


def test_a_viewer_reads_no_family_name_of_those_either(cast):
    wells = seated(cast, "Dana Wells")
    read = ShortNames(db.session.scalars(Seat.of(cast.fornello)).all(), by_role=True)
    assert (read.of("Dana Wells", wells.id), read.of("Dana Whitlock", cast.dana.id)) == (
        "Dana · Team", "Dana · COO",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("佐藤 花子", "佐藤 花子"), ("김 민준", "김 민준"), ("عبد الرحمن السيد", "عبد الرحمن"),
        ("Abdul Rahman Khan", "Abdul Rahman"), ("Dana Whitlock", "Dana"), ("Zoë", "Zoë"), ("", ""),
    ],
)  # fmt: skip
def test_the_given_name_is_the_first_word_only_where_it_is(name, first):
    assert first_name(name) == first


def test_every_place_tells_them_apart(dana, marco, rosa, cast, visit):
    wells = seated(cast, "Dana Wells")
    task = a_task(cast.fornello, by=wells, title="Order the oven", owner=seat_of(wells, cast.fornello))
    a_comment(task, by=wells)
    page = rosa.get(at(task))
    assert "Dana Wells added it" in page.text
    assert page.one(f"#task-{task.number}-comment-1 b").text == "Dana Wells"
    assert "Write to Dana Wells, Marco and two others" in page.text
    assert "Dana Wells added “Order the oven”" in dana.get(HISTORY).text
    assert "Dana Whitlock gave Rosa Delgado access as a team member" in dana.get(HISTORY).text


def test_a_seat_given_to_somebody_of_the_same_name_was_not_taken(dana, cast):
    seated(cast, "Dana Whitlock")
    told = dana.get(HISTORY).text
    assert "Dana Whitlock · COO gave Dana Whitlock access as a team member" in told
    assert "joined the team" not in told
