"""Whatever ends somebody's access ends every credential of theirs, at once (SECURITY C4, K3)."""

import pytest
from argon2 import PasswordHasher

from tests.world import seat_of
from tracker.accounts.models import ResetLink
from tracker.clients.models import Invitation, Role
from tracker.foundation.db import db

NEW = "four slow otters"


def close_the_account(cast):
    cast.marco.deactivate(by=cast.dana)


def end_the_last_seat(cast):
    seat_of(cast.marco, cast.fornello).end(by=cast.dana)


def change_the_password(cast):
    cast.marco.choose_password(NEW)


def given_by(person, cast):
    _, token = Invitation.make(
        cast.fornello, "luca@fornello.example", "Luca", Role.TEAM, by=seat_of(person, cast.fornello)
    )
    return f"/invite/{token}"


def test_these_are_all_the_tables_that_hold_a_credential(app):
    """A new one belongs into `Person.lose_access` and into the test below."""
    held = {table.name for table in db.metadata.sorted_tables if "token_hash" in table.c}
    assert held == {"sign_in", "reset_link", "invitation"}


@pytest.mark.parametrize("end", [close_the_account, end_the_last_seat, change_the_password])
def test_every_credential_dies_at_once(marco, visit, cast, end):
    links = [f"/reset/{ResetLink.make(cast.marco)}", given_by(cast.marco, cast)]
    db.session.commit()
    for link in links:
        visit().get(link)
    end(cast)
    db.session.commit()
    for link in links:
        visit().get(link, status=410)
    assert marco.get("/clients/fornello-pizza/", status=303).location.startswith("/sign-in")
    marco.swap("/me", expect=401, name="Still here", zone="UTC")
    assert cast.marco.name == "Marco Bellini"


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
