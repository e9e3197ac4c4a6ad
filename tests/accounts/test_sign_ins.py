"""The record of sign-ins: what is stored, who can read it, and when it is deleted."""

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.test_guessing import ADAEZE, MARCO, WRONG, from_network, guess_wrong, try_sign_in
from tests.world import PASSWORD
from tracker.accounts import guessing
from tracker.accounts.attempts import SignInAttempt, SignInNetwork
from tracker.accounts.models import ResetLink
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.ops import purge_trash

PAGE = "/practice/sign-ins"
NEW = "four slow otters"
OFFICE = "198.51.100.7"


def listed_entries(answer):
    """Return the text of each row of the owner's list."""
    rows = answer.soup.select("#sign-ins li")
    parts = [
        [row.b.get_text(), row.select_one(".people-list__actions").get_text(" "), row.p.get_text(" ")]
        for row in rows
    ]
    return [
        [" ".join(part.split()) for part in (who, what, *where.split("·")[:2])] for who, what, where in parts
    ]


def test_the_owner_sees_successful_and_refused_sign_ins(cast, visit, dana):
    phone = from_network(visit(), OFFICE)
    try_sign_in(phone, 422, password=WRONG)
    try_sign_in(phone)
    try_sign_in(from_network(visit(), "203.0.113.9"), 422, email="nobody@fornello.example", password=WRONG)
    assert listed_entries(dana.get(PAGE)) == [
        ["Unknown address", "Refused wrong password", "A browser", "Network 2"],
        ["Marco Bellini", "Signed in, new device", "A browser", "Network 1"],
        ["Marco Bellini", "Refused wrong password", "A browser", "Network 1"],
    ]


def test_a_slowdown_is_one_entry_that_counts_further_attempts(cast, visit, dana):
    stranger = visit()
    guess_wrong(stranger)
    assert listed_entries(dana.get(PAGE))[0][1] == "Slowed down too many wrong passwords"
    try_sign_in(stranger, 429)
    try_sign_in(stranger, 429)
    assert [line[1] for line in listed_entries(dana.get(PAGE))] == [
        "Slowed down two more tries not checked",
        "Refused 10 wrong passwords",
    ]


@pytest.mark.parametrize(
    "show, many", [("all", 3), ("new", 1), ("refused", 1), ("slowed", 1), ("nonsense", 3)]
)
def test_the_list_can_be_filtered(cast, visit, dana, show, many):
    try_sign_in(visit())
    guess_wrong(visit())
    page = dana.get(PAGE, query_string={"show": show})
    assert len(listed_entries(page)) == many
    assert page.one("[aria-label=Show] [aria-current]").get_text(" ").split()[-1] == str(many)


def test_the_list_does_not_name_clients(cast, visit, dana):
    try_sign_in(visit(), email="adaeze@okafor.example")
    page = dana.get(PAGE)
    assert "Adaeze Okafor" in page.words("#sign-ins")
    assert "CEO" not in page.words("#sign-ins") and "Okafor Immigration" not in page.words("#sign-ins")


def test_a_namesake_of_a_staff_member_is_shown_with_the_email(cast, visit, dana):
    cast.adaeze.name = "Dana Whitlock"
    db.session.commit()
    try_sign_in(visit(), email="adaeze@okafor.example")
    try_sign_in(visit(), email="dana@whitlock.example")
    people = dana.get(PAGE).soup.select("#sign-ins .people-list__person")
    said = [" ".join(who.get_text(" ").split()).partition(" A browser")[0] for who in people]
    assert said == ["Dana Whitlock Owner, you", "Dana Whitlock adaeze@okafor.example"]


@pytest.mark.parametrize("who", ["ash", "marco", "rosa", "adaeze"])
def test_only_the_owner_can_read_the_list(request, who):
    request.getfixturevalue(who).get(PAGE, status=404)


