"""The practice's page: its name, client assignments, and help for client accounts."""

import pytest

from tests.links import link_on
from tests.world import PASSWORD, seat_of
from tracker.accounts.models import Practice
from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.history.models import Event

FORNELLO = "/practice/clients/fornello-pizza/seats"


def coos(client):
    held = db.session.query(Seat).filter_by(client_id=client.id, role="coo", ended_at=None)
    return sorted(seat.person.name for seat in held.options(db.joinedload(Seat.person)))


def test_dana_sees_people_and_clients_but_not_their_work(dana):
    answer = dana.get("/practice")
    assert [row.b.get_text() for row in answer.soup.select("#practice-staff li")] == [
        "Ash Moreno",
        "Dana Whitlock",
    ]
    assert "Juniper Catering" in answer.words("#practice-clients")
    assert not any(name in answer.text for name in ("Marco", "Rosa", "adaeze@"))


@pytest.mark.parametrize("who", ["ash", "marco", "rosa", "vera", "adaeze"])
def test_nobody_else_can_open_this_page(request, cast, who):
    visitor = request.getfixturevalue(who)
    visitor.get("/practice", status=404)
    visitor.post("/practice/name", status=404, name="Mine")
    visitor.post(FORNELLO, status=404, person=cast.ash.public_id)
    visitor.post(f"{FORNELLO}/1/end", status=404)
    visitor.post("/practice/people", status=404, email="marco@fornello.example", act="link")


def test_an_owner_without_a_seat_cannot_open_the_client(dana):
    dana.get("/practice")
    for page in ("", "people", "settings", "vision"):
        dana.get(f"/clients/juniper-catering/{page}", status=404)


def test_the_practice_can_be_renamed(dana):
    assert (
        "Saved" in dana.swap("/practice/name", name="Whitlock & Moreno", was_name="Whitlock Operations").text
    )
    assert Practice.the().name == "Whitlock & Moreno"
    dana.post("/practice/name", status=409, name="W", was_name="Whitlock Operations")
    dana.post("/practice/name", status=422, name="")
    assert Practice.the().name == "Whitlock & Moreno"


def test_a_second_coo_gets_a_seat(dana, ash, cast):
    ash.get("/clients/fornello-pizza/", status=404)
    parts = dana.swap(FORNELLO, person=cast.ash.public_id).parts
    assert "Ash Moreno" in parts["client-fornello-pizza"].get_text()
    ash.get("/clients/fornello-pizza/")
    dana.post(FORNELLO, person=cast.ash.public_id)
    assert coos(cast.fornello) == ["Ash Moreno", "Dana Whitlock"]


def test_the_clients_history_shows_a_new_coo(dana, cast):
    dana.post(FORNELLO, person=cast.ash.public_id)
    line = db.session.query(Event).filter_by(client_id=cast.fornello.id).order_by(Event.id.desc()).first()
    assert (line.action, line.details["name"], line.actor_id) == ("seat_given", "Ash Moreno", cast.dana.id)


def test_history_shows_an_owner_who_adds_themselves(dana, cast):
    dana.post("/practice/clients/juniper-catering/seats", person=cast.dana.public_id)
    dana.get("/clients/juniper-catering/")


def test_an_ended_seat_is_a_404_at_the_next_request(dana, ash, cast):
    dana.post("/practice/clients/juniper-catering/seats", person=cast.dana.public_id)
    number = seat_of(cast.ash, cast.juniper).number
    dana.swap(f"/practice/clients/juniper-catering/seats/{number}/end")
    ash.get("/clients/juniper-catering/", status=404)
    ash.get("/me")
    assert coos(cast.juniper) == ["Dana Whitlock"]


def test_the_only_coo_of_a_client_cannot_be_removed(dana, cast):
    number = seat_of(cast.ash, cast.juniper).number
    answer = dana.post(f"/practice/clients/juniper-catering/seats/{number}/end", status=422)
    assert "Juniper Catering would have no COO. Add another COO first." in answer.text
    assert coos(cast.juniper) == ["Ash Moreno"]


def test_a_closed_account_does_not_count_as_a_remaining_coo(dana, cast):
    dana.post(FORNELLO, person=cast.ash.public_id)
    dana.post(f"/practice/staff/{cast.ash.public_id}/close")
    dana.post(f"{FORNELLO}/{seat_of(cast.dana, cast.fornello).number}/end", status=422)


@pytest.mark.parametrize("number", [99, 2])
def test_only_coo_seats_can_be_ended_here(dana, number):
    dana.post(f"{FORNELLO}/{number}/end", status=404)


def test_a_clients_person_cannot_become_coo(dana, cast):
    dana.post(FORNELLO, status=422, person=cast.marco.public_id)
    dana.post(FORNELLO, status=422, person="nobody")
    dana.post("/practice/clients/nowhere/seats", status=404, person=cast.ash.public_id)
    assert coos(cast.fornello) == ["Dana Whitlock"]


def test_the_owner_can_make_a_reset_link_for_a_client_account(dana, visit, cast):
    answer = dana.post("/practice/people", status=200, email="Adaeze@okafor.example", act="link")
    link = link_on(answer)
    visit().post(link, password="four slow otters")
    assert "Okafor Immigration Law" not in answer.words("#one-time-link")


def test_an_account_can_be_closed_and_reopened_by_email(dana, marco, visit, cast):
    said = dana.swap("/practice/people", email="marco@fornello.example", act="close").text
    assert "Marco Bellini’s account is closed" in said and "Fornello" not in said
    marco.get("/clients/fornello-pizza/", status=303)
    visit().post("/sign-in", status=422, email="marco@fornello.example", password=PASSWORD)
    dana.post("/practice/people", email="marco@fornello.example", act="open")
    visit().post("/sign-in", email="marco@fornello.example", password=PASSWORD)
    assert "Marco Bellini" in dana.get("/clients/fornello-pizza/people").text


@pytest.mark.parametrize(
    "form, words",
    [
        ({"email": "nobody@x.example", "act": "link"}, "Nobody here has that address."),
        ({"email": "nobody", "act": "link"}, "name@business.com"),
        ({"email": "marco@fornello.example", "act": "explode"}, "Choose one from the list."),
    ],
)
def test_invalid_values_get_a_message(dana, form, words):
    assert words in dana.post("/practice/people", status=422, **form).words("#practice-help")


def test_dana_cannot_close_her_own_account(dana, cast):
    dana.post("/practice/people", status=422, email="dana@whitlock.example", act="close")
    dana.post(f"/practice/staff/{cast.dana.public_id}/close", status=422)
    dana.get("/practice")
