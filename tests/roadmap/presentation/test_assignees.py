"""Which person a typed name means: one rule for every field."""

from datetime import date

import pytest

from tests.roadmap.people import a_second_rosa
from tests.world import a_person, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.presentation.assignees import (
    UnresolvedError,
    label_of,
    people_of,
    resolve_assignee,
    value_of,
)
from tracker.roadmap.quick_add.parser import parse


def seats(cast):
    db.session.expire_all()
    return list(db.session.scalars(Seat.of(cast.fornello)))


def who(cast, typed, reader=None, **given):
    return resolve_assignee(typed, seats(cast), seat_of(reader or cast.dana, cast.fornello), **given)


def refused(cast, typed, reader=None, **given):
    with pytest.raises(UnresolvedError) as refusal:
        who(cast, typed, reader, **given)
    return refusal.value


def join(cast, name, role=Role.TEAM):
    person = a_person(name, f"{name.split()[0].casefold()}.{name.split()[-1].casefold()}@fornello.example")
    seat = Seat.give(cast.fornello, person, role, by=cast.dana)
    db.session.commit()
    return seat


@pytest.mark.parametrize(
    "typed",
    ["Rosa Delgado", " rosa  delgado ", "rosa@fornello.example", "ROSA@FORNELLO.EXAMPLE",
     "Rosa", "rosa", "RÓSA", "delgado", "Delg", "rosa d"],
)  # fmt: skip
def test_a_full_name_an_address_or_a_unique_part_is_that_person(cast, typed):
    assert who(cast, typed) == seat_of(cast.rosa, cast.fornello)


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_field_is_nobody(cast, typed):
    assert who(cast, typed) is None


@pytest.mark.parametrize("typed", ["Corewell", "adaeze@okafor.example", "Adaeze Okafor", "Adaeze"])
def test_an_unknown_name_is_asked_about(cast, typed):
    refusal = refused(cast, typed)
    assert str(refusal).startswith(f"Nobody with access here is called “{typed}”.")
    assert (refusal.typed, list(refusal.matches)) == (typed, [])


def test_an_outsider_is_marked_as_one(cast):
    assert who(cast, "", outsider="Corewell") == "Corewell"
    assert who(cast, "outsider:Corewell  Payroll") == "Corewell Payroll"
    rosa = seat_of(cast.rosa, cast.fornello)
    assert who(cast, "Rosa Delgado", outsider="Corewell", current=rosa) == "Corewell", (
        "the list was left alone"
    )


def test_a_contradicting_choice_and_outsider_are_asked_about(cast):
    refusal = refused(cast, "Marco Bellini", outsider="Corewell", current=seat_of(cast.rosa, cast.fornello))
    assert str(refusal) == "You chose Marco Bellini and wrote “Corewell”. Leave one of the two empty."


UNSEEN = ["Core\u202ewell", "Core\u200bwell", "Core\u2066well", "Core\u3164well"]


@pytest.mark.parametrize("name", UNSEEN)
def test_every_character_of_an_outsiders_name_can_be_seen(cast, name):
    assert "nobody can see" in str(refused(cast, "", outsider=name))
    assert "nobody can see" in str(refused(cast, f"outsider:{name}"))
    people = people_of(seats(cast), None)
    assert "nobody can see" in parse(f'Ring @"{name}"', date(2026, 11, 27), people).problems[0].words


@pytest.mark.parametrize("name", ["Dana", "Whitlock", "D\u0430na Whitlock", "DanaWhitlock"])
def test_the_field_and_the_add_line_refuse_the_same_outsiders(cast, name):
    assert "Dana Whitlock has access here" in str(refused(cast, "", outsider=name))
    problem = parse(f'Ring @"{name}"', date(2026, 11, 27), people_of(seats(cast), None)).problems[0]
    assert "Dana Whitlock has access here" in problem.words


def test_a_part_of_several_names_is_a_choice_not_an_outsider(cast):
    join(cast, "Paola Bellini")
    join(cast, "Gino Bellini")
    refusal = refused(cast, "", outsider="bellini")
    assert len(refusal.matches) == 3 and "3 people" not in str(refusal)
    assert "Choose one of them" in str(refusal)


@pytest.mark.parametrize("name", ["Dan", "Luca Bellini", "Corewell", "Rosa from Corewell"])
def test_another_persons_name_is_an_outsiders(cast, name):
    assert who(cast, "", outsider=name) == name
    assert parse(f'Ring @"{name}"', date(2026, 11, 27), people_of(seats(cast), None)).owner == name


@pytest.mark.parametrize("name", ["Rosa Delgado", "rosa delgado", "rosa@fornello.example"])
def test_an_outsider_does_not_take_the_name_of_somebody_with_access(cast, name):
    refusal = refused(cast, "", outsider=name)
    assert str(refusal).startswith("Rosa Delgado has access here.")
    assert [seat.name for seat in refusal.matches] == ["Rosa Delgado"]


def test_two_matching_people_are_offered(cast):
    maria = join(cast, "Maria Rossi")
    refusal = refused(cast, "mar")
    assert str(refusal) == "Two people here match “mar”: Marco Bellini and Maria Rossi. Choose one of them."
    assert set(refusal.matches) == {seat_of(cast.marco, cast.fornello), maria}


def test_a_whole_first_name_goes_before_the_beginning_of_another(cast):
    join(cast, "Rosalind Okoro")
    assert who(cast, "Rosa") == seat_of(cast.rosa, cast.fornello)


def test_the_middle_of_a_name_is_only_suggested(cast):
    joanna = join(cast, "Joanna Smith")
    refusal = refused(cast, "Ann")
    assert "Did you mean Joanna Smith?" in str(refusal)
    assert list(refusal.matches) == [joanna]


def test_a_former_member_is_not_matched_but_stays_as_owner(cast):
    seat = seat_of(cast.rosa, cast.fornello)
    seat.end(by=cast.dana)
    db.session.commit()
    assert "Nobody" in str(refused(cast, "Rosa Delgado"))
    assert who(cast, "Rosa Delgado", current=seat) == seat
    assert who(cast, value_of(seat, seats(cast)), current=seat) == seat


def test_people_who_share_a_name_are_distinguished(cast):
    second = a_second_rosa(cast)
    words = str(refused(cast, "Rosa Delgado"))
    assert (
        "Rosa Delgado (Team, rosa@fornello.example) and Rosa Delgado (Team, rosa2@fornello.example)" in words
    )
    assert who(cast, "rosa2@fornello.example") == second
    assert who(cast, value_of(second, seats(cast))) == second


def test_without_addresses_for_those_who_may_not_read_them(cast):
    second = a_second_rosa(cast)
    words = str(refused(cast, "Rosa Delgado", reader=cast.rosa))
    assert "@" not in words and f"Rosa Delgado (Team, number {second.number})" in words
    join(cast, "Vera Lindqvist")
    assert "Vera Lindqvist (Viewer) and Vera Lindqvist (Team)" in str(refused(cast, "vera", reader=cast.rosa))


def test_an_outsider_and_a_person_of_one_name_are_two(cast):
    here = seats(cast)
    assert label_of("Rosa Delgado", here, None) == "Rosa Delgado (no access)"
    assert label_of(seat_of(cast.rosa, cast.fornello), here, None) == "Rosa Delgado"
