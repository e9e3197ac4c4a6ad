"""Colleagues: added with a link, helped, closed and reopened."""

import pytest

from tests.links import link_on
from tests.world import PASSWORD, seat_of
from tracker.accounts.models import Person, ResetLink
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db

NOA = {"name": "Noa Levi", "email": "noa@whitlock.example", "role": "coo"}


def add_colleague(dana, status=200, **more):
    return dana.post("/practice/staff", status=status, **{**NOA, **more})


def test_noa_chooses_a_password_and_signs_in(dana, visit):
    answer, noa = add_colleague(dana), visit()
    assert "Noa Levi is on the staff" in answer.words("#one-time-link")
    assert "7 days" in answer.words("#one-time-link")
    noa.post(link_on(answer), password="four slow otters")
    noa.post("/sign-in", email="noa@whitlock.example", password="four slow otters")
    assert Person.by_email("noa@whitlock.example").staff_role == "coo"
    noa.get("/clients/fornello-pizza/", status=404)


def test_with_htmx_the_list_and_the_link_are_updated(dana):
    parts = dana.swap("/practice/staff", **NOA).parts
    assert "Has no password yet" in parts["practice-staff"].get_text()
    assert parts["one-time-link"].select_one("#one-time-link-address")
    assert "Noa Levi" in parts["practice-clients"].get_text()


def test_a_form_sent_twice_adds_one_colleague_and_the_last_link_works(dana, visit):
    older, newer = link_on(add_colleague(dana)), link_on(add_colleague(dana))
    assert db.session.query(Person).filter_by(email="noa@whitlock.example").count() == 1
    visit().get(older, status=410)
    visit().get(newer)


def test_a_colleague_is_not_added_twice(dana):
    answer = add_colleague(dana, status=422, email="ash@whitlock.example")
    assert "Ash Moreno is on the staff already." in answer.words("#practice-hiring .invalid")


def test_a_clients_person_keeps_their_name_and_password_when_hired(dana, visit, cast):
    answer = add_colleague(dana, status=303, email="rosa@fornello.example", name="Somebody Else")
    assert answer.location == "/practice"
    assert (cast.rosa.name, cast.rosa.staff_role) == ("Rosa Delgado", "coo")
    visit().post("/sign-in", email="rosa@fornello.example", password=PASSWORD)


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"name": ""}, "Write their name."),
        ({"email": "noa"}, "name@business.com"),
        ({"role": "god"}, "Choose one"),
    ],
)
def test_invalid_values_get_a_message(dana, wrong, words):
    assert words in add_colleague(dana, status=422, **wrong).words("#practice-hiring .invalid")
    assert Person.by_email("noa@whitlock.example") is None


@pytest.mark.parametrize("act", ["link", "sign-out", "close", "open"])
@pytest.mark.parametrize("who", ["ash", "marco"])
def test_only_owners_can_manage_staff(request, cast, who, act):
    visitor = request.getfixturevalue(who)
    visitor.post(f"/practice/staff/{cast.dana.public_id}/{act}", status=404)
    visitor.post("/practice/staff", status=404, **NOA)
    assert cast.dana.is_active and db.session.query(ResetLink).count() == 0


@pytest.mark.parametrize("act", ["link", "sign-out", "close", "open"])
def test_client_people_cannot_be_managed_here(dana, cast, act):
    dana.post(f"/practice/staff/{cast.marco.public_id}/{act}", status=404)
    dana.post(f"/practice/staff/0123456789abcdef/{act}", status=404)


def test_a_colleague_with_a_lost_password_gets_a_link(dana, visit, cast):
    answer = dana.post(f"/practice/staff/{cast.ash.public_id}/link", status=200)
    visit().post(link_on(answer), password="four slow otters")
    visit().post("/sign-in", email="ash@whitlock.example", password="four slow otters")


def test_all_sessions_of_a_colleague_can_be_ended(dana, ash, cast):
    dana.swap(f"/practice/staff/{cast.ash.public_id}/sign-out")
    ash.get("/me", status=303)


def test_closing_an_account_ends_all_access_and_keeps_the_name(dana, ash, visit, cast):
    link = link_on(dana.post(f"/practice/staff/{cast.ash.public_id}/link", status=200))
    parts = dana.swap(f"/practice/staff/{cast.ash.public_id}/close").parts
    assert "Account closed" in parts["practice-staff"].get_text()
    ash.get("/clients/juniper-catering/", status=303)
    visit().get(link, status=410)
    visit().post("/sign-in", status=422, email="ash@whitlock.example", password=PASSWORD)
    dana.post(f"/practice/staff/{cast.ash.public_id}/link", status=422)
    assert seat_of(cast.ash, cast.juniper)


def test_a_reopened_account_has_its_seats_again(dana, visit, cast):
    dana.post(f"/practice/staff/{cast.ash.public_id}/close")
    dana.post(f"/practice/staff/{cast.ash.public_id}/open")
    ash = visit()
    ash.post("/sign-in", email="ash@whitlock.example", password=PASSWORD)
    ash.get("/clients/juniper-catering/")


def test_a_colleague_with_another_role_gets_no_links_to_forbidden_pages(cast, visit):
    Seat.give(cast.fornello, cast.ash, Role.TEAM, by=cast.dana)
    db.session.commit()
    ash = visit(cast.ash)
    links = [link["href"] for link in ash.get("/clients/fornello-pizza/").soup.select("nav.tabs a")]
    assert "/clients/fornello-pizza/mine" in links
    for address in links:
        assert ash.get(address, status=None).status == 200, address
