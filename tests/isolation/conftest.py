"""The marked world, told once a run."""

import pytest
from flask_wtf.csrf import generate_csrf

from tests.isolation import matrix
from tests.isolation import world as marked
from tests.isolation.twins import Worlds
from tracker.foundation.database import db, writing


@pytest.fixture(scope="session", autouse=True)
def promised(built):
    """The suite does not run while it is not said of every route who may use it."""
    missing = list(matrix.what_is_missing(built, matrix.ROWS))
    if missing:
        pytest.fail("The isolation suite cannot run: " + "; ".join(missing), pytrace=False)


@pytest.fixture
def world(app, monkeypatch):
    """Both clients, everybody's session, and the token each one's pages would carry."""
    monkeypatch.setitem(
        app.config, "PROPAGATE_FAULTS", False
    )  # a fault is a finding, not a crash of the suite
    before = writing.set(True)
    told = marked.tell()
    writing.reset(before)
    for actor in told.actors.values():
        if actor.token:
            cookie = {"Cookie": f"session={actor.token}"}
            with app.app_context(), app.test_request_context(headers=cookie):
                actor.csrf = generate_csrf()
    return told


@pytest.fixture(scope="session")
def told(built):
    """The tellings of this run, each made when it is first asked for."""
    return Worlds(built)


@pytest.fixture
def worlds(app, told, monkeypatch):
    """The same two clients with and without what a reader may not know of; see `story`."""
    monkeypatch.setitem(app.config, "PROPAGATE_FAULTS", False)
    return told


@pytest.fixture(autouse=True)
def nothing_is_left(app):
    yield
    db.session.rollback()
