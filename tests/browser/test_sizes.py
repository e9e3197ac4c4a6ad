"""The size of pages, measured on the wire with gzip, as a phone pays for it."""

import pytest

from tests.browser.product import DANA, MARCO, Product, served
from tests.conftest import QUICK_HASH, a_database
from tracker import create_app
from tracker.demo import bulk
from tracker.foundation.database import db

pytestmark = pytest.mark.browser

KB = 1000
FIRST_VISIT, REPEAT_VISIT, LARGE_ROAD_MAP = 140 * KB, 15 * KB, 40 * KB


class Scale:
    """Adds up the bytes of a page, including headers."""

    def __init__(self, page):
        self.page = page
        self.sizes = {}
        self.names = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self.record_request)
        wire.on("Network.loadingFinished", self.record_size)

    def record_request(self, sent):
        self.names[sent["requestId"]] = sent["request"]["url"]

    def record_size(self, done):
        self.sizes[done["requestId"]] = done["encodedDataLength"]

    def measure(self, path):
        """Return the bytes that a visit of `path` transfers now."""
        self.sizes.clear()
        self.page.goto(path)
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_load_state("networkidle")
        return int(sum(self.sizes.values()))

    @property
    def largest(self):
        names = sorted(((size, self.names[each]) for each, size in self.sizes.items()), reverse=True)
        return ", ".join(f"{name.rsplit('/', 1)[-1] or 'page'} {size:,.0f}" for size, name in names[:8])


@pytest.mark.parametrize(
    ("name", "who", "path"),
    [
        ("sign-in", None, "/sign-in"),
        ("letter", MARCO, "/clients/fornello-pizza/letter"),
        ("Today", DANA, "/"),
    ],
)
def test_a_page_is_small(browse, record_property, name, who, path):
    scale = Scale(browse(who, width=390))
    first, largest = scale.measure(path), scale.largest
    repeat = scale.measure(path)
    record_property(f"{name}, first visit", f"{first / KB:.1f} KB")
    record_property(f"{name}, repeat", f"{repeat / KB:.1f} KB")
    assert first <= FIRST_VISIT, largest
    assert repeat <= REPEAT_VISIT, scale.largest


@pytest.fixture
def large_product(tmp_path, worker_id, monkeypatch):
    """A practice with one client: 20 goals of 25 tasks."""
    with a_database(tmp_path, f"bulk_{worker_id}") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("DATA", str(tmp_path))
        app = create_app(SECRET_KEY="j" * 40, ARGON2=QUICK_HASH)
        with app.app_context():
            db.create_all()
            bulk.create_bulk(clients=1, goals=20, tasks=25)
        with served(app) as address:
            yield Product(app, address)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_a_road_map_of_500_tasks_is_one_small_page(large_product, chromium, record_property):
    context = chromium.new_context(base_url=large_product.url)
    context.add_cookies([large_product.session_cookie(DANA)])
    page = context.new_page()
    answer = page.goto("/clients/client-001/?show=all&folded=no")
    packed, raw = answer.request.sizes()["responseBodySize"], answer.body()
    rows = [row.encode() for row in raw.decode().split('<li id="task-')[1:]]
    longest = max(len(row.split(b"</li>")[0]) for row in rows)
    record_property("road map of 500 tasks, packed", f"{packed / KB:.1f} KB")
    record_property("its longest row, raw", f"{longest} bytes")
    assert page.locator(".task.row").count() == 500
    assert answer.headers["content-encoding"] == "gzip"
    assert packed <= LARGE_ROAD_MAP
    assert longest <= 1800
    context.close()
