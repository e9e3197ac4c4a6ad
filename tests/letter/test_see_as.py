"""Viewing as the CEO: their own page, read only."""

from datetime import date, timedelta

import pytest

from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.accounts.models import SignIn
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"


@pytest.fixture
def asked(cast):
    a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, title="Lease or buy the oven")
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    db.session.commit()
    return task


def as_marco(cast):
    return f"{LETTER}?as={seat_of(cast.marco, cast.fornello).number}"


def test_a_coo_is_taken_to_the_ceos_page(cast, dana):
    assert dana.get(LETTER, status=303).location == as_marco(cast)


def test_it_is_the_same_page_with_a_banner_and_a_way_back(cast, asked, dana, marco):
    cast.fornello.write_vision("Every Saturday with my kids.", on=None, by=cast.dana)
    db.session.commit()
    seen, own = dana.get(as_marco(cast)), marco.get(LETTER)
    assert seen.words(".viewing-as p") == "You are looking as Marco. Nothing you do here is saved."
    assert seen.one(".viewing-as > a")["href"] == "/clients/fornello-pizza/"
    assert seen.words("#letter") == own.words("#letter")


def test_its_menu_leads_nowhere(cast, asked, dana, marco):
    """Those pages would open as the COO's own, without saying so."""
    seen, own = dana.get(as_marco(cast)), marco.get(LETTER)
    for menu in ("nav[aria-label=Main] a", ".bottom-bar a[aria-disabled]"):
        assert seen.soup.select(menu) and not any(link.has_attr("href") for link in seen.soup.select(menu))
    assert [link.text for link in seen.soup.select("nav[aria-label=Main] a")] == [
        link.text for link in own.soup.select("nav[aria-label=Main] a")
    ]
    assert all(link.has_attr("href") for link in own.soup.select("nav a"))


def test_nothing_on_it_can_be_sent(cast, asked, dana):
    page = dana.get(as_marco(cast))
    assert not page.soup.select("main form, main [hx-post]")
    assert all(button.has_attr("disabled") for button in page.soup.select("main button"))
    assert not page.soup.select("#vision a")


def test_viewing_writes_nothing(cast, asked, dana, monkeypatch):
    monkeypatch.setattr("tracker.accounts.sessions.SEEN_EVERY", timedelta(0))
    row = SignIn.with_token(dana.token)
    before = row.seen_at, db.session.query(Event).count(), asked.last_activity_at
    dana.get(as_marco(cast))
    assert (
        SignIn.with_token(dana.token).seen_at,
        db.session.query(Event).count(),
        asked.last_activity_at,
    ) == before


def test_it_reads_with_the_ceos_own_rights(cast, dana):
    goal = a_goal(cast.fornello, cast.dana, title="Canary draft")
    a_goal(cast.fornello, cast.dana, title="Agreed")
    set_columns(goal, approval_state="draft")
    assert "Canary" not in dana.get(as_marco(cast)).words("#letter")


@pytest.mark.parametrize("number", ["99", "0", "-1", "abc", "1e3", "", "99999999999999999999", "02"])
def test_an_unknown_seat_is_a_404(dana, number):
    dana.get(f"{LETTER}?as={number}", status=404)


def test_two_seat_numbers_are_refused(cast, dana):
    dana.get(f"{as_marco(cast)}&as=1", status=404)


def test_only_a_ceos_page_can_be_viewed(cast, dana):
    for person in (cast.rosa, cast.vera, cast.dana):
        dana.get(f"{LETTER}?as={seat_of(person, cast.fornello).number}", status=404)


def test_an_ended_seat_cannot_be_viewed(cast, dana):
    address, seat = as_marco(cast), seat_of(cast.marco, cast.fornello)
    seat.person = cast.marco
    seat.end(by=cast.dana)
    db.session.commit()
    dana.get(address, status=404)


def test_a_seat_of_another_client_is_refused(cast, dana, ash):
    ida = a_person("Ida Foss", "ida@okafor.example")
    for _ in range(5):
        cast.okafor.next_number("seat")
    seat = Seat.give(cast.okafor, ida, Role.CEO, by=cast.dana)
    db.session.commit()
    dana.get(f"{LETTER}?as={seat.number}", status=404)
    ash.get(as_marco(cast), status=404)


@pytest.mark.parametrize(("who", "status"), [("marco", 403), ("rosa", 403), ("vera", 403), ("adaeze", 404)])
def test_nobody_else_may_view_as_the_ceo(cast, visit, who, status):
    visit(getattr(cast, who)).get(as_marco(cast), status=status)


def test_without_a_ceo_the_letter_shows_how_it_would_read(cast, visit):
    a_goal(cast.juniper, cast.ash)
    task = a_task(cast.juniper, cast.ash)
    task.set_status(Status.WAITING, by=cast.ash, waiting_on="Corewell")
    db.session.commit()
    page = visit(cast.ash).get("/clients/juniper-catering/letter")
    assert "No CEO has access now." in page.words(".viewing-as")
    assert page.one(".viewing-as p a")["href"] == "/clients/juniper-catering/people"
    assert page.words("h1") == "Things are steady. Nothing needs you."
    assert not page.soup.select("main form")


def test_a_form_field_gives_a_coo_no_letter(cast, asked, dana):
    parts = dana.swap(
        f"/clients/fornello-pizza/tasks/{asked.number}/status", status="done", back="letter"
    ).parts
    assert "letter" not in parts
    assert db.session.get(Task, asked.id).status == Status.DONE


def test_before_any_ceo_has_access_the_letter_shows_every_part(cast, dana):
    """Goals are set before the CEO is invited, so what will wait for them is there before they are."""
    juniper = cast.juniper
    Seat.give(juniper, cast.dana, Role.COO, by=cast.ash)
    proposed = a_goal(juniper, cast.dana, "Open on Sundays", approval_state="draft")
    discussed = a_goal(juniper, cast.dana, "Second van", approval_state="draft")
    waiting = a_goal(juniper, cast.dana, "New rota")
    done = a_goal(juniper, cast.dana, "Old rota gone")
    for goal in (proposed, discussed):
        goal.propose(by=cast.dana)
    discussed.request_discussion(cast.dana, "Too early?")
    waiting.set_status(Status.WAITING, by=cast.dana, waiting_on="Corewell")
    done.set_status(Status.DONE, by=cast.dana)
    late = a_task(juniper, cast.dana, "Sign the lease", goal=waiting)
    late.set_date(date(2020, 1, 1), by=cast.dana)
    db.session.commit()

    page = dana.get("/clients/juniper-catering/letter")

    for goal in (proposed, discussed, waiting, done):
        assert goal.title in page.words("#letter")
