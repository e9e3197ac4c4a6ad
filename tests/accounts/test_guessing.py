"""Password guessing is slowed for an account within a network, never for the account everywhere."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from tests.world import PASSWORD
from tracker.accounts import guessing
from tracker.accounts.attempts import SignInAttempt
from tracker.accounts.devices import KnownDevice
from tracker.accounts.guessing import SignInDelay, gap_after, wait_after
from tracker.accounts.models import ResetLink
from tracker.foundation.database import db
from tracker.foundation.networks import network_of

WRONG = "wrong wrong wrong"
MARCO, ADAEZE = "marco@fornello.example", "adaeze@okafor.example"


def from_network(visitor, address):
    """Make this visitor's further requests come from this network."""
    visitor.http.environ_base["REMOTE_ADDR"] = address
    return visitor


def try_sign_in(visitor, status=303, email=MARCO, password=PASSWORD):
    return visitor.post("/sign-in", status=status, email=email, password=password)


def guess_wrong(visitor, times=10, email=MARCO):
    for _ in range(times):
        try_sign_in(visitor, 422, email=email, password=WRONG)


def test_wrong_passwords_from_another_network_do_not_lock_the_account(cast, visit):
    stranger, marco = from_network(visit(), "198.51.100.7"), from_network(visit(), "203.0.113.9")
    guess_wrong(stranger)
    try_sign_in(stranger, 429)
    try_sign_in(marco)


def test_other_accounts_in_the_same_network_are_not_blocked(cast, visit):
    guess_wrong(from_network(visit(), "198.51.100.7"))
    try_sign_in(from_network(visit(), "198.51.100.7"), email=ADAEZE)


def test_a_known_device_is_not_blocked_by_guesses_from_the_same_network(cast, visit):
    marco = from_network(visit(), "198.51.100.7")
    try_sign_in(marco)
    marco.post("/sign-out")
    stranger = from_network(visit(), "198.51.100.7")
    guess_wrong(stranger)
    try_sign_in(stranger, 429)
    try_sign_in(marco)


def test_guesses_from_a_known_device_are_limited(cast, visit):
    marco = visit()
    try_sign_in(marco)
    marco.post("/sign-out")
    guess_wrong(marco)
    try_sign_in(marco, 429)


def test_a_device_is_known_only_for_its_own_account(cast, visit):
    marco = visit()
    try_sign_in(marco)
    marco.post("/sign-out")
    guess_wrong(visit(), email=ADAEZE)
    try_sign_in(marco, 429, email=ADAEZE)


def test_the_device_cookie_outlives_the_session_and_is_http_only(cast, visit):
    marco = visit()
    try_sign_in(marco)
    cookie = marco.http.get_cookie("device")
    assert cookie.http_only and cookie.max_age > 300 * 24 * 3600
    assert len(cookie.value) == 43
    assert db.session.scalars(select(KnownDevice.token_hash)).one() != cookie.value
    marco.post("/sign-out")
    assert marco.http.get_cookie("device").value == cookie.value


def test_a_device_token_planted_by_another_person_is_replaced(cast, visit):
    adaeze, marco = visit(), visit()
    try_sign_in(adaeze, email=ADAEZE)
    planted = adaeze.http.get_cookie("device").value
    marco.http.set_cookie("device", planted)
    try_sign_in(marco)
    assert marco.http.get_cookie("device").value != planted
    thief = visit()
    thief.http.set_cookie("device", planted)
    guess_wrong(visit())
    try_sign_in(thief, 429)


def test_two_people_can_share_a_browser(cast, visit):
    shared = visit()
    for email in (MARCO, ADAEZE, MARCO):
        try_sign_in(shared, email=email)
        shared.post("/sign-out")
    assert db.session.scalar(select(func.count()).select_from(KnownDevice)) == 2
    for email in (MARCO, ADAEZE):
        guess_wrong(visit(), email=email)
        try_sign_in(shared, email=email)
        shared.post("/sign-out")


def test_a_new_password_forgets_all_other_devices(cast, visit):
    phone, laptop = visit(), visit()
    for device in (phone, laptop):
        try_sign_in(device)
    phone.post("/sign-out")
    new = "four slow otters"
    assert laptop.post("/me/password", current=PASSWORD, password=new, status=303)
    guess_wrong(visit())
    try_sign_in(phone, 429, password=new)
    laptop.post("/sign-out")
    try_sign_in(laptop, password=new)


def test_a_signed_in_person_can_change_the_password_despite_guesses(marco, visit):
    guess_wrong(visit())
    assert marco.post("/me/password", current=PASSWORD, password="four slow otters", status=303)


def test_a_new_password_from_a_reset_link_works_at_once(cast, visit):
    marco = visit()
    guess_wrong(marco)
    said = try_sign_in(marco, 429).words(".error")
    assert (
        "Ask the person who invited you, or the practice, for a new link. A new password works at once."
        in said
    )
    token = ResetLink.make(cast.marco)
    db.session.commit()
    marco.post(f"/reset/{token}", password="four slow otters")
    try_sign_in(marco, password="four slow otters")


