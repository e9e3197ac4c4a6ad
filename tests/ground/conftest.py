"""A product of its own for each test, on a database that has nothing in it yet."""

import pytest

from tests.conftest import QUICK_HASH, a_database
from tracker import create_app
from tracker.foundation.db import db


@pytest.fixture
def surroundings(tmp_path, monkeypatch, worker_id):
    """The environment of a first start: a folder and an empty database."""
    with a_database(tmp_path, worker_id) as url:
        monkeypatch.setenv("DATA", str(tmp_path))
        monkeypatch.setenv("DATABASE_URL", url)
        yield monkeypatch


@pytest.fixture
def fresh(surroundings):
    """The product, before anybody migrated."""
    app = create_app(TESTING=True, SECRET_KEY="t" * 40, ARGON2=QUICK_HASH)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
