"""The invitation page, where a person accepts a seat."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.test_support import cookie_of
from tests.world import PASSWORD, seat_of
from tracker.accounts import guessing
from tracker.accounts.attempts import SignInAttempt
from tracker.accounts.guessing import SignInDelay
from tracker.accounts.models import Person
from tracker.accounts.passwords import hash_password, matches
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db

NEW_PASSWORD = "four slow otters"


def invitation_link(cast, email="luca@fornello.example", role=Role.TEAM, name="Luca Ferri", by=None):
    """Return the link Dana makes for an invitation from her or from `by`."""
    made = Invitation.ask(cast.fornello, email, name, role, by=seat_of(by or cast.dana, cast.fornello))
    token = made.make_link(seat_of(cast.dana, cast.fornello))
    db.session.commit()
    return f"/invite/{token}"


def seats_of(email):
    person = Person.by_email(email)
    return (
        [(seat.client.slug, seat.role) for seat in db.session.scalars(Seat.live_of(person))] if person else []
    )


def test_the_invitation_names_who_invites(visit, cast):
    answer = visit().get(
        invitation_link(cast, name="Marco Bellini", email="m2@fornello.example", role=Role.CEO)
    )
    assert answer.one("h1").get_text() == "Come as you are, Marco."
    assert "Dana Whitlock Your outsourced COO" in answer.text
    assert "m2@fornello.example" in answer.text


def test_it_says_correctly_who_else_has_access(visit, cast):
    link = invitation_link(cast, name="Marco Bellini", email="m2@fornello.example", role=Role.CEO)
    assert (
        "You, Dana and three others have access to Fornello Pizza. Nobody else has." in visit().get(link).text
    )
    for person in (cast.rosa, cast.vera, cast.marco):
        seat_of(person, cast.fornello).end(by=cast.dana)
        db.session.commit()
    assert "You and Dana have access to Fornello Pizza. Nobody else has." in visit().get(link).text


def test_a_new_person_can_correct_their_name(visit, cast):
    luca = visit()
    form = luca.get(invitation_link(cast, name="Kim Doe")).one("#invitation")
    assert form.select_one("[name=name]")["value"] == "Kim Doe"
    refused = luca.post(invitation_link(cast, name="Kim Doe"), 422, name=" ", password=NEW_PASSWORD)
    assert "Write your name." in refused.text
    luca.post(invitation_link(cast, name="Kim Doe"), name="Luca Ferri", password=NEW_PASSWORD)
    assert Person.by_email("luca@fornello.example").name == "Luca Ferri"


def test_an_existing_account_keeps_its_name_and_gets_the_same_form(visit, cast):
    link = invitation_link(cast, email=cast.adaeze.email, name="Kim Doe")
    form = visit().get(link).one("#invitation")
    assert form.select_one("[name=name]")["value"] == "Kim Doe"
    visit().post(link, name="Somebody Else", password=PASSWORD)
    assert cast.adaeze.name == "Adaeze Okafor"
    assert ("fornello-pizza", "team") in seats_of(cast.adaeze.email)


@pytest.mark.parametrize("role", [Role.TEAM, Role.VIEWER])
def test_the_invitation_names_each_role(visit, cast, role):
    assert "CEO of Fornello Pizza" in visit().get(invitation_link(cast, role=role, by=cast.marco)).text


def test_luca_chooses_a_password_and_is_signed_in(visit, cast):
    luca = visit()
    assert luca.post(invitation_link(cast), password=NEW_PASSWORD).location == "/"
    person = Person.by_email("luca@fornello.example")
    assert (person.name, person.time_zone) == ("Luca Ferri", cast.fornello.time_zone)
    assert matches(person.password_hash, NEW_PASSWORD)
    assert seats_of("luca@fornello.example") == [("fornello-pizza", "team")]
    luca.get("/clients/fornello-pizza/")


def test_it_works_with_htmx(visit, cast):
    assert (
        visit().swap(invitation_link(cast), expect=204, password=NEW_PASSWORD).response.headers["HX-Redirect"]
        == "/"
    )


def test_posted_fields_cannot_change_the_seat(visit, cast):
    link = invitation_link(cast, role=Role.VIEWER)
    visit().post(
        link, password=NEW_PASSWORD, role="ceo", client_id=cast.okafor.id, email="dana@whitlock.example"
    )
    assert seats_of("luca@fornello.example") == [("fornello-pizza", "viewer")]


def test_the_link_works_once(visit, cast):
    link = invitation_link(cast)
    visit().post(link, password=NEW_PASSWORD)
    visit().get(link, status=410)
    visit().post(link, status=410, password=NEW_PASSWORD)
    assert db.session.query(Person).filter_by(email="luca@fornello.example").count() == 1


def test_the_link_works_for_seven_days(visit, cast):
    link = invitation_link(cast)
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        spent = visit().get(link, status=410)
        unknown = visit().get("/invite/" + "x" * 43, status=410)
    assert spent.text == unknown.text


def test_opening_the_link_does_not_use_it_up(visit, cast):
    link = invitation_link(cast)
    for _ in range(3):
        visit().get(link)
    visit().post(link, password=NEW_PASSWORD)


@pytest.mark.parametrize(
    "password, words",
    [
        ("", "Choose a password."),
        ("short", "12 characters"),
        ("Fornello-2026!", "too easy to guess"),
        ("lucaferri2026", "too easy to guess"),
    ],
)
def test_a_refused_password_does_not_use_up_the_link(visit, cast, password, words):
    link = invitation_link(cast)
    assert words in visit().post(link, status=422, password=password).words("#invitation .invalid")
    assert Person.by_email("luca@fornello.example") is None
    visit().post(link, password=NEW_PASSWORD)


def test_the_invitation_does_not_reveal_who_has_an_account(visit, cast):
    known, unknown = (
        invitation_link(cast, email="adaeze@okafor.example"),
        invitation_link(cast, email="nobody@okafor.example"),
    )
    texts = [visit().get(link).text for link in (known, unknown)]
    assert texts[0].replace("adaeze@", "nobody@") == texts[1]
    wrong = [visit().post(link, status=422, password="short").text for link in (known, unknown)]
    assert wrong[0].replace("adaeze@", "nobody@") == wrong[1]


def test_adaeze_accepts_a_second_seat_with_her_own_password(visit, cast):
    link, visitor = invitation_link(cast, email="adaeze@okafor.example", name="Somebody Else"), visit()
    assert visitor.post(link, password=PASSWORD).location == "/"
    assert {slug for slug, _ in seats_of("adaeze@okafor.example")} == {
        "fornello-pizza",
        "okafor-immigration-law",
    }
    assert cast.adaeze.name == "Adaeze Okafor"


def test_the_link_alone_does_not_open_an_existing_account(visit, cast):
    link, before = invitation_link(cast, email="adaeze@okafor.example"), cast.adaeze.password_hash
    answer = visit().post(link, status=422, password=NEW_PASSWORD)
    assert "password here already" in answer.words("#invitation .invalid")
    assert cast.adaeze.password_hash == before
    assert seats_of("adaeze@okafor.example") == [("okafor-immigration-law", "ceo")]


def test_guessing_on_an_invitation_is_slowed_like_at_sign_in(visit, cast):
    link = invitation_link(cast, email="adaeze@okafor.example")
    for _ in range(10):
        visit().post(link, status=422, password="not hers at all")
    visit().post(link, status=429, password=PASSWORD)
    visit().post("/sign-in", status=429, email="adaeze@okafor.example", password=PASSWORD)


EASY_PASSWORD = "Fornello-2026!"


def test_a_refused_new_password_does_not_count_as_a_guess(visit, cast):
    """However often it happens, nothing is counted against the person or the network, and nothing is stored."""
    link, luca = invitation_link(cast), visit()
    for _ in range(12):
        assert "too easy" in luca.post(link, status=422, password=EASY_PASSWORD).words("#invitation .invalid")
    assert db.session.scalars(select(SignInAttempt)).all() == []
    assert {row.failures for row in db.session.scalars(select(SignInDelay))} <= {0}
    luca.post(link, password=NEW_PASSWORD)


def test_easy_passwords_do_not_reveal_who_has_an_account(visit, cast):
    """Neither on the invitation page nor at sign-in, however many are tried."""
    emails = "adaeze@okafor.example", "nobody@okafor.example"
    links = [invitation_link(cast, email=email) for email in emails]
    for _ in range(13):
        answers = [visit().post(link, status=422, password=EASY_PASSWORD).text for link in links]
        assert answers[0].replace("adaeze@", "nobody@") == answers[1]
    doors = [
        visit().post("/sign-in", status=422, email=email, password=EASY_PASSWORD).words(".error")
        for email in emails
    ]
    assert doors[0] == doors[1]


def test_an_old_password_that_is_now_too_easy_still_works(visit, cast):
    cast.adaeze.password_hash = hash_password(EASY_PASSWORD)
    db.session.commit()
    link = invitation_link(cast, email="adaeze@okafor.example")
    assert visit().post(link, password=EASY_PASSWORD).location == "/"


def test_guesses_with_easy_passwords_are_limited(visit, cast, dana):
    """After ten wrong passwords even the right one is not checked, and the owner sees the attempts."""
    cast.adaeze.password_hash = hash_password(EASY_PASSWORD)
    db.session.commit()
    link = invitation_link(cast, email="adaeze@okafor.example")
    for number in range(10):
        visit().post(link, status=422, password=f"okafor{number}")
    answer = visit().post(link, status=422, password=EASY_PASSWORD)
    assert "too easy" in answer.words("#invitation .invalid")
    assert seats_of("adaeze@okafor.example") == [("okafor-immigration-law", "ceo")]
    said = dana.get("/practice/sign-ins").words("#sign-ins")
    assert (
        "10 wrong passwords on an invitation" in said and "one more try not checked on an invitation" in said
    )


def test_the_owner_sees_a_correct_password_for_a_closed_account(visit, cast, dana):
    cast.adaeze.deactivate(by=cast.dana)
    link = invitation_link(cast, email="adaeze@okafor.example")
    assert "This account is closed" in visit().post(link, status=422, password=PASSWORD).words(
        "#invitation .invalid"
    )
    assert "right password on an invitation" in dana.get("/practice/sign-ins").words("#sign-ins")


def test_in_a_slowed_network_the_invitation_says_why_to_wait(visit, cast, monkeypatch):
    monkeypatch.setattr(guessing, "NETWORK_GUESSES", 1)
    monkeypatch.setattr(guessing, "FIRST_GAP", timedelta(seconds=30))
    visit().post("/sign-in", status=422, email="nobody@okafor.example", password="wrong wrong wrong")
    said = (
        visit().post(invitation_link(cast), status=429, password=NEW_PASSWORD).words("#invitation .invalid")
    )
    assert "Too many wrong passwords from this network. Try again in " in said


def test_a_signed_in_person_accepts_with_one_button(adaeze, cast):
    link, before = invitation_link(cast, email="adaeze@okafor.example"), cookie_of(adaeze)
    assert not adaeze.get(link).soup.select("input[type=password]")
    adaeze.post(link)
    assert cookie_of(adaeze) == before
    adaeze.get("/clients/fornello-pizza/")


def test_another_signed_in_person_cannot_accept_it(rosa, cast):
    link = invitation_link(cast, email="adaeze@okafor.example")
    assert "You are signed in as Rosa Delgado. Opening this signs Rosa out here." in rosa.get(link).text
    rosa.post(link, status=422)
    rosa.post(link, password=PASSWORD)
    assert seats_of("rosa@fornello.example") == [("fornello-pizza", "team")]
    rosa.get("/clients/okafor-immigration-law/")


def test_a_link_cannot_set_the_password_of_a_new_colleague(visit, cast):
    """A new colleague has no password yet, and a CEO's link must not set it."""
    Person.create("new@whitlock.example", "Noa", time_zone="UTC", staff_role="coo")
    db.session.commit()
    visit().post(invitation_link(cast, email="new@whitlock.example"), status=422, password=NEW_PASSWORD)
    assert Person.by_email("new@whitlock.example").password_hash is None


