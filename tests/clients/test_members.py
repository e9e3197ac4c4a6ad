"""Who has access to a client, how access ends, and reset links for lost passwords."""

import pytest

from tests.links import link_on
from tests.world import PASSWORD, seat_of
from tracker.accounts.models import ResetLink, SignIn
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event

PEOPLE = "/clients/fornello-pizza/people"


def seat_address(person, cast, what):
    return f"{PEOPLE}/{seat_of(person, cast.fornello).number}/{what}"


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_coo_and_ceo_see_who_has_access(request, cast, who):
    answer = request.getfixturevalue(who).get(PEOPLE)
    assert [row.b.get_text() for row in answer.soup.select("#people li")] == [
        "Dana Whitlock", "Marco Bellini", "Rosa Delgado", "Vera Lindqvist",
    ]  # fmt: skip
    assert "Okafor" not in answer.one("main").get_text()


@pytest.mark.parametrize("who, status", [("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)])
def test_nobody_else_sees_who_has_access(request, cast, who, status):
    visitor = request.getfixturevalue(who)
    visitor.get(PEOPLE, status=status)
    visitor.post(seat_address(cast.vera, cast, "end"), status=status)
    visitor.post(seat_address(cast.vera, cast, "reset-link"), status=status)
    assert seat_of(cast.vera, cast.fornello)


def test_the_page_says_how_to_change_a_role(dana, marco):
    for reader in (dana, marco):
        assert "To change a role" in reader.get("/clients/fornello-pizza/people").text


def test_an_ended_seat_closes_the_client_at_the_next_request(dana, rosa, cast):
    rosa.get("/clients/fornello-pizza/")
    parts = dana.swap(seat_address(cast.rosa, cast, "end")).parts
    assert "Used to have access: Rosa Delgado." in " ".join(parts["people"].get_text().split())
    assert rosa.get("/clients/fornello-pizza/", status=303).location.startswith("/sign-in")


def test_a_person_with_another_seat_loses_only_this_client(dana, rosa, cast):
    Seat.give(cast.okafor, cast.rosa, Role.TEAM, by=cast.dana)
    db.session.commit()
    dana.post(seat_address(cast.rosa, cast, "end"))
    rosa.get("/clients/fornello-pizza/", status=404)
    rosa.get("/clients/okafor-immigration-law/")


def test_ending_a_seat_twice_is_recorded_once(dana, cast):
    path = seat_address(cast.vera, cast, "end")
    dana.post(path)
    dana.post(path)
    assert [event.action for event in db.session.query(Event)].count("seat_ended") == 1


@pytest.mark.parametrize(
    "who, whose, status",
    [
        ("dana", "marco", 303),
        ("dana", "dana", 403),
        ("marco", "rosa", 303),
        ("marco", "vera", 303),
        ("marco", "marco", 403),
        ("marco", "dana", 403),
    ],
)
def test_who_can_end_whose_seat(request, cast, who, whose, status):
    request.getfixturevalue(who).post(seat_address(getattr(cast, whose), cast, "end"), status=status)


@pytest.mark.parametrize("number", ["99", "0", "-1", "007", "9223372036854775808", "1%00", "x"])
def test_a_missing_seat_is_a_404(dana, number):
    dana.post(f"{PEOPLE}/{number}/end", status=404)


def test_a_seat_of_another_client_cannot_be_ended_by_its_number(adaeze, cast):
    before = db.session.query(Seat).filter(Seat.ended_at.is_(None)).count()
    adaeze.post(
        f"/clients/okafor-immigration-law/people/{seat_of(cast.vera, cast.fornello).number}/end", status=404
    )
    assert db.session.query(Seat).filter(Seat.ended_at.is_(None)).count() == before


def test_dana_makes_a_reset_link_to_pass_on(dana, visit, cast):
    answer = dana.post(seat_address(cast.rosa, cast, "reset-link"), status=200)
    assert answer.one("#one-time-link-address")["value"].startswith("http://localhost/reset#")
    visit().post(link_on(answer), password="four slow otters")
    visit().post("/sign-in", email="rosa@fornello.example", password="four slow otters")


def test_with_htmx_the_answer_contains_the_link(dana, cast):
    parts = dana.swap(seat_address(cast.rosa, cast, "reset-link")).parts
    assert parts["one-time-link"].select_one("#one-time-link-address")["value"]


def test_the_link_is_shown_only_once(dana, cast):
    dana.post(seat_address(cast.rosa, cast, "reset-link"), status=200)
    assert not dana.get(PEOPLE).soup.select("#one-time-link-address")


def test_a_ceo_cannot_make_reset_links(marco, cast):
    marco.post(seat_address(cast.rosa, cast, "reset-link"), status=403)


def test_only_the_owner_can_reset_an_account_with_access_to_other_clients(visit, cast):
    """Ash is COO of Juniper only. A link would open Fornello to him, and its name must not show either."""
    both = Seat.give(cast.juniper, cast.marco, Role.CEO, by=cast.dana)
    db.session.commit()
    answer = visit(cast.ash).post(f"/clients/juniper-catering/people/{both.number}/reset-link", status=422)
    assert "practice’s owner" in answer.text and "Fornello" not in answer.text
    assert db.session.query(ResetLink).count() == 0


def test_staff_accounts_cannot_be_reset_at_a_client(visit, cast):
    seat = Seat.give(cast.juniper, cast.dana, Role.VIEWER, by=cast.dana)
    db.session.commit()
    visit(cast.ash).post(f"/clients/juniper-catering/people/{seat.number}/reset-link", status=422)


def test_a_link_for_a_person_who_left_is_refused(dana, cast):
    path = seat_address(cast.rosa, cast, "reset-link")
    dana.post(seat_address(cast.rosa, cast, "end"))
    dana.post(path, status=422)


def test_all_credentials_end_with_the_last_seat(dana, visit, cast):
    """Sessions, reset links and the person's invitations end, which are all tables that hold a token."""
    marco, link = visit(cast.marco), ResetLink.make(cast.marco)
    db.session.commit()
    luca = cast.fornello, "luca@fornello.example", "Luca", Role.TEAM
    asked = Invitation.ask(*luca, by=seat_of(cast.marco, cast.fornello))
    address = f"/invite/{asked.make_link(seat_of(cast.dana, cast.fornello))}"
    db.session.commit()
    dana.post(seat_address(cast.marco, cast, "end"))
    marco.get("/me", status=303)
    visit().get(f"/reset/{link}", status=410)
    visit().get(address, status=410)
    assert db.session.query(SignIn).filter_by(person_id=cast.marco.id, ended_at=None).count() == 0


def test_a_person_who_left_can_return_by_a_new_invitation(dana, visit, cast):
    dana.post(seat_address(cast.rosa, cast, "end"))
    form = {"name": "Rosa Delgado", "email": "rosa@fornello.example", "role": "viewer"}
    visit().post(link_on(dana.post(f"{PEOPLE}/invite", status=200, **form)), password=PASSWORD)
    assert seat_of(cast.rosa, cast.fornello).role == "viewer"


def test_the_message_names_whose_access_ended(dana, cast):
    answer = dana.swap(f"{PEOPLE}/{seat_of(cast.vera, cast.fornello).number}/end")
    assert answer.words("#toast span") == "Vera Lindqvist no longer has access. The name stays on past work."


def test_on_an_old_page_removing_access_says_that_the_person_got_it_again(dana, cast):
    seat = seat_of(cast.rosa, cast.fornello)
    dana.post(f"{PEOPLE}/{seat.number}/end")
    Seat.give(cast.fornello, cast.rosa, Role.TEAM, by=cast.dana)
    db.session.commit()
    said = dana.swap(f"{PEOPLE}/{seat.number}/end", 422).text
    assert "Rosa Delgado has access again" in said and "no longer" not in said
    assert seat_of(cast.rosa, cast.fornello).is_open