def test_people_see_only_their_own_sign_ins(cast, visit, marco, adaeze):
    try_sign_in(from_network(visit(), OFFICE))
    guess_wrong(visit(), 2)
    said = marco.get("/me/sessions").words("#own-sign-ins")
    assert "Signed in, new device" in said and "2 wrong passwords" in said
    assert "Network" not in said
    assert adaeze.get("/me/sessions").words("#own-sign-ins") == ""


def test_the_log_has_one_line_for_each_sign_in_without_names(cast, visit, caplog):
    with caplog.at_level(logging.INFO, "tracker.sign_ins"):
        visitor = from_network(visit(), OFFICE)
        try_sign_in(visitor, 422, password=WRONG)
        try_sign_in(visitor)
        guess_wrong(visitor, 10)
        try_sign_in(visitor, 429)
    said = [line.getMessage() for line in caplog.records if line.name == "tracker.sign_ins"]
    assert [line.split()[1] for line in said] == [
        "refused",
        "signed_in",
        *["refused"] * 10,
        "slowed",
        "slowed",
    ]
    for secret in (MARCO, "marco", OFFICE, WRONG, PASSWORD):
        assert secret not in "\n".join(said)
    assert len({line.split("account=")[1].split()[0] for line in said}) == 1


def test_no_email_or_network_address_is_stored_in_clear(cast, visit):
    try_sign_in(from_network(visit(), OFFICE), 422, email="nobody@fornello.example", password=WRONG)
    for table in ("sign_in_attempt", "sign_in_delay", "sign_in_network", "known_device"):
        rows = db.session.execute(db.metadata.tables[table].select()).all()
        assert "nobody" not in str(rows) and OFFICE not in str(rows)


def test_entries_are_deleted_after_thirty_days(cast, visit, dana):
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        try_sign_in(from_network(visit(), "203.0.113.9"))
    try_sign_in(from_network(visit(), OFFICE))
    assert len(listed_entries(dana.get(PAGE))) == 1
    db.session.rollback()
    purge_trash.purge()
    assert len(db.session.scalars(select(SignInAttempt)).all()) == 1
    assert [row.number for row in db.session.scalars(select(SignInNetwork))] == [2]


def test_a_slowed_network_is_not_attributed_to_a_person(cast, visit, dana, monkeypatch):
    monkeypatch.setattr(guessing, "NETWORK_GUESSES", 3)
    monkeypatch.setattr(guessing, "FIRST_GAP", timedelta(minutes=1))
    stranger = from_network(visit(), OFFICE)
    for number in range(3):
        try_sign_in(stranger, 422, email=f"somebody{number}@fornello.example", password=WRONG)
    for email in (MARCO, ADAEZE):
        try_sign_in(from_network(visit(), OFFICE), 429, email=email)
    first = dana.get(PAGE).soup.select_one("#sign-ins li")
    assert first.b.get_text() == "Several accounts"
    assert "two more tries not checked" in first.get_text(" ") and "browser" not in first.get_text(" ")
    row = db.session.scalars(select(SignInAttempt).where(SignInAttempt.result == "slowed")).one()
    assert (row.person_id, row.device, row.times) == (None, "", 2)


def test_a_correct_password_for_a_closed_account_is_shown_only_to_the_owner(cast, visit, dana):
    cast.marco.deactivate(by=cast.dana)
    db.session.commit()
    right, wrong = try_sign_in(visit(), 422), try_sign_in(visit(), 422, password=WRONG)
    assert right.words(".error") == wrong.words(".error")
    assert sorted(line[1] for line in listed_entries(dana.get(PAGE))) == [
        "Account closed right password",
        "Refused wrong password",
    ]


def test_a_closed_account_is_slowed_like_an_open_one(cast, visit):
    cast.marco.deactivate(by=cast.dana)
    db.session.commit()
    for _ in range(10):
        try_sign_in(visit(), 422)
    try_sign_in(visit(), 429)


def with_browser(visitor, name):
    visitor.http.environ_base["HTTP_USER_AGENT"] = f"{name}/140 (X11; Linux)"
    return visitor


