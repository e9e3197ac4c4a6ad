"""Guessing a password: slowed for the account and the network together, never for the account everywhere."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select

from tests.world import PASSWORD
from tracker.accounts import guessing
from tracker.accounts.attempts import SignInAttempt
from tracker.accounts.devices import KnownDevice
from tracker.accounts.guessing import SignInDelay, gap_after, wait_after
from tracker.accounts.models import ResetLink
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.networks import network_of

WRONG = "wrong wrong wrong"
MARCO, ADAEZE = "marco@fornello.example", "adaeze@okafor.example"


@pytest.fixture
def standing_clock():
    """The time stands still until a test shifts it: a slow machine does not sit out a wait."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def at(visitor, address):
    """The same visitor, from this network from now on."""
    visitor.http.environ_base["REMOTE_ADDR"] = address
    return visitor


def enter(visitor, status=303, email=MARCO, password=PASSWORD):
    return visitor.post("/sign-in", status=status, email=email, password=password)


def guess_wrong(visitor, times=10, email=MARCO):
    for _ in range(times):
        enter(visitor, 422, email=email, password=WRONG)


def test_wrong_passwords_from_elsewhere_lock_nobody_out(cast, visit):
    stranger, marco = at(visit(), "198.51.100.7"), at(visit(), "203.0.113.9")
    guess_wrong(stranger)
    enter(stranger, 429)
    enter(marco)


def test_a_network_is_not_closed_for_its_other_people(cast, visit):
    guess_wrong(at(visit(), "198.51.100.7"))
    enter(at(visit(), "198.51.100.7"), email=ADAEZE)


def test_a_device_that_signed_in_before_is_not_locked_by_strangers_beside_it(cast, visit):
    marco = at(visit(), "198.51.100.7")
    enter(marco)
    marco.post("/sign-out")
    stranger = at(visit(), "198.51.100.7")
    guess_wrong(stranger)
    enter(stranger, 429)
    enter(marco)


def test_a_known_device_may_not_guess_for_ever(cast, visit):
    marco = visit()
    enter(marco)
    marco.post("/sign-out")
    guess_wrong(marco)
    enter(marco, 429)


def test_a_known_device_is_known_to_its_own_account_only(cast, visit):
    marco = visit()
    enter(marco)
    marco.post("/sign-out")
    guess_wrong(visit(), email=ADAEZE)
    enter(marco, 429, email=ADAEZE)


def test_the_device_cookie_outlives_the_session_and_no_script_reads_it(cast, visit):
    marco = visit()
    enter(marco)
    cookie = marco.http.get_cookie("device")
    assert cookie.http_only and cookie.max_age > 300 * 24 * 3600
    assert len(cookie.value) == 43
    assert db.session.scalars(select(KnownDevice.token_hash)).one() != cookie.value
    marco.post("/sign-out")
    assert marco.http.get_cookie("device").value == cookie.value


def test_a_token_planted_by_somebody_else_is_replaced(cast, visit):
    adaeze, marco = visit(), visit()
    enter(adaeze, email=ADAEZE)
    planted = adaeze.http.get_cookie("device").value
    marco.http.set_cookie("device", planted)
    enter(marco)
    assert marco.http.get_cookie("device").value != planted
    thief = visit()
    thief.http.set_cookie("device", planted)
    guess_wrong(visit())
    enter(thief, 429)


def test_two_people_may_share_a_browser(cast, visit):
    shared = visit()
    for email in (MARCO, ADAEZE, MARCO):
        enter(shared, email=email)
        shared.post("/sign-out")
    assert db.session.scalar(select(func.count()).select_from(KnownDevice)) == 2
    for email in (MARCO, ADAEZE):
        guess_wrong(visit(), email=email)
        enter(shared, email=email)
        shared.post("/sign-out")


def test_a_new_password_forgets_every_device_but_this_one(cast, visit):
    phone, laptop = visit(), visit()
    for device in (phone, laptop):
        enter(device)
    phone.post("/sign-out")
    new = "four slow otters"
    assert laptop.post("/me/password", current=PASSWORD, password=new, status=303)
    guess_wrong(visit())
    enter(phone, 429, password=new)
    laptop.post("/sign-out")
    enter(laptop, password=new)


def test_somebody_signed_in_changes_the_password_whatever_strangers_guess(marco, visit):
    guess_wrong(visit())
    assert marco.post("/me/password", current=PASSWORD, password="four slow otters", status=303)


def test_a_reset_link_opens_the_door_at_once(cast, visit):
    marco = visit()
    guess_wrong(marco)
    said = enter(marco, 429).words(".error")
    assert "Ask whoever invited you, or the practice, for a new link. A new password works at once." in said
    token = ResetLink.make(cast.marco)
    db.session.commit()
    marco.post(f"/reset/{token}", password="four slow otters")
    enter(marco, password="four slow otters")


def test_the_form_says_when_to_try_again_and_it_works_then(cast, visit, standing_clock):
    marco = visit()
    guess_wrong(marco)
    answer = enter(marco, 429)
    assert "Too many tries. Try again in 30 seconds." in answer.words(".error")
    assert answer.response.headers["Retry-After"] == "30"
    assert answer.one("#email")["value"] == MARCO
    standing_clock.shift(timedelta(seconds=30))
    enter(marco)


def test_the_wait_grows_and_asking_again_does_not_make_it_longer(cast, visit, standing_clock):
    marco = visit()
    guess_wrong(marco)
    standing_clock.shift(timedelta(seconds=30))
    enter(marco, 422, password=WRONG)
    for _ in range(5):
        assert "Try again in a minute." in enter(marco, 429).words(".error")
    standing_clock.shift(timedelta(seconds=60))
    enter(marco)


