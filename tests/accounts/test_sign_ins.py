"""The record of signing in: what is written, who reads it, and when it goes."""

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.accounts.test_guessing import MARCO, WRONG, at, enter, guess_wrong
from tests.world import PASSWORD
from tracker import tidying
from tracker.accounts.attempts import SignInAttempt, SignInNetwork
from tracker.foundation import clock
from tracker.foundation.db import db

PAGE = "/practice/sign-ins"
OFFICE = "198.51.100.7"


def lines(answer):
    """What the owner's list says, a row each."""
    rows = answer.soup.select("#sign-ins li")
    parts = [[row.b.get_text(), row.select_one(".what").get_text(" "), row.p.get_text(" ")] for row in rows]
    return [[" ".join(part.split()) for part in (who, what, *where.split("·")[:2])] for who, what, where in parts]


def test_the_owner_reads_who_came_in_and_who_was_refused(cast, visit, dana):
    phone = at(visit(), OFFICE)
    enter(phone, 422, password=WRONG)
    enter(phone)
    enter(at(visit(), "203.0.113.9"), 422, email="nobody@fornello.example", password=WRONG)
    assert lines(dana.get(PAGE)) == [
        ["Unknown address", "Refused wrong password", "A browser", "Network 2"],
        ["Marco Bellini", "Signed in, new device", "A browser", "Network 1"],
        ["Marco Bellini", "Refused wrong password", "A browser", "Network 1"],
    ]


def test_a_lockout_is_a_line_and_counts_what_comes_after(cast, visit, dana):
    stranger = visit()
    guess_wrong(stranger)
    assert lines(dana.get(PAGE))[0][1] == "Slowed down too many wrong passwords"
    enter(stranger, 429)
    enter(stranger, 429)
    assert [line[1] for line in lines(dana.get(PAGE))] == [
        "Slowed down two more tries not checked", "Refused 10 wrong passwords",
    ]  # fmt: skip


@pytest.mark.parametrize("show, many", [("all", 3), ("new", 1), ("refused", 1), ("slowed", 1), ("nonsense", 3)])
def test_the_list_can_be_narrowed(cast, visit, dana, show, many):
    enter(visit())
    guess_wrong(visit())
    page = dana.get(PAGE, query_string={"show": show})
    assert len(lines(page)) == many
    assert page.one("[aria-label=Show] [aria-current]").get_text(" ").split()[-1] == str(many)


def test_it_does_not_say_where_somebody_works(cast, visit, dana):
    enter(visit(), email="adaeze@okafor.example")
    page = dana.get(PAGE)
    assert "Adaeze Okafor" in page.words("#sign-ins")
    assert "CEO" not in page.words("#sign-ins") and "@" not in page.words("#sign-ins")


@pytest.mark.parametrize("who", ["ash", "marco", "rosa", "adaeze"])
def test_only_the_owner_reads_it(request, who):
    request.getfixturevalue(who).get(PAGE, status=404)


def test_everybody_reads_their_own_and_nobody_else_s(cast, visit, marco, adaeze):
    enter(at(visit(), OFFICE))
    guess_wrong(visit(), 2)
    said = marco.get("/me/sessions").words("#own-sign-ins")
    assert "Signed in, new device" in said and "2 wrong passwords" in said
    assert "Network" not in said
    assert adaeze.get("/me/sessions").words("#own-sign-ins") == ""


def test_the_log_has_a_line_each_and_names_nobody(cast, visit, caplog):
    with caplog.at_level(logging.INFO, "tracker.sign_ins"):
        visitor = at(visit(), OFFICE)
        enter(visitor, 422, password=WRONG)
        enter(visitor)
        guess_wrong(visitor, 10)
        enter(visitor, 429)
    said = [line.getMessage() for line in caplog.records if line.name == "tracker.sign_ins"]
    assert [line.split()[1] for line in said] == ["refused", "signed_in", *["refused"] * 10, "slowed", "slowed"]
    for secret in (MARCO, "marco", OFFICE, WRONG, PASSWORD):
        assert secret not in "\n".join(said)
    assert len({line.split("account=")[1].split()[0] for line in said}) == 1


def test_no_address_is_kept_in_clear(cast, visit):
    enter(at(visit(), OFFICE), 422, email="nobody@fornello.example", password=WRONG)
    for table in ("sign_in_attempt", "sign_in_delay", "sign_in_network", "known_device"):
        rows = db.session.execute(db.metadata.tables[table].select()).all()
        assert "nobody" not in str(rows) and OFFICE not in str(rows)


def test_entries_go_after_thirty_days(cast, visit, dana):
    with time_machine.travel(clock.now() - timedelta(days=31), tick=False):
        enter(at(visit(), "203.0.113.9"))
    enter(at(visit(), OFFICE))
    assert len(lines(dana.get(PAGE))) == 1
    db.session.rollback()
    tidying.tidy()
    assert len(db.session.scalars(select(SignInAttempt)).all()) == 1
    assert [row.number for row in db.session.scalars(select(SignInNetwork))] == [2]
