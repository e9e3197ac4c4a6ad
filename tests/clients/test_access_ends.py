"""When a person's access ends, all their credentials end at once."""

import pytest
from argon2 import PasswordHasher

from tests.links import link_on
from tests.world import PASSWORD, seat_of
from tracker.accounts.devices import KnownDevice
from tracker.accounts.models import ResetLink
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db

NEW = "four slow otters"


def close_account(cast):
    cast.marco.deactivate(by=cast.dana)


def end_last_seat(cast):
    seat_of(cast.marco, cast.fornello).end(by=cast.dana)


def change_password(cast):
    cast.marco.choose_password(NEW)


def invitation_requested_by(person, cast, email="luca@fornello.example"):
    """Return the link that Dana makes for an invitation requested by this person."""
    luca = cast.fornello, email, "Luca", Role.TEAM
    token = Invitation.ask(*luca, by=seat_of(person, cast.fornello)).make_link(
        seat_of(cast.dana, cast.fornello)
    )
    return f"/invite/{token}"


def test_every_table_with_credentials_is_known(app):
    """A new table must be added to `Person.revoke_access` and to the test below."""
    held = {table.name for table in db.metadata.sorted_tables if "token_hash" in table.c}
    assert held == {"sign_in", "reset_link", "invitation", "known_device"}


@pytest.mark.parametrize("end", [close_account, end_last_seat, change_password])
def test_every_credential_ends_at_once(marco, visit, cast, end):
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


def void_password(cast):
    cast.marco.void_password(by=cast.dana)


HISTORY = "/clients/fornello-pizza/history"
WHO_LOST = [
    (close_account, "Marco lost access"),
    (void_password, "Marco lost access"),
    (end_last_seat, "Marco no longer has access as CEO"),
]


@pytest.mark.parametrize(("end", "why"), WHO_LOST)
def test_requested_invitations_end_with_the_access_and_history_says_why(dana, visit, cast, end, why):
    link = invitation_requested_by(cast.marco, cast)
    end(cast)
    db.session.commit()
    visit().get(link, status=410)
    told = dana.get(HISTORY).text
    assert told.count(f"{why}, so the invitation of Luca ended") == 1
    assert "withdrew" not in told


def test_a_link_made_for_another_persons_request_ends_and_history_says_why(dana, visit, cast):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    link = invitation_requested_by(cast.marco, cast)
    db.session.query(Invitation).update({"link_by_id": cast.ash.id})
    cast.ash.deactivate(by=cast.dana)
    db.session.commit()
    visit().get(link, status=410)
    assert "Ash lost access, so the link for Luca stopped working" in dana.get(HISTORY).text
    assert "Waiting for your link" in dana.get("/clients/fornello-pizza/people").words("#people")


def test_a_new_password_does_not_withdraw_invitations(marco, dana, visit, cast):
    """Neither a CEO's request nor a link made by the COO is a credential of theirs."""
    asked, made = (
        invitation_requested_by(cast.marco, cast),
        invitation_requested_by(cast.dana, cast, "nora@fornello.example"),
    )
    db.session.commit()
    for visitor in (marco, dana):
        visitor.post("/me/password", password=NEW, current=PASSWORD)
    for link in (asked, made):
        visit().get(link)
    assert db.session.query(Invitation).filter(Invitation.revoked_at.is_not(None)).count() == 0


def test_the_account_page_says_what_a_new_password_ends(marco, dana):
    words = [section.get_text(" ") for section in marco.get("/me").soup.select(".settings-section")]
    assert any("Signs out your other devices." in said for said in words)
    assert "links you made" not in marco.get("/me").text
    assert "Password links you made for others stop working; invitations stay." in dana.get("/me").text


@pytest.mark.parametrize("end", [close_account, end_last_seat, change_password])
def test_other_people_keep_their_credentials(rosa, visit, cast, end):
    links = [f"/reset/{ResetLink.make(cast.rosa)}", invitation_requested_by(cast.dana, cast)]
    end(cast)
    db.session.commit()
    for link in links:
        visit().get(link)
    rosa.get("/me")


@pytest.mark.parametrize("where", ["reset", "invitation"])
def test_no_hash_is_computed_inside_a_transaction(visit, cast, monkeypatch, where):
    link = (
        f"/reset/{ResetLink.make(cast.rosa)}"
        if where == "reset"
        else invitation_requested_by(cast.dana, cast)
    )
    db.session.commit()
    held = []
    for slow in ("hash", "verify"):
        real = getattr(PasswordHasher, slow)
        look = lambda *given, real=real: held.append(db.session().in_transaction()) or real(*given)  # noqa: E731
        monkeypatch.setattr(PasswordHasher, slow, look)
    visit().post(link, password=NEW)
    assert held and not any(held)


def make_reset_link(visitor, cast, person):
    """Return a reset link made on the client's page."""
    number = seat_of(person, cast.fornello).number
    answer = visitor.post(f"/clients/fornello-pizza/people/{number}/reset-link", status=200)
    return link_on(answer)


LOSSES = [
    lambda cast: cast.dana.deactivate(by=cast.ash),
    lambda cast: seat_of(cast.dana, cast.fornello).end(by=cast.ash),
    lambda cast: cast.dana.choose_password(NEW),
]


@pytest.mark.parametrize("lose", LOSSES)
def test_links_made_for_others_end_with_the_access_of_their_maker(dana, visit, cast, lose):
    """A COO who left must not be able to open a client's account."""
    link = make_reset_link(dana, cast, cast.marco)
    lose(cast)
    db.session.commit()
    visit().post(link, status=410, password=NEW)


def test_links_for_people_at_other_clients_keep_working(dana, visit, cast):
    link = make_reset_link(dana, cast, cast.marco)
    seat_of(cast.dana, cast.okafor).end(by=cast.ash)
    db.session.commit()
    visit().get(link)


REACHES = [
    lambda cast: Seat.give(cast.okafor, cast.marco, Role.CEO, by=cast.dana),
    lambda cast: cast.marco.appoint("coo", by=cast.dana),
]


@pytest.mark.parametrize("reach", REACHES)
def test_a_link_is_refused_after_its_person_gained_access(dana, visit, cast, reach):
    """Marco gets access elsewhere within the hour, and the link would otherwise open that too."""
    link = make_reset_link(dana, cast, cast.marco)
    reach(cast)
    db.session.commit()
    visit().post(link, status=410, password=NEW)
