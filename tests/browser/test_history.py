"""Back and Forward show whole pages, never what a signed-out person had; nothing is left behind."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser


def whole(page):
    """Whether this is a page with its frame, not a piece of one."""
    expect(page.get_by_role("navigation", name="Clients")).to_be_visible()
    assert page.locator("main").count() == 1
    assert page.locator("h1").count() >= 1
    assert page.locator("hx-partial, x-part").count() == 0


def test_back_and_forward_over_a_pushed_address(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.get_by_role("link", name="Choose the oven").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.goto("/clients")
    page.go_back()
    expect(page).to_have_url(re.compile(f"{bakery}tasks/2$"))
    expect(page.get_by_role("heading", name="Choose the oven", level=1)).to_be_visible()
    whole(page)
    page.go_back()
    expect(page).to_have_url(re.compile(f"{bakery}$"))
    expect(page.get_by_role("heading", name="Harbour Bakery", level=1)).to_be_visible()
    whole(page)
    page.go_forward()
    expect(page.get_by_role("heading", name="Choose the oven", level=1)).to_be_visible()
    whole(page)


def test_back_closes_the_drawer_and_forward_brings_the_task(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.get_by_role("link", name="Ring the oven maker").click()
    page.get_by_role("link", name="Next task: Choose the oven").click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_have_text("Choose the oven")
    page.go_back()
    expect(page).to_have_url(re.compile(f"{bakery}tasks/1$"))
    expect(page.get_by_role("heading", name="Ring the oven maker", level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(f"{bakery}$"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    whole(page)
    page.go_forward()
    expect(page.get_by_role("heading", name="Ring the oven maker", level=1)).to_be_visible()


def test_a_pushed_address_loaded_anew_is_a_page(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.get_by_role("link", name="Choose the oven").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.reload()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", name="Choose the oven", level=1)).to_be_visible()
    whole(page)


@pytest.fixture(scope="module")
def remembering(start):
    """A Chromium that keeps pages to go back to, as people's own does; Playwright's forgets them."""
    browser = start(ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


def test_back_after_signing_out_shows_no_road_map(browse, bakery, remembering):
    page = browse(DANA, browser=remembering)
    page.goto(bakery)
    expect(page.get_by_role("link", name="Choose the oven")).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.evaluate("history.back()")
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_text("Choose the oven")).to_have_count(0)


def test_a_page_the_browser_kept_asks_again(browse, bakery, product, remembering):
    page = browse(DANA, browser=remembering)
    page.add_init_script(
        "addEventListener('pageshow', ({ persisted }) => console.info(`kept: ${persisted}`))"
    )
    shown = []
    page.on("console", lambda message: shown.append(message.text))
    page.goto(bakery)
    page.goto("/healthz")
    product.end_sessions(DANA)
    page.evaluate("history.back()")
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_text("Choose the oven")).to_have_count(0)
    assert "kept: true" in shown, "this browser kept nothing, so nothing was tried"


def test_a_tour_leaves_nothing_in_the_browser(browse, bakery):
    page = browse(DANA)
    for place in ("/", "/clients", "/practice", "/me"):
        page.goto(place)
    for place in ("letter", "people", "settings", "tasks/1"):
        page.goto(bakery + place)
    page.goto(bakery)
    page.get_by_label("Status: Choose the oven").select_option("done")
    expect(page.locator("#toast")).to_be_visible()
    page.get_by_role("link", name="Ring the oven maker").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    kept = page.evaluate("""async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
        (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]""")
    assert kept == [0, 0, 0, 0, 0]
    assert [cookie["name"] for cookie in page.context.cookies()] == ["session"]
    assert page.evaluate("document.cookie") == ""
