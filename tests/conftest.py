"""One application for the test run, with its database emptied after each test; no mocks."""

import os
import re
import secrets
import tomllib
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import create_engine, text

from tests import world
from tests.visitor import Browser, Visitor
from tracker import create_app
from tracker.foundation.database import db, writing

QUICK_HASH = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@contextmanager
def a_database(folder, label):
    """The address of a fresh SQLite file, or of a database of our own on the server TEST_DATABASE_URL names."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{folder / 'test.db'}"
        return
    name = f"footbridge_test_{label}_{secrets.token_hex(4)}"
    admin = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield str(admin.url.set(database=name).render_as_string(hide_password=False))
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory, worker_id):
    with a_database(tmp_path_factory.mktemp("data"), worker_id) as url:
        yield url


@pytest.fixture(scope="session")
def worker_id(request):
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def built(database_url, tmp_path_factory):
    """The product on a database with its tables, made once a run."""
    os.environ["DATA"] = str(tmp_path_factory.mktemp("instance"))
    os.environ["DATABASE_URL"] = database_url
    app = create_app(TESTING=True, SECRET_KEY="t" * 40, ARGON2=QUICK_HASH, PROPAGATE_FAULTS=True)
    app.test_client_class = Browser
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def friday():
    """Friday 27 November 2026: for tests that write dates out, which say the same on any day they run."""
    with time_machine.travel(datetime(2026, 11, 27, 17, tzinfo=UTC)):
        yield


@pytest.fixture
def app(built):
    before = writing.set(False)  # a test that looks must not hold the lock its visitors need
    with built.app_context():
        yield built
        db.session.rollback()
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        db.session.remove()
    writing.reset(before)


@pytest.fixture(scope="session")
def cast_record():
    return world.CastRecord()


@pytest.fixture
def cast(app, cast_record):
    """Whitlock Operations, two of its clients and their people; see `world`."""
    return cast_record.cast()


@pytest.fixture
def visit(app):
    """A visitor: `visit(person)` is signed in, `visit()` is not."""
    return lambda person=None: Visitor(app, person)


for name in ("dana", "ash", "marco", "rosa", "vera", "adaeze"):

    def signed_in(cast, visit, name=name):
        return visit(getattr(cast, name))

    globals()[name] = pytest.fixture(signed_in, name=name)

ROOT = Path(__file__).parent.parent


def pytest_configure():
    """Say so at once when somebody else's commit needs a library that is not installed here yet."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    missing = [line for line in asked if ";" not in line and not is_installed(re.split("[<>=]", line)[0])]
    if missing:
        pytest.exit(f"Not installed: {', '.join(missing)}. Run: make .venv/.ready-to-test", 4)


def is_installed(name):
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def pytest_terminal_summary(terminalreporter):
    """Print figures that tests measured, such as sizes and the number of axe runs."""
    passed = (report for report in terminalreporter.getreports("passed") if report.when == "call")
    told = [pair for report in passed for pair in report.user_properties]
    counts = Counter(name for name, value in told if isinstance(value, int) for _ in range(value))
    for name, value in [
        *counts.items(),
        *((name, value) for name, value in told if not isinstance(value, int)),
    ]:
        terminalreporter.write_line(f"{name}: {value}")
