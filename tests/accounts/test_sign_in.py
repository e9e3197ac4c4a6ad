"""Signing in: who can sign in, who cannot, and what a refusal reveals."""

import statistics
import time

import pytest

from tests.visitor import HTMX
from tests.world import PASSWORD
from tracker.accounts.models import Person, SignIn
from tracker.foundation.database import db

CREDENTIALS = {"email": "marco@fornello.example", "password": PASSWORD}


def try_sign_in(visitor, email="marco@fornello.example", password=PASSWORD, status=303, **more):
    return visitor.post("/sign-in", email=email, password=password, status=status, **more)


def test_marco_signs_in_and_is_taken_to_his_home_page(cast, visit):
    someone = visit()
    assert try_sign_in(someone).location == "/"
    assert db.session.query(SignIn).filter_by(person_id=cast.marco.id).one().ended_at is None


def test_capitals_and_spaces_in_the_email_do_not_matter(cast, visit):
    try_sign_in(visit(), email="  Marco@Fornello.Example ")


@pytest.mark.parametrize(
    "email, password",
    [
        ("marco@fornello.example", "three quiet heron"),
        ("marco@fornello.example", PASSWORD + " "),
        ("nobody@fornello.example", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_the_message_does_not_reveal_which_field_was_wrong(cast, visit, email, password):
    answer = try_sign_in(visit(), email=email, password=password, status=422)
    assert "don’t go together" in answer.words(".error")
    assert answer.one("#email")["value"] == email.strip()
    assert not answer.one("#password").get("value")


def test_known_unknown_and_disabled_accounts_get_the_same_answer(cast, visit):
    cast.rosa.deactivate(by=cast.dana)
    db.session.commit()
    bodies = set()
    for email in ("marco@fornello.example", "stranger@fornello.example", "rosa@fornello.example"):
        answer = try_sign_in(visit(), email=email, password="wrong wrong wrong", status=422)
        token = answer.one("[name=csrf_token]")["value"]
        bodies.add(answer.html.replace(email, "ADDRESS").replace(token, "TOKEN"))
    assert len(bodies) == 1


def test_an_unknown_email_takes_as_long_as_a_known_one(app, cast, visit, monkeypatch):
    monkeypatch.setitem(app.config, "ARGON2", {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1})
    cast.marco.choose_password("four grey pelicans")
    db.session.commit()
    someone = visit()
    token = someone.csrf()
    taken = {"marco@fornello.example": [], "stranger@fornello.example": []}
    for _ in range(7):
        for email, times in taken.items():
            begin = time.process_time()  # of the CPU: others use the machine, too
            try_sign_in(someone, email=email, password="wrong wrong wrong", status=422, csrf_token=token)
            times.append(time.process_time() - begin)
    known, unknown = (statistics.median(times) for times in taken.values())
    assert abs(known - unknown) < max(0.35 * known, 0.02), (known, unknown)


def test_a_disabled_person_cannot_sign_in(cast, visit):
    cast.marco.deactivate(by=cast.dana)
    db.session.commit()
    try_sign_in(visit(), status=422)


def test_an_old_hash_is_renewed_at_sign_in(app, cast, visit, monkeypatch):
    before = cast.marco.password_hash
    assert before.startswith("$argon2id$")
    monkeypatch.setitem(app.config, "ARGON2", {"time_cost": 2, "memory_cost": 16, "parallelism": 1})
    try_sign_in(visit())
    assert db.session.get(Person, cast.marco.id).password_hash != before


def test_ten_wrong_passwords_slow_only_that_account_in_that_network(cast, visit):
    for _ in range(10):
        try_sign_in(visit(), password="wrong wrong wrong", status=422)
    answer = try_sign_in(visit(), status=429)
    assert int(answer.response.headers["Retry-After"]) > 0
    assert "Try again in" in answer.words(".error")
    try_sign_in(visit(), email="adaeze@okafor.example")


def test_the_count_survives_a_refusal_and_is_cleared_by_success(cast, visit):
    for _ in range(9):
        try_sign_in(visit(), password="wrong wrong wrong", status=422)
    try_sign_in(visit())
    for _ in range(9):
        try_sign_in(visit(), password="wrong wrong wrong", status=422)
    try_sign_in(visit())


def test_empty_fields_get_a_message(visit):
    answer = visit().post("/sign-in", status=422, email="", password="")
    assert "Write your e-mail address." in answer.text
    assert "Enter your password." in answer.text


def test_sign_in_leads_to_the_requested_page(cast, visit):
    answer = try_sign_in(visit(), next="/clients/fornello-pizza/?status=watch")
    assert answer.location == "/clients/fornello-pizza/?status=watch"


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "part"])
@pytest.mark.parametrize(
    "target", ["/clients/fornello-pizza/#goal-3", "/clients/fornello-pizza/?status=watch#goal-3", "/#needs-you",
               "/clients/fornello-pizza/#//evil.example", "/clients/fornello-pizza/#a?b=c#d"],
)  # fmt: skip
def test_the_fragment_of_the_requested_address_is_kept(cast, visit, target, headers):
    answer = visit().send("/sign-in", 204 if headers else 303, CREDENTIALS | {"next": target}, headers)
    assert (answer.elsewhere if headers else answer.location) == target


@pytest.mark.parametrize(
    "target", ["//evil.example/#goal-3", "/\\evil.example#a", "https://evil.example/#/clients/fornello-pizza/",
               "#//evil.example", "#", "javascript:alert(1)#/", "/nowhere/#goal-3", "/sign-out#a", "/#a\\b",
               "/#\r\nX: y", "/#\x00", "/#a b", "/static/base.css#a", "/#" + "a" * 499],
)  # fmt: skip
def test_a_fragment_cannot_redirect_to_another_site(cast, visit, target):
    answer = visit().send("/sign-in", None, CREDENTIALS | {"next": target}, None)
    assert answer.status == 422 or answer.location == "/"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "///evil.example", "https:evil.example",
     "https://evil.example", "\x01//evil.example", "javascript:alert(1)", "/sign-in", "/nowhere/at/all",
     "/sign-out", "evil", "/%2f%2fevil.example", "/static/base.css"],
)  # fmt: skip
def test_sign_in_never_redirects_to_another_site(cast, visit, target):
    assert try_sign_in(visit(), next=target).location == "/"


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "part"])
@pytest.mark.parametrize(
    "target, led",
    [("/jump?q=日本", "/jump?q=%E6%97%A5%E6%9C%AC"), ("/jump?q=caf%C3%A9", "/jump?q=caf%C3%A9"), ("/jump?q=%zz", None),
     ("/jump?q=\ud83c", None), ("/clients/日本/", None), ("/clients/9/tasks/²", None), ("/jump?q=" + "é" * 480, None)],
)  # fmt: skip
def test_a_requested_address_in_any_script_is_kept(cast, visit, target, led, headers):
    """A header holds ASCII only, but a search may contain any script."""
    someone = visit()
    form = {
        "email": "marco@fornello.example",
        "password": PASSWORD,
        "next": target.encode("utf-8", "replace").decode(),
    }
    answer = someone.send("/sign-in", 204 if headers else 303, form, headers)
    address = answer.elsewhere if headers else answer.location
    assert address.isascii() and address.startswith("/") and (led is None or address == led)
