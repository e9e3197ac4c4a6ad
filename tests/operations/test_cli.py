"""The console commands, as used by an operator who installs the product."""

import pytest
from sqlalchemy import select

from tracker.accounts.models import Person, Practice, ResetLink
from tracker.accounts.passwords import matches
from tracker.foundation.database import db
from tracker.ops import migrations

SECRET = "a-long-secret-of-the-tests-0123456789-abcdef"
RUTH = ["--practice", "Avery Works", "--name", "Ruth Avery", "--email", "ruth@avery.example",
        "--zone", "Europe/London", "--password", "copper lantern drift"]  # fmt: skip


def test_setup_creates_the_first_owner(tracker, unmigrated_app):
    code, said = tracker("setup", *RUTH)
    assert (code, said) == (0, "Done. Start the service and sign in.\n")
    with unmigrated_app.app_context():
        ruth = Person.by_email("ruth@avery.example")
        assert ruth.is_owner and matches(ruth.password_hash, "copper lantern drift")
        assert (Practice.the().name, Practice.the().is_demo) == ("Avery Works", False)


def test_setup_asks_for_missing_values(tracker, unmigrated_app):
    code, said = tracker("setup", *RUTH[:-2], answers="copper lantern drift\ncopper lantern drift\n")
    assert code == 0 and "A password, 12 characters or more" in said
    assert "copper" not in said


def test_setup_works_only_once(tracker):
    tracker("setup", *RUTH)
    code, said = tracker("setup", *RUTH)
    assert code == 2 and "tracker setup --reset ADDRESS" in said


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--password", "short", "12 characters"),
        ("--password", "Avery Works 2026", "too easy to guess"),
        ("--email", "ruth at home", "not an address"),
        ("--zone", "Mars/Olympus", "not a time zone"),
    ],
)
def test_setup_explains_invalid_values(tracker, option, value, words):
    changed = list(RUTH)
    changed[changed.index(option) + 1] = value
    code, said = tracker("setup", *changed)
    assert code == 2 and words in said


def test_a_lost_password_gets_a_link(tracker, unmigrated_app):
    tracker("setup", *RUTH)
    code, said = tracker("setup", "--reset", "ruth@avery.example")
    assert code == 0
    token = said.strip().rsplit("/reset#", 1)[1]
    with unmigrated_app.app_context():
        assert ResetLink.usable(token).person.name == "Ruth Avery"


def test_a_link_for_nobody_is_refused(tracker):
    tracker("setup", *RUTH)
    assert tracker("setup", "--reset", "nobody@avery.example")[0] == 2


def test_demo_is_refused_when_there_are_people(tracker):
    tracker("setup", *RUTH)
    code, said = tracker("demo")
    assert code == 2 and "people in this database already" in said


def test_demo_is_refused_in_production(tracker, surroundings):
    surroundings.setenv("BASE_URL", "https://ops.example.com")
    surroundings.setenv("SECRET_KEY", SECRET)
    surroundings.setenv("PROXIES", "1")
    code, said = tracker("demo")
    assert code == 2 and "tracker setup" in said


def test_demo_can_have_any_size(tracker, unmigrated_app):
    assert tracker("demo", "--clients", "3", "--goals", "2", "--tasks", "4")[0] == 0
    from tracker.clients.models import Client
    from tracker.roadmap.models import Goal, Task

    with unmigrated_app.app_context():
        found = [len(db.session.scalars(select(kind)).all()) for kind in (Client, Goal, Task)]
    assert found == [3, 6, 24]


def test_migrate_reports_what_it_did(tracker, unmigrated_app):
    assert tracker("migrate") == (0, "Done.\n")
    assert "already" in tracker("migrate")[1]
    assert migrations.is_migrated(unmigrated_app)


def test_check_finds_no_problem_in_a_new_practice(tracker):
    tracker("setup", *RUTH)
    code, said = tracker("check")
    assert "second factor at sign-in does not exist yet" in said
    assert "Requests are answered for localhost and 127.0.0.1." in said
    assert [line for line in said.splitlines() if " FIX " in line] == []
    assert code == 0


def test_check_finds_problems(tracker, tmp_path, surroundings):
    tracker("demo", "--clients", "1")
    (tmp_path / "secret_key").touch()
    (tmp_path / "secret_key").chmod(0o644)
    surroundings.setenv("BASE_URL", "https://ops.example.com")
    surroundings.setenv("SECRET_KEY", "a-long-secret-of-the-tests-0123456789")
    surroundings.setenv("PROXIES", "1")
    code, said = tracker("check")
    assert code == 1
    for words in ("password is public", "chmod 600", "2 to fix"):
        assert words in said
    surroundings.setenv("SECRET_KEY", "a" * 40)
    assert "SECRET_KEY is too plain" in tracker("check")[1]


def test_check_names_a_missing_setting(tracker, surroundings):
    surroundings.setenv("FOOTBRIDGE_ENV", "production")
    code, said = tracker("check")
    assert code == 1 and "BASE_URL is missing" in said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"BASE_URL": "https://ops.example.com", "SECRET_KEY": SECRET}, "PROXIES is 0"),
        ({"FOOTBRIDGE_ENV": "staging"}, "It can be production or trial"),
    ],
)
def test_check_says_why_production_would_not_start(tracker, surroundings, settings, words):
    for name, value in settings.items():
        surroundings.setenv(name, value)
    code, said = tracker("check")
    assert code == 1 and words in said
