"""Who is meant by what was typed."""

import pytest

from tests.world import a_person, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.db import db
from tracker.foundation.errors import DomainError
from tracker.roadmap.people import who_is


def seats(cast):
    return list(db.session.scalars(Seat.of(cast.fornello)))


@pytest.mark.parametrize("typed", ["Rosa Delgado", " rosa  delgado ", "rosa@fornello.example", "ROSA@FORNELLO.EXAMPLE"])
def test_a_full_name_or_an_address_is_that_seat(cast, typed):
    assert who_is(typed, seats(cast)) == seat_of(cast.rosa, cast.fornello)


@pytest.mark.parametrize("typed", ["Rosa", "Corewell", "adaeze@okafor.example", "Adaeze Okafor"])
def test_anything_else_is_a_plain_name(cast, typed):
    assert who_is(typed, seats(cast)) == typed


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_nobody(cast, typed):
    assert who_is(typed, seats(cast)) is None


def test_somebody_whose_seat_ended_is_a_plain_name(cast):
    seat_of(cast.rosa, cast.fornello).end(by=cast.dana)
    assert who_is("Rosa Delgado", seats(cast)) == "Rosa Delgado"


def test_two_of_one_name_are_not_guessed_between(cast):
    twin = a_person("Rosa Delgado", "rosa.d@fornello.example")
    Seat.give(cast.fornello, twin, Role.TEAM, by=cast.dana)
    db.session.flush()
    with pytest.raises(DomainError, match="Two people here are called Rosa Delgado") as refusal:
        who_is("Rosa Delgado", seats(cast))
    assert {"rosa@fornello.example", "rosa.d@fornello.example."} <= set(str(refusal.value).split())
    assert who_is("rosa.d@fornello.example", seats(cast)) == seat_of(twin, cast.fornello)
