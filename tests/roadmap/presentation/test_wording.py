"""The wording of the road map for each role."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tracker.clients.short_names import name_for
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import wording

TODAY = date(2026, 11, 20)


@dataclass
class ASeat:
    role: str


@dataclass
class SomeWork:
    waiting_on: str
    waiting_seat_id: int | None
    status: str = "waiting"


@pytest.mark.parametrize(
    ("status", "practice", "client"),
    [
        ("not_started", "Not started", "Coming up"),
        ("on_track", "On track", "On track"),
        ("watch", "Watch", "On track, keeping an eye on it"),
        ("waiting", "Waiting", "Waiting"),
        ("done", "Done", "Done"),
        ("parked", "Parked", "Set aside for now"),
    ],
)
def test_each_role_has_its_vocabulary(status, practice, client):
    assert wording.status_word(status, "practice") == practice
    assert wording.status_word(status, "client") == client


@pytest.mark.parametrize(
    ("audience", "on_reader", "word"),
    [
        ("practice", False, "Waiting on Marco"),
        ("practice", True, "Waiting on Marco"),
        ("client", True, "Waiting on you"),
        ("client", False, "Waiting on Marco"),
    ],
)
def test_waiting_names_somebody(audience, on_reader, word):
    assert wording.status_word("waiting", audience, "Marco", on_reader) == word


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (0, "On track, keeping an eye on it"),
        (1, "A little later"),
        (4, "A little later"),
        (7, "A week later"),
        (10, "A week later"),
        (14, "Two weeks later"),
        (70, "10 weeks later"),
    ],
)
def test_a_watched_goal_is_later_only_if_its_date_moved(days, word):
    assert wording.status_word("watch", "client", days_later=days) == word
    assert wording.status_word("watch", "practice", days_later=days) == "Watch"


def test_a_date_that_came_nearer_is_not_later():
    assert wording.days_later(TODAY, TODAY - timedelta(days=3)) == 0
    assert wording.days_later(TODAY, TODAY + timedelta(days=3)) == 3
    assert wording.days_later(None, TODAY) == 0


def test_every_status_and_kind_can_be_chosen_in_both_vocabularies():
    for audience in ("practice", "client"):
        assert [key for key, _ in wording.choices_for(audience)] == [str(each) for each in Status]
    assert [word for _, word in wording.kinds_for("practice")] == ["Strategy", "Build", "Routine"]
    assert [word for _, word in wording.kinds_for("client")] == ["Planning", "Building", "Running"]


def test_a_viewer_reads_first_names_only():
    assert name_for(ASeat("viewer"), "Rosa Delgado") == "Rosa"
    assert name_for(ASeat("team"), "Rosa Delgado") == "Rosa Delgado"
    assert name_for(ASeat("viewer"), "") == ""


def test_people_are_waited_on_by_first_name_and_firms_by_their_own():
    assert wording.waiting_name(SomeWork("Marco Bellini", 3), ASeat("coo")) == "Marco"
    assert wording.waiting_name(SomeWork("Third Street Bank", None), ASeat("coo")) == "Third Street Bank"


def test_only_the_coo_reads_the_practices_wording():
    assert wording.audience_of(ASeat("coo")) == "practice"
    assert {wording.audience_of(ASeat(role)) for role in ("ceo", "team", "viewer")} == {"client"}


@pytest.mark.parametrize(
    ("days_ago", "practice", "client"),
    [
        (0, "", ""),
        (1, "A day late", "Still to come"),
        (3, "Three days late", "Still to come"),
        (20, "Two weeks late", "Still to come"),
    ],
)
def test_late_is_counted_for_the_practice_and_no_reproach_to_the_client(days_ago, practice, client):
    due = TODAY - timedelta(days=days_ago)
    assert wording.late_word(due, TODAY, "practice") == practice
    assert wording.late_word(due, TODAY, "client") == client
    assert wording.late_word(due, TODAY, "practice", is_open=False) == ""


def test_the_first_date_stays_in_sight():
    assert wording.was_word(date(2026, 11, 20), date(2026, 11, 27)) == "was 20 Nov"
    assert wording.was_word(date(2026, 12, 20), date(2027, 1, 10)) == "was 20 Dec 2026"
    assert wording.was_word(None, TODAY) == wording.was_word(TODAY, TODAY) == ""


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Write it down here"),
        (["Rosa Delgado"], "Write to Rosa"),
        (["Rosa Delgado", "Marco Bellini"], "Write to Rosa and Marco"),
        (["Rosa", "Marco", "Dana"], "Write to Rosa, Marco and Dana"),
        (["Rosa", "Marco", "Dana", "Vera"], "Write to Rosa, Marco and two others"),
    ],
)
def test_a_writer_knows_who_will_read_it(names, said):
    assert wording.write_to(names) == said
