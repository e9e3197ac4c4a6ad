"""A served product and a browser a worker; a context of its own for every visitor of a test."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import chromium as system
from tests.browser.product import DANA, Product, served
from tests.conftest import QUICK_HASH, a_database
from tracker import create_app
from tracker.demo import story
from tracker.foundation.database import db

PATIENCE = 15_000  # ms; a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def product(tmp_path_factory, worker_id):
    """Footbridge with its demo, served while the tests run. Tests that write make clients of their own."""
    folder = tmp_path_factory.mktemp("served")
    with a_database(folder, f"served_{worker_id}") as url, pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("DATABASE_URL", url)
        surroundings.setenv("DATA", str(folder))
        app = create_app(SECRET_KEY="j" * 40, ARGON2=QUICK_HASH)
        with app.app_context():
            db.create_all()
            story.load_story()
        with served(app) as address:
            yield Product(app, address)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def start(playwright, tmp_path_factory):
    """Start a Chromium: `font` replaces all fonts of this machine; the rest are switches and Playwright's options."""
    folder = tmp_path_factory.mktemp("fonts")

    def start(*switches, font="wide", **more):
        path = system.find()
        if not path:
            pytest.fail(system.MISSING, pytrace=False)
        environment = system.only_font(font, folder)
        args = [*system.arguments(), *switches]
        return playwright.chromium.launch(executable_path=path, args=args, env=environment, **more)

    return start


@pytest.fixture(scope="session")
def chromium(start):
    browser = start()
    yield browser
    browser.close()


@pytest.fixture
def browse(product, chromium):
    """Somebody's browser: `page = browse(DANA)` is signed in, `browse()` is nobody yet.

    Each call is a browser of its own (nothing shared with the others). Whatever it shows is watched.
    """
    watch, contexts = system.Watch(product.url), []

    def browse(email=None, width=1440, height=900, browser=chromium, **options):
        options = {"reduced_motion": "reduce", "locale": "en-GB", **options}
        context = browser.new_context(
            base_url=product.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if email:
            context.add_cookies([product.session(email)])
        return context.new_page()

    browse.watch = watch
    yield browse
    for context in contexts:
        context.close()
    product.leave()
    assert not watch.wrong, watch.wrong


@pytest.fixture
def bakery(product):
    """A client of this test alone, with one goal and two tasks."""
    return product.a_client({"Two ovens run": ["Ring the oven maker", "Choose the oven"]})


@pytest.fixture
def page(browse, bakery):
    """Dana's browser at the road map of the bakery. It notices when the page is loaded anew."""
    page = browse(DANA)
    page.goto(bakery)
    page.evaluate("window.sameVisit = true")
    return page
