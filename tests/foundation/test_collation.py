"""Every list of names has the alphabetical order people expect, on both database engines."""

import pytest

from tests.world import a_person, a_task, seat_of
from tracker.clients.create import create_client
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name

IN_ORDER = [
    "Äpfel & Birnen", "apricot", "Éclair", "Łódź Works", "ofen", "Öfen", "Shop 2", "Shop 10", "Zebra", "Ваза", "東京",
]  # fmt: skip


def test_sorting_compares_letters_then_accents_then_capitals_and_numbers_by_value():
    assert by_name(["Zebra", "Äpfel", "apple", "Apple", "Яма", "Ёлка", "Shop 10", "shop 2", "2nd", "10th"], str) == [
        "2nd", "10th", "Äpfel", "apple", "Apple", "shop 2", "Shop 10", "Zebra", "Ёлка", "Яма",
    ]  # fmt: skip


@pytest.fixture
def unsorted_names(cast):
    """Dana's clients and people, with names in many scripts, created in another order."""
    for number, name in enumerate(reversed(IN_ORDER)):
        create_client(name, f"client-{number}", "UTC", coo=cast.dana, by=cast.dana)
        person = a_person(name, f"p{number}@fornello.example", password=None)
        Seat.give(cast.fornello, person, Role.TEAM, by=cast.dana)
        task = a_task(cast.fornello, cast.dana, title=f"Task {number}")
        task.assign(seat_of(person, cast.fornello), by=cast.dana)
        a_person(name, f"s{number}@whitlock.example", staff_role="coo", password=None)
    db.session.commit()


@pytest.mark.parametrize("path, selector", [
    ("/", "aside .nav-name"),
    ("/clients", "main h2, main h3"),
    ("/practice", "#practice-staff .people-list__person b"),
    ("/practice", "#practice-clients .people-list__person b"),
    ("/practice", "#client-juniper-catering option"),
    ("/clients/fornello-pizza/history", "#history-who option"),
    ("/clients/fornello-pizza/people", ".people-list__person b"),
])  # fmt: skip
def test_every_list_of_names_has_that_order(unsorted_names, dana, path, selector):
    names = [" ".join(each.get_text(" ").split()) for each in dana.get(path).soup.select(selector)]
    assert [name for name in names if name in IN_ORDER] == IN_ORDER


def test_the_owners_of_a_road_map_have_that_order(unsorted_names, dana):
    said = dana.get("/clients/fornello-pizza/").words("#filters")
    places = [said.index(name) for name in IN_ORDER]
    assert places == sorted(places)


def test_search_results_have_that_order(unsorted_names, dana):
    section = dana.get("/search").soup.select_one("#search-results section")
    assert [name.get_text() for name in section.select(".name")][:3] == IN_ORDER[:3]
