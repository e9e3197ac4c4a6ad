"""The marked world, created once a run."""

import pytest
from flask_wtf.csrf import generate_csrf

from tests.isolation import matrix
from tests.isolation import world as marked
from tests.isolation.twins import Worlds
from tracker.foundation.database import db, writing


@pytest.fixture(scope="session", autouse=True)
def promised(built):
    """Fail before the suite runs if a route has no line in a `permissions.txt`."""
    missing = list(matrix.what_is_missing(built, matrix.ROWS))
    if missing:
        pytest.fail("The isolation suite cannot run: " + "; ".join(missing), pytrace=False)


@pytest.fixture
def world(app, monkeypatch):
    """Both clients, everybody's session and CSRF token."""
    monkeypatch.setitem(
        app.config, "PROPAGATE_FAULTS", False
    )  # a server error is a finding, not a crash of the suite
    before = writing.set(True)
    planted = marked.tell()
    writing.reset(before)
    for actor in planted.actors.values():
        if actor.token:
            cookie = {"Cookie": f"session={actor.token}"}
            with app.app_context(), app.test_request_context(headers=cookie):
                actor.csrf = generate_csrf()
    return planted


@pytest.fixture(scope="session")
def created_worlds(built):
    """The worlds of this run, each created when it is first needed."""
    return Worlds(built)


@pytest.fixture
def worlds(app, created_worlds, monkeypatch):
    """The same two clients with and without the records hidden from a reader; see `story`."""
    monkeypatch.setitem(app.config, "PROPAGATE_FAULTS", False)
    return created_worlds


@pytest.fixture(autouse=True)
def nothing_is_left(app):
    yield
    db.session.rollback()
