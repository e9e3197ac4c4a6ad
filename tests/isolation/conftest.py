"""The marked world, told once a run."""

import pytest
from flask_wtf.csrf import generate_csrf

from tests.isolation import world as marked
from tracker.foundation.db import db, writing


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


@pytest.fixture(autouse=True)
def nothing_is_left(app):
    yield
    db.session.rollback()