def test_wrong_passwords_are_shown_with_the_last_time_and_all_devices(cast, visit, dana):
    start = clock.now().replace(hour=12, minute=0) - timedelta(days=1)
    for minutes, name in ((0, "Firefox"), (20, "Firefox"), (40, "Chrome")):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            try_sign_in(with_browser(visit(), name), 422, password=WRONG)
        rows = db.session.scalars(select(SignInAttempt)).all()
        devices = "Several devices" if name == "Chrome" else "Firefox on Linux"
        assert [(row.times, row.device) for row in rows] == [(minutes // 20 + 1, devices)]
        assert abs(rows[0].happened_at - start - timedelta(minutes=minutes)) < timedelta(seconds=1)
        db.session.rollback()
    assert listed_entries(dana.get(PAGE))[0][1:3] == ["Refused 3 wrong passwords", "Several devices"]


def test_one_entry_counts_attempts_for_one_hour(cast, visit):
    start = clock.now() - timedelta(days=1)
    for minutes in (0, 40, 80):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            try_sign_in(visit(), 422, password=WRONG)
    assert [row.times for row in db.session.scalars(select(SignInAttempt).order_by(SignInAttempt.id))] == [
        2,
        1,
    ]


def test_a_password_change_is_distinguished_from_a_sign_in(marco, visit, dana):
    try_sign_in(visit(), 422, password=WRONG)
    marco.post("/me/password", status=422, current=WRONG, password=NEW)
    marco.post("/me/password", status=422, current=WRONG, password=NEW)
    assert [line[1] for line in listed_entries(dana.get(PAGE))] == [
        "Refused 2 wrong passwords on Change password",
        "Refused wrong password",
    ]


@pytest.mark.parametrize("changed_by", ["oneself", "a link"])
def test_a_known_device_is_not_reported_as_new_after_a_password_change(cast, visit, dana, changed_by):
    phone, laptop = from_network(visit(), OFFICE), from_network(visit(), OFFICE)
    try_sign_in(phone)
    copied = phone.http.get_cookie("device").value
    phone.post("/sign-out")
    if changed_by == "oneself":
        try_sign_in(laptop)
        laptop.post("/me/password", current=PASSWORD, password=NEW, status=303)
    else:
        token = ResetLink.make(cast.marco)
        db.session.commit()
        phone.post(f"/reset/{token}", password=NEW)
    try_sign_in(phone, password=NEW)
    assert listed_entries(dana.get(PAGE))[0][1] == "Signed in first sign-in here since the new password"
    assert phone.http.get_cookie("device").value != copied
    phone.post("/sign-out")
    try_sign_in(phone, password=NEW)
    assert listed_entries(dana.get(PAGE))[0][1] == "Signed in"


def test_a_device_is_reported_as_new_after_access_was_revoked(cast, visit, dana):
    phone = visit()
    try_sign_in(phone)
    cast.marco.deactivate(by=cast.dana)
    cast.marco.reactivate(by=cast.dana)
    db.session.commit()
    try_sign_in(phone)
    assert listed_entries(dana.get(PAGE))[0][1] == "Signed in, new device"


def test_the_own_page_says_when_there_are_more_entries(cast, visit, marco):
    own = lambda: marco.get("/me/sessions").one("#own-sign-ins")  # noqa: E731
    phone = visit()
    for _ in range(20):
        try_sign_in(phone)
        phone.post("/sign-out")
    assert "Only the last 30 days are shown." in own().get_text() and len(own().select("li")) == 20
    try_sign_in(phone)
    assert "The newest 20 are shown." in own().get_text() and len(own().select("li")) == 20


def test_expired_entries_are_hidden_before_they_are_deleted(cast, visit, dana, marco):
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        try_sign_in(visit())
    assert listed_entries(dana.get(PAGE)) == [] and "Only the last 30 days are shown." in dana.get(PAGE).text
    assert marco.get("/me/sessions").words("#own-sign-ins") == ""