def test_the_form_says_when_to_try_again(cast, visit, frozen_clock):
    marco = visit()
    guess_wrong(marco)
    answer = try_sign_in(marco, 429)
    assert "Too many tries. Try again in 30 seconds." in answer.words(".error")
    assert answer.response.headers["Retry-After"] == "30"
    assert answer.one("#email")["value"] == MARCO
    frozen_clock.shift(timedelta(seconds=30))
    try_sign_in(marco)


def test_the_wait_grows_but_refused_attempts_do_not_extend_it(cast, visit, frozen_clock):
    marco = visit()
    guess_wrong(marco)
    frozen_clock.shift(timedelta(seconds=30))
    try_sign_in(marco, 422, password=WRONG)
    for _ in range(5):
        assert "Try again in a minute." in try_sign_in(marco, 429).words(".error")
    frozen_clock.shift(timedelta(seconds=60))
    try_sign_in(marco)


def test_the_wait_doubles_up_to_one_hour():
    seconds = [int(wait_after(failures).total_seconds()) for failures in (0, 9, 10, 11, 12, 16, 17, 500)]
    assert seconds == [0, 0, 30, 60, 120, 1920, 3600, 3600]


def test_a_network_is_slowed_but_never_locked():
    seconds = [int(gap_after(failures).total_seconds()) for failures in (0, 49, 50, 60, 70, 100, 5000)]
    assert seconds == [0, 0, 1, 2, 4, 30, 30]


def test_many_wrong_passwords_for_different_accounts_slow_the_network(cast, visit, monkeypatch, frozen_clock):
    monkeypatch.setattr(guessing, "NETWORK_GUESSES", 5)
    stranger = from_network(visit(), "198.51.100.7")
    for number in range(5):
        try_sign_in(stranger, 422, email=f"somebody{number}@fornello.example", password=WRONG)
    answer = try_sign_in(stranger, 429, email=ADAEZE)
    assert answer.response.headers["Retry-After"] == "1"
    assert (
        answer.words(".error") == "Error: Too many wrong passwords from this network. Try again in a second."
    )
    try_sign_in(from_network(visit(), "203.0.113.9"), email=ADAEZE)
    frozen_clock.shift(timedelta(seconds=1))
    try_sign_in(stranger, email=ADAEZE)


def test_in_a_slowed_network_a_new_password_is_not_promised_to_work_at_once(
    cast, visit, monkeypatch, frozen_clock
):
    monkeypatch.setattr(guessing, "NETWORK_GUESSES", 10)
    stranger = from_network(visit(), "198.51.100.7")
    guess_wrong(stranger)
    said = try_sign_in(stranger, 429).words(".error")
    assert said.startswith(
        "Error: Too many tries. Try again in 30 seconds. Forgotten it? Ask the person who invited you"
    )
    assert "at once" not in said


@pytest.mark.parametrize("seconds, words", [
    (1, "a second"), (2, "2 seconds"), (59, "59 seconds"), (60, "a minute"), (61, "2 minutes"), (3540, "59 minutes"),
    (3541, "an hour"), (3600, "an hour"),
])  # fmt: skip
def test_the_wait_is_written_in_plain_english(seconds, words):
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
def test_addresses_are_grouped_into_networks(address, network):
    assert network_of(address) == network


def test_an_ipv6_prefix_counts_as_one_network(cast, visit):
    for number in range(10):
        guess_wrong(from_network(visit(), f"2001:db8:1:2::{number:x}"), 1)
    try_sign_in(from_network(visit(), "2001:db8:1:2:ffff::1"), 429)
    try_sign_in(from_network(visit(), "2001:db8:1:3::1"))


@pytest.mark.parametrize("address", ["192.0.2.7:{}", "[2001:db8::7]:{}", "nowhere-{}"])
def test_the_port_does_not_change_the_network(cast, visit, address):
    """Some proxies add the port, which differs for each connection."""
    for number in range(10):
        guess_wrong(from_network(visit(), address.format(40000 + number)), 1)
    try_sign_in(from_network(visit(), address.format(50000)), 429)


def test_an_unknown_email_is_slowed_like_a_known_one(cast, visit, frozen_clock):
    guess_wrong(visit(), email="nobody@fornello.example")
    unknown = try_sign_in(visit(), 429, email="nobody@fornello.example")
    guess_wrong(visit())
    assert try_sign_in(visit(), 429).words(".error") == unknown.words(".error")


def test_a_refused_guess_computes_no_hash(cast, visit, monkeypatch):
    stranger = visit()
    guess_wrong(stranger)
    made, real = [], PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: made.append(1) or real(*given))
    for email in (MARCO, MARCO):
        try_sign_in(stranger, 429, email=email)
    assert made == []


def test_fifty_concurrent_guesses_are_all_counted(app, cast, visit, monkeypatch):
    """With real threads on a real database, at most ten passwords are checked and no guess is lost."""
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
