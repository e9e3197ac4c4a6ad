"""What a person waits for in a slow browser: first paint, taps, and long lists under the pointer.

Chromium runs four times slower than this machine. While a first paint is measured, the network is the one that its
developer tools call slow 4G. Every figure is a median.
"""

import json
import time
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench.callers import BenchError, start_session
from tests.bench.data import LONG
from tests.bench.works import HOME
from tests.browser.chromium import MISSING, find_chromium, sandbox_arguments
from tests.operations.served import served
from tracker.accounts.models import Person

SLOWER = 4
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""Milliseconds until an answer begins, and bytes a second."""
QUIET = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
TIMES = 5
"""How often each figure is measured."""
PATIENCE = 60_000
RENDERING = ("UpdateLayoutTree", "Layout")
"""What Chromium calls its style and layout tasks."""
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
COO, CEO = "dana@whitlock.example", "marco@fornello.example"

FIRST_PAINT = """new Promise((painted) => new PerformanceObserver((list) => {
  const [first] = list.getEntriesByName("first-contentful-paint");
  if (first) painted(first.startTime);
}).observe({ type: "paint", buffered: true }))"""
WATCH = """([selector, isDone, request]) => {
  const control = document.querySelector(selector), row = control.closest("li.task");
  const isOpen = () => document.querySelector("dialog.drawer[open] h1");
  const done = { replaced: () => !row.isConnected, opened: isOpen }[isDone];
  const network = () => {
    const sent = performance.getEntriesByType("resource").filter(({ name }) => name.includes(request)).at(-1);
    return sent.responseEnd - sent.startTime;
  };
  performance.clearResourceTimings();
  window.painted = new Promise((painted) => control.addEventListener("click", ({ timeStamp }) => {
    const observer = new MutationObserver(() => {
      if (!done()) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => painted(performance.now() - timeStamp - (request ? network() : 0))));
    });
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["open"] });
  }, { once: true }));
}"""
"""Measures from the next click on a control to the frame in which its row is replaced or the drawer is open."""
REPLACED = """(row) => new Promise((done) => {
  const wait = () => (row.isConnected ? requestAnimationFrame(wait) : done());
  wait();
})"""


def measure(app, practice):
    """The figures at this size: of first paints unless it is the long road map, and of one with every task.

    `…_paint_ms` is a visit's first paint, `tap_ms` a tick without its request, `open_ms` a task with its request, and
    `…_task_ms` the longest style or layout task while somebody acts.
    """
    tasks = practice.tasks_of_a_client
    with opened(app, practice) as browser:
        yield from [] if practice.size == LONG else first_paints(browser)
        with browser.road_map(tasks) as page:
            yield f"tap_{tasks}_ms", middle(browser.taps(page))
            yield f"open_{tasks}_ms", middle(browser.tasks_opened(page))
            for act in (point, tick, select, drag):
                yield f"{act.__name__}_{tasks}_task_ms", middle(browser.longest_tasks(page, act))


def first_paints(browser):
    """Those of the letter and of Today, with nothing kept of earlier visits, and on the next visit."""
    for name, address, path in (("letter", CEO, f"{HOME}/letter"), ("today", COO, "/")):
        for visit, again in (("first", False), ("next", True)):
            yield f"{name}_{visit}_paint_ms", middle(browser.first_paints(address, path, again))


@contextmanager
def opened(app, practice):
    """Chromium, and the product that it asks."""
    path = find_chromium()
    if not path:
        raise BenchError(MISSING)
    settings = {name: practice.settings[name] for name in ("DATABASE_URL", "HOST")}
    with served(practice.folder, is_quiet=False, **settings) as product, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*sandbox_arguments(), *QUIET])
        yield Browser(app, chromium, f"http://127.0.0.1:{product.port}")
        chromium.close()


class Browser:
    """A slow Chromium, which signs people in and measures."""

    def __init__(self, app, chromium, home):
        self.app, self.chromium, self.home = app, chromium, home

    @contextmanager
    def page(self, address, network=None):
        """A page of somebody who is signed in, with an empty cache."""
        with self.app.app_context():
            cookie = start_session(Person.by_email(address))
        context = self.chromium.new_context(base_url=self.home, viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "session", "value": cookie, "url": self.home}])
        page = context.new_page()
        developer = context.new_cdp_session(page)
        developer.send("Network.enable")
        if network:
            developer.send("Network.emulateNetworkConditions", network)
        developer.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page
        context.close()

    def first_paints(self, address, path, again):
        """Milliseconds until somebody sees the first words, with nothing kept of earlier visits or `again`."""
        for _ in range(TIMES):
            with self.page(address, SLOW_4G) as page:
                page.goto(path)
                if again:
                    page.goto("about:blank")
                    page.goto(path)
                yield page.evaluate(FIRST_PAINT)

    @contextmanager
    def road_map(self, tasks):
        """The first client's road map with every task."""
        with self.page(COO) as page:
            page.goto(f"{HOME}/")
            if page.locator("li.task.row").count() < tasks:
                page.get_by_role("link", name="Show all").first.click()
                page.wait_for_load_state()
            found = page.locator("li.task.row").count()
            if found < tasks:
                raise BenchError(f"{page.url} shows {found} of {tasks} tasks.")
            settle()
            yield page

    def taps(self, page):
        """Milliseconds from a click on a tick to the new row on the screen, without those of its request."""
        for number in range(TIMES):
            control = tick_of(page, number)
            page.evaluate(WATCH, [control, "replaced", "/status"])
            page.click(control)
            yield page.evaluate("window.painted")
            settle()

    def tasks_opened(self, page):
        """Milliseconds from a click on a task's title to its details on the screen, with those of its request."""
        for number in range(TIMES):
            title = f"{row_of(page, number)} .title > a"
            page.evaluate(WATCH, [title, "opened", ""])
            page.click(title)
            yield page.evaluate("window.painted")
            page.keyboard.press("Escape")
            page.wait_for_selector("dialog.drawer", state="hidden")
            settle()

    def longest_tasks(self, page, act):
        """The longest of Chromium's style and layout tasks while somebody acts, in milliseconds."""
        for number in range(TIMES):
            self.chromium.start_tracing(page=page, categories=CATEGORIES)
            act(page, number)
            settle()
            yield longest_rendering(json.loads(self.chromium.stop_tracing())["traceEvents"])


