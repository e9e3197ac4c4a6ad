"""The bench itself: the least pages show the rows they should, and the command writes its figures."""

import json
import os
import subprocess
import sys

import pytest

from tests.bench.callers import Request, caller_of_least
from tests.bench.least_pages import create_least_app
from tests.conftest import ROOT
from tests.world import a_goal, a_task, seat_of
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.statuses import Status

WORKS = ["today", "roadmap", "letter", "search", "history", "timeline", "tap"]
FIGURES = ["p50_ms", "p95_ms", "cpu_ms", "floor_cpu_ms", "ratio", "queries", "bytes", "gzip"]


@pytest.fixture
def oven(cast):
    """A task of Dana's under a goal of Fornello's."""
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided")
    return a_task(
        cast.fornello, cast.dana, "Call the vendor", goal=goal, owner=seat_of(cast.dana, cast.fornello)
    )


@pytest.fixture
def least(app, cast, oven):
    """Dana, signed in to the least pages on the database of the test."""
    least_app = create_least_app(app.config["SQLALCHEMY_DATABASE_URI"])
    yield caller_of_least(least_app, cast.dana.id)
    least_app.dispose()


def test_each_least_page_shows_its_rows(least, cast, oven):
    client, seat = cast.fornello.id, seat_of(cast.dana, cast.fornello).id
    a_task(cast.okafor, cast.dana, "Draft the vendor list")
    pages = {
        f"/page/{client}/{seat}": ["Dana Whitlock", "3 clients", "1 open", "Second oven", "Call the vendor"],
        "/portfolio": ["Fornello Pizza", "Okafor Immigration Law", "Juniper Catering", "1 goals"],
        f"/board/{client}": ["Second oven decided", "Call the vendor", "not_started"],
        "/search?q=vendor": ["Call the vendor", "Draft the vendor list"],
    }
    for path, words in pages.items():
        body = least.ask(Request(path)).body.decode()
        assert not [word for word in words if word not in body], path


def test_the_least_update_saves_the_status_and_a_line(least, oven):
    body = least.ask(Request(f"/update/{oven.id}", {"status": "done"})).body.decode()
    assert "Call the vendor" in body and "done" in body
    db.session.expire_all()
    db.session.rollback()
    line = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert (oven.status, line.action, line.task_id) == (Status.DONE, "task_status_changed", oven.id)


def test_the_command_writes_its_figures(tmp_path):
    out, database = tmp_path / "bench.json", os.environ.get("TEST_DATABASE_URL", "")
    options = ["--out", out, "--cache", tmp_path, "--seconds", "0", "--crowd", "0", "--database", database]
    command = [sys.executable, "-m", "tests.bench", "run", "--size", "tiny", *map(str, options)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stderr[-3000:]

    found = json.loads(out.read_text())
    assert list(found) == ["size", "database", "works", "writers", "memory_mib", "start_s"]
    assert (found["size"], found["database"]) == ("tiny", "postgresql" if database else "sqlite")
    assert list(found["works"]) == WORKS
    assert all(list(work) == FIGURES and min(work.values()) > 0 for work in found["works"].values())
    distinct, one = found["writers"]["distinct_tasks"], found["writers"]["one_task"]
    assert (distinct["writes"], distinct["errors"], distinct["lost"]) == (320, 0, 0)
    assert set(one["winners"]) == {1} and (one["errors"], one["lost"]) == (0, 0)
    assert 50 < found["memory_mib"] < 400 and found["start_s"] > 0
    assert all(name in ran.stdout for name in (*WORKS, "ratio", "memory"))
