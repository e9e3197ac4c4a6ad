"""Each worker has one server and one browser. Each visitor in a test has their own browser context."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import chromium as system
from tests.browser.product import DANA, Product, served
from tests.conftest import QUICK_HASH, a_database
from tracker import create_app
from tracker.demo import story
from tracker.foundation.database import db

PATIENCE = 15_000  # ms; a busy machine is slow
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def product(tmp_path_factory, worker_id):
    """Footbridge with its demo, served while the tests run. Tests that write create their own clients."""
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
def start_chromium(playwright, tmp_path_factory):
    """Start Chromium. `font` replaces all fonts of this machine. The rest are switches and Playwright's options."""
    folder = tmp_path_factory.mktemp("fonts")

    def start_chromium(*switches, font="wide", **more):
        path = system.find_chromium()
        if not path:
            pytest.fail(system.MISSING, pytrace=False)
        environment = system.environment_with_font(font, folder)
        args = [*system.sandbox_arguments(), *switches]
        return playwright.chromium.launch(executable_path=path, args=args, env=environment, **more)

    return start_chromium


@pytest.fixture(scope="session")
def chromium(start_chromium):
    browser = start_chromium()
    yield browser
    browser.close()


@pytest.fixture
def browse(product, chromium):
    """Open a browser: `page = browse(DANA)` is signed in, `browse()` is not.

    Each call opens a separate browser context, and every page in it is monitored.
    """
    monitor, contexts = system.PageMonitor(product.url), []

    def browse(email=None, width=1440, height=900, browser=chromium, **options):
        options = {"reduced_motion": "reduce", "locale": "en-GB", **options}
        context = browser.new_context(
            base_url=product.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        monitor.attach_to(context)
        if email:
            context.add_cookies([product.session_cookie(email)])
        return context.new_page()

    browse.monitor = monitor
    yield browse
    for context in contexts:
        context.close()
    product.end_temporary_seats()
    assert not monitor.problems, monitor.problems


@pytest.fixture
def bakery(product, request):
    """A client for this test only, with the test module's PLAN, or with one goal and two tasks."""
    plan = {"Two ovens run": ["Ring the oven maker", "Choose the oven"]}
    return product.a_client(getattr(request.module, "PLAN", plan))


@pytest.fixture
def page(browse, bakery):
    """Dana's browser at the road map of the bakery. `window.sameVisit` is lost when the page is reloaded."""
    page = browse(DANA)
    page.goto(bakery)
    page.evaluate("window.sameVisit = true")
    return page
