"""A separate application for each test, on an empty database."""

import pytest
from click.testing import CliRunner

from tests.conftest import QUICK_HASH, a_database
from tests.operations.served import connections
from tests.visitor import Browser
from tracker import create_app
from tracker.cli import main
from tracker.demo import story
from tracker.foundation.database import db


@pytest.fixture(scope="package")
def demo_app(tmp_path_factory, worker_id):
    """The application with the demo data, loaded once for all tests that only read."""
    folder = tmp_path_factory.mktemp("demo")
    with a_database(folder, f"demo_{worker_id}") as url, pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("DATABASE_URL", url)
        surroundings.setenv("DATA", str(folder))
        app = create_app(TESTING=True, SECRET_KEY="t" * 40, ARGON2=QUICK_HASH, PROPAGATE_FAULTS=True)
        app.test_client_class = Browser
        with app.app_context():
            db.create_all()
            story.load_story()
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def surroundings(tmp_path, monkeypatch, worker_id):
    """The environment of a first start, with a folder and an empty database."""
    with a_database(tmp_path, worker_id) as url:
        monkeypatch.setenv("DATA", str(tmp_path))
        monkeypatch.setenv("DATABASE_URL", url)
        yield monkeypatch


@pytest.fixture
def unmigrated_app(surroundings):
    """The application before its first migration."""
    app = create_app(TESTING=True, SECRET_KEY="t" * 40, ARGON2=QUICK_HASH)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def tracker(surroundings):
    """Run a console command and return its exit code and output."""

    def run_command(*words, answers=""):
        result = CliRunner().invoke(main, [*words], input=answers)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run_command


@pytest.fixture
def connect(product):
    """Opens connections to the service that the test module serves as `product`, and closes them."""
    with connections(product.port) as connect:
        yield connect