def test_waits_double_up_to_an_hour():
    seconds = [int(wait_after(failures).total_seconds()) for failures in (0, 9, 10, 11, 12, 16, 17, 500)]
    assert seconds == [0, 0, 30, 60, 120, 1920, 3600, 3600]


def test_a_network_is_slowed_and_never_locked():
    seconds = [int(gap_after(failures).total_seconds()) for failures in (0, 49, 50, 60, 70, 100, 5000)]
    assert seconds == [0, 0, 1, 2, 4, 30, 30]


def test_many_wrong_passwords_for_many_people_slow_their_network(cast, visit, monkeypatch, standing_clock):
    monkeypatch.setattr(guessing, "NETWORK_GUESSES", 5)
    stranger = at(visit(), "198.51.100.7")
    for number in range(5):
        enter(stranger, 422, email=f"somebody{number}@fornello.example", password=WRONG)
    answer = enter(stranger, 429, email=ADAEZE)
    assert answer.response.headers["Retry-After"] == "1"
    assert (
        answer.words(".error") == "Error: Too many wrong passwords from this network. Try again in a second."
    )
    enter(at(visit(), "203.0.113.9"), email=ADAEZE)
    standing_clock.shift(timedelta(seconds=1))
    enter(stranger, email=ADAEZE)


def test_a_new_password_is_not_promised_to_work_at_once_in_a_slow_network(
    cast, visit, monkeypatch, standing_clock
):
    monkeypatch.setattr(guessing, "NETWORK_GUESSES", 10)
    stranger = at(visit(), "198.51.100.7")
    guess_wrong(stranger)
    said = enter(stranger, 429).words(".error")
    assert said.startswith(
        "Error: Too many tries. Try again in 30 seconds. Forgotten it? Ask whoever invited you"
    )
    assert "at once" not in said


@pytest.mark.parametrize("seconds, words", [
    (1, "a second"), (2, "2 seconds"), (59, "59 seconds"), (60, "a minute"), (61, "2 minutes"), (3540, "59 minutes"),
    (3541, "an hour"), (3600, "an hour"),
])  # fmt: skip
def test_how_long_to_wait_is_said_as_one_says_it(seconds, words):
    assert guessing.duration(seconds) == words


@pytest.mark.parametrize("address, network", [
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
    ("2001:db8:1:2:bbbb::9%eth0", "2001:db8:1:2::/64"),
    ("::ffff:192.0.2.7", "192.0.2.7"),
    ("192.0.2.7:1000", "192.0.2.7"),
    ("[2001:db8:1:2::5]", "2001:db8:1:2::/64"),
    ("[2001:db8:1:2::5]:443", "2001:db8:1:2::/64"),
    ("[2001:db8:1:2::5%eth0]:443", "2001:db8:1:2::/64"),
    ("[::ffff:192.0.2.7]:443", "192.0.2.7"),
    ("", "unknown"), ("unknown", "unknown"),
    ("_hidden:7", "unknown"), ("192.0.2.7:x", "unknown"), ("x" * 999, "unknown"),
])  # fmt: skip
def test_what_counts_as_one_network(address, network):
    assert network_of(address) == network


def test_an_ipv6_customer_is_one_network(cast, visit):
    for number in range(10):
        guess_wrong(at(visit(), f"2001:db8:1:2::{number:x}"), 1)
    enter(at(visit(), "2001:db8:1:2:ffff::1"), 429)
    enter(at(visit(), "2001:db8:1:3::1"))


@pytest.mark.parametrize("address", ["192.0.2.7:{}", "[2001:db8::7]:{}", "nowhere-{}"])
def test_another_port_is_no_other_network(cast, visit, address):
    """Some proxies add the port; it is another one for each connection."""
    for number in range(10):
        guess_wrong(at(visit(), address.format(40000 + number)), 1)
    enter(at(visit(), address.format(50000)), 429)


def test_an_unknown_address_is_slowed_alike(cast, visit, standing_clock):
    guess_wrong(visit(), email="nobody@fornello.example")
    unknown = enter(visit(), 429, email="nobody@fornello.example")
    guess_wrong(visit())
    assert enter(visit(), 429).words(".error") == unknown.words(".error")


def test_a_refused_guess_makes_no_hash(cast, visit, monkeypatch):
    stranger = visit()
    guess_wrong(stranger)
    made, real = [], PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: made.append(1) or real(*given))
    for email in (MARCO, MARCO):
        enter(stranger, 429, email=email)
    assert made == []


def test_fifty_guesses_at_once_are_counted_fifty_times(app, cast, visit, monkeypatch):
    """Real threads on a real database: at most ten passwords are looked at, and no guess is lost."""
    stranger, hashed, answers, real = visit(), [], [], PasswordHasher.verify
    token, cookie = stranger.csrf(), stranger.http.get_cookie("session").value
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: hashed.append(1) or real(*given))
    db.session.rollback()
    start = threading.Barrier(50)

    def guess():
        browser = app.test_client()
        browser.set_cookie("session", cookie)
        start.wait()
        form = {"email": MARCO, "password": WRONG, "csrf_token": token}
        answers.append(browser.post("/sign-in", data=form).status_code)

    threads = [threading.Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {422: 10, 429: 40}
    assert len(hashed) == 10
    of_account = select(SignInDelay).where(SignInDelay.account != "")
    pair = db.session.scalars(of_account.where(SignInDelay.key != SignInDelay.account)).one()
    everywhere = db.session.scalars(of_account.where(SignInDelay.key == SignInDelay.account)).one()
    assert (pair.failures, pair.refused) == (10, 40)
    assert (everywhere.failures, everywhere.refused) == (10, 0)
    assert db.session.scalar(select(func.sum(SignInAttempt.times))) == 50