def longest_rendering(events):
    """The longest style or layout task of a trace, in milliseconds of its thread, whatever else the machine does."""
    tasks = [event.get("tdur", event.get("dur", 0)) for event in events if event["name"] in RENDERING]
    return max(tasks, default=0) / 1000


def point(page, number):
    """Move the pointer across ten rows."""
    for row in range(10):
        page.hover(f"{row_of(page, row)} .title", force=True)


def tick(page, number):
    """Tick a task, and wait for its row."""
    control = tick_of(page, number)
    row = page.query_selector(control.rsplit(" ", 1)[0])
    page.click(control)
    page.evaluate(REPLACED, row)


def select(page, number):
    """Select three tasks, and clear the selection."""
    for row in range(3):
        page.hover(f"{row_of(page, row)} .title", force=True)
        page.click(f"{row_of(page, row)} > .select-box")
    page.keyboard.press("Escape")


def drag(page, number):
    """Drag a task down past seven others."""
    rows = [page.query_selector(row_of(page, row)) for row in (1, 8)]
    rows[0].hover(force=True)
    start, end = page.query_selector(".task > .drag-handle").bounding_box(), rows[1].bounding_box()
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(start["x"] + 9, end["y"] + 9, steps=10)
    with page.expect_response(lambda answer: answer.url.endswith("/place")):
        page.mouse.up()


def row_of(page, number):
    """A selector for one of the first rows."""
    row = page.locator("li.task.row").nth(number).get_attribute("id")
    return f"#{row}"


def tick_of(page, number):
    """A selector for the tick of one of the first tasks."""
    return f"{row_of(page, number)} .check"


def settle():
    """Give the page time for what it does afterwards."""
    time.sleep(0.6)


def middle(figures):
    return round(median(figures), 1)