def test_a_closed_account_stays_closed(visit, cast):
    cast.adaeze.deactivate(by=cast.dana)
    link = invitation_link(cast, email="adaeze@okafor.example")
    for password in (PASSWORD, NEW_PASSWORD):
        answer = visit().post(link, status=422, password=password)
        assert "This account is closed. Ask the person who invited you." in answer.words(
            "#invitation .invalid"
        )
    assert "fornello-pizza" not in dict(seats_of("adaeze@okafor.example"))


def test_the_message_says_whom_to_ask_for_a_new_link(visit, cast):
    answer = visit().post(
        invitation_link(cast, email="adaeze@okafor.example"), status=422, password=NEW_PASSWORD
    )
    assert "Ask the person who invited you, or the practice, for a new link." in answer.words(
        "#invitation .invalid"
    )
    assert "COO" not in answer.words("#invitation .invalid")


@pytest.mark.parametrize("ends", ["the seat", "the account"])
def test_a_link_ends_with_the_access_of_its_maker(visit, cast, ends):
    link = invitation_link(cast, by=cast.marco)
    if ends == "the seat":
        seat_of(cast.marco, cast.fornello).end(by=cast.dana)
    else:
        cast.marco.deactivate(by=cast.dana)
    db.session.commit()
    visit().get(link, status=410)
