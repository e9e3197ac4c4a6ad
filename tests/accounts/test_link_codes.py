"""The secret of a one-time link is in the fragment, so no server address and no log contains it."""

import re

import pytest

from tests.links import secret_in
from tests.world import seat_of
from tracker.accounts.models import Person, ResetLink
from tracker.accounts.passwords import matches
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db

NEW = "four slow otters"


@pytest.fixture
def reset(cast):
    token = ResetLink.make(cast.marco)
    db.session.commit()
    return token


@pytest.fixture
def invitation(cast):
    _, token = Invitation.make(
        cast.fornello, "luca@fornello.example", "Luca Ferri", Role.TEAM, by=seat_of(cast.dana, cast.fornello)
    )
    db.session.commit()
    return token


def actions(answer):
    return [form["action"] for form in answer.soup.select("form[action]")]


def test_a_reset_code_can_be_pasted_without_scripts(visit, reset, cast):
    visitor = visit()
    assert visitor.get("/reset").one("#link-code")["action"] == "/reset"
    page = visitor.post("/reset", status=200, code=reset)
    assert "marco@fornello.example" in page.text
    assert not [address for address in actions(page) if reset in address]
    form = page.one("#reset")
    code = form.select_one("[name=code]")["value"]
    assert visitor.post(form["action"], code=code, password=NEW).location == "/reset/done"
    assert matches(cast.marco.password_hash, NEW)


def test_an_invitation_code_can_be_pasted_without_scripts(visit, invitation, cast):
    visitor = visit()
    assert visitor.get("/invitation").one("#link-code")["action"] == "/invitation"
    page = visitor.post("/invitation", status=200, code=invitation)
    assert page.one("h1").get_text() == "Come as you are, Luca."
    form = page.one("#invitation")
    assert invitation not in form["action"]
    wrong = visitor.post(form["action"], status=422, code=invitation, password="short")
    assert "12 characters" in wrong.words("#invitation .invalid")
    code = wrong.one("#invitation [name=code]")["value"]
    assert visitor.post(form["action"], code=code, password=NEW).location == "/"
    assert Seat.find_live(cast.fornello, Person.by_email("luca@fornello.example")).role == "team"


@pytest.mark.parametrize(
    "shape", ["{}", " {} ", "http://localhost/reset#{}", "https://x.example/reset/{}", "#{}"]
)
def test_the_whole_link_can_be_pasted_instead_of_the_code(visit, reset, shape):
    assert "marco@fornello.example" in visit().post("/reset", status=200, code=shape.format(reset)).text


@pytest.mark.parametrize("where", ["/reset", "/invitation"])
@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Paste the code"), ("12 34", "That isn’t a code from one of our links"), ("x" * 501, "too long")],
)
def test_an_invalid_code_stays_in_the_field_with_a_message(visit, where, typed, words):
    answer = visit().post(where, status=422, code=typed)
    assert words in answer.words("#link-code .invalid")
    assert answer.one("#link-code-field").get("value", "") == typed


@pytest.mark.parametrize("where", ["/reset", "/invitation", "/reset/choose", "/invitation/accept"])
def test_used_and_unknown_codes_get_the_same_answer(visit, where):
    assert "doesn’t open anything" in visit().post(where, status=410, code="x" * 43, password=NEW).text


def test_every_new_link_has_its_secret_in_the_fragment(dana, cast):
    number = seat_of(cast.rosa, cast.fornello).number
    people = "/clients/fornello-pizza/people"
    answers = [
        dana.post(f"{people}/invite", status=200, name="Luca", email="luca@fornello.example", role="team"),
        dana.post(f"{people}/{number}/reset-link", status=200),
        dana.post("/practice/staff", status=200, name="Noa", email="noa@whitlock.example", role="coo"),
        dana.post(f"/practice/staff/{cast.ash.public_id}/link", status=200),
        dana.post("/practice/people", status=200, email="vera@fornello.example", act="link"),
    ]
    for answer in answers:
        address = answer.one("#one-time-link-address")["value"]
        assert re.fullmatch(r"http://localhost/(invitation|reset)#[A-Za-z0-9_-]{43}", address), address
        assert len(secret_in(address)) == 43


@pytest.mark.parametrize("where", ["reset", "invite"])
def test_links_in_the_old_format_still_work(visit, reset, invitation, where):
    path = f"/reset/{reset}" if where == "reset" else f"/invite/{invitation}"
    answer = visit().get(path)
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert answer.response.headers["Referrer-Policy"] == "same-origin"
    assert not [address for address in actions(answer) if reset in address or invitation in address]
    visit().post(path, password=NEW)
