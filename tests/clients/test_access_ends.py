"""Whatever ends somebody's access ends every credential of theirs, at once."""

import pytest
from argon2 import PasswordHasher

from tests.links import link_on
from tests.world import PASSWORD, seat_of
from tracker.accounts.devices import KnownDevice
from tracker.accounts.models import ResetLink
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db

NEW = "four slow otters"


def close_the_account(cast):
    cast.marco.deactivate(by=cast.dana)


def end_the_last_seat(cast):
    seat_of(cast.marco, cast.fornello).end(by=cast.dana)


def change_the_password(cast):
    cast.marco.choose_password(NEW)


def given_by(person, cast, email="luca@fornello.example"):
    """The link Dana makes for somebody this person invites."""
    luca = cast.fornello, email, "Luca", Role.TEAM
    token = Invitation.ask(*luca, by=seat_of(person, cast.fornello)).make_link(
        seat_of(cast.dana, cast.fornello)
    )
    return f"/invite/{token}"


def test_these_are_all_the_tables_that_hold_a_credential(app):
    """A new one belongs into `Person.revoke_access` and into the test below."""
    held = {table.name for table in db.metadata.sorted_tables if "token_hash" in table.c}
    assert held == {"sign_in", "reset_link", "invitation", "known_device"}


@pytest.mark.parametrize("end", [close_the_account, end_the_last_seat, change_the_password])
def test_every_credential_dies_at_once(marco, visit, cast, end):
    links = [f"/reset/{ResetLink.make(cast.marco)}"]
    db.session.commit()
    for link in links:
        visit().get(link)
    visit().post("/sign-in", email="marco@fornello.example", password=PASSWORD)
    assert db.session.query(KnownDevice).filter_by(person_id=cast.marco.id).count() == 1
    end(cast)
    db.session.commit()
    assert db.session.query(KnownDevice).filter_by(person_id=cast.marco.id, forgotten_at=None).count() == 0
    for link in links:
        visit().get(link, status=410)
    assert marco.get("/clients/fornello-pizza/", status=303).location.startswith("/sign-in")
    marco.swap("/me", expect=401, name="Still here", zone="UTC")
    assert cast.marco.name == "Marco Bellini"


def void_the_password(cast):
    cast.marco.void_password(by=cast.dana)


HISTORY = "/clients/fornello-pizza/history"
WHO_LOST = [
    (close_the_account, "Marco lost access"),
    (void_the_password, "Marco lost access"),
    (end_the_last_seat, "Marco no longer has access as CEO"),
]


@pytest.mark.parametrize(("end", "why"), WHO_LOST)
def test_what_somebody_asked_for_ends_with_their_access_and_history_says_why(dana, visit, cast, end, why):
    link = given_by(cast.marco, cast)
    end(cast)
    db.session.commit()
    visit().get(link, status=410)
    told = dana.get(HISTORY).text
    assert told.count(f"{why}, so the invitation of Luca ended") == 1
    assert "withdrew" not in told


def test_a_link_made_for_another_s_request_stops_and_history_says_why(dana, visit, cast):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    link = given_by(cast.marco, cast)
    db.session.query(Invitation).update({"link_by_id": cast.ash.id})
    cast.ash.deactivate(by=cast.dana)
    db.session.commit()
    visit().get(link, status=410)
    assert "Ash lost access, so the link for Luca stopped working" in dana.get(HISTORY).text
    assert "Waiting for your link" in dana.get("/clients/fornello-pizza/people").words("#people")


def test_a_new_password_withdraws_no_invitation(marco, dana, visit, cast):
    """Neither what a CEO asked for, nor a link its COO made, is a credential of theirs."""
    asked, made = given_by(cast.marco, cast), given_by(cast.dana, cast, "nora@fornello.example")
    db.session.commit()
    for visitor in (marco, dana):
        visitor.post("/me/password", password=NEW, current=PASSWORD)
    for link in (asked, made):
        visit().get(link)
    assert db.session.query(Invitation).filter(Invitation.revoked_at.is_not(None)).count() == 0


def test_everybody_reads_what_a_new_password_of_theirs_ends(marco, dana):
    words = [section.get_text(" ") for section in marco.get("/me").soup.select(".settings-section")]
    assert any("Signs out your other devices." in said for said in words)
    assert "links you made" not in marco.get("/me").text
    assert "Password links you made for others stop working; invitations stay." in dana.get("/me").text


@pytest.mark.parametrize("end", [close_the_account, end_the_last_seat, change_the_password])
def test_other_people_keep_theirs(rosa, visit, cast, end):
    links = [f"/reset/{ResetLink.make(cast.rosa)}", given_by(cast.dana, cast)]
    end(cast)
    db.session.commit()
    for link in links:
        visit().get(link)
    rosa.get("/me")


@pytest.mark.parametrize("where", ["reset", "invitation"])
def test_no_hash_is_made_while_others_wait(visit, cast, monkeypatch, where):
    link = f"/reset/{ResetLink.make(cast.rosa)}" if where == "reset" else given_by(cast.dana, cast)
    db.session.commit()
    held = []
    for slow in ("hash", "verify"):
        real = getattr(PasswordHasher, slow)
        look = lambda *given, real=real: held.append(db.session().in_transaction()) or real(*given)  # noqa: E731
        monkeypatch.setattr(PasswordHasher, slow, look)
    visit().post(link, password=NEW)
    assert held and not any(held)


def link_by(visitor, cast, person):
    """A link to a new password, made on the client's page."""
    number = seat_of(person, cast.fornello).number
    answer = visitor.post(f"/clients/fornello-pizza/people/{number}/reset-link", status=200)
    return link_on(answer)


LOSSES = [
    lambda cast: cast.dana.deactivate(by=cast.ash),
    lambda cast: seat_of(cast.dana, cast.fornello).end(by=cast.ash),
    lambda cast: cast.dana.choose_password(NEW),
]


@pytest.mark.parametrize("lose", LOSSES)
def test_links_one_made_for_others_end_with_ones_access(dana, visit, cast, lose):
    """A COO who left does not keep a way into a client's account."""
    link = link_by(dana, cast, cast.marco)
    lose(cast)
    db.session.commit()
    visit().post(link, status=410, password=NEW)


def test_links_made_for_people_elsewhere_stay(dana, visit, cast):
    link = link_by(dana, cast, cast.marco)
    seat_of(cast.dana, cast.okafor).end(by=cast.ash)
    db.session.commit()
    visit().get(link)


REACHES = [
    lambda cast: Seat.give(cast.okafor, cast.marco, Role.CEO, by=cast.dana),
    lambda cast: cast.marco.appoint("coo", by=cast.dana),
]


@pytest.mark.parametrize("reach", REACHES)
def test_a_link_opens_no_more_than_when_it_was_made(dana, visit, cast, reach):
    """Marco is welcomed somewhere else within the hour: the link would open that, too."""
    link = link_by(dana, cast, cast.marco)
    reach(cast)
    db.session.commit()
    visit().post(link, status=410, password=NEW)
