"""Back and Forward show full pages, never those of a signed-out person, and the browser stores nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser


def check_full_page(page):
    """Check that this is a full page and not a fragment."""
    expect(page.get_by_role("navigation", name="Clients")).to_be_visible()
    assert page.locator("main").count() == 1
    assert page.locator("h1").count() >= 1
    assert page.locator("hx-partial, x-part").count() == 0


def test_back_and_forward_work_with_a_pushed_address(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.get_by_role("link", name="Choose the oven").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.goto("/clients")
    page.go_back()
    expect(page).to_have_url(re.compile(f"{bakery}tasks/2$"))
    expect(page.get_by_role("heading", name="Choose the oven", level=1)).to_be_visible()
    check_full_page(page)
    page.go_back()
    expect(page).to_have_url(re.compile(f"{bakery}$"))
    expect(page.get_by_role("heading", name="Harbour Bakery", level=1)).to_be_visible()
    check_full_page(page)
    page.go_forward()
    expect(page.get_by_role("heading", name="Choose the oven", level=1)).to_be_visible()
    check_full_page(page)


def test_back_closes_the_drawer_and_forward_opens_the_task(browse, bakery):
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
    check_full_page(page)
    page.go_forward()
    expect(page.get_by_role("heading", name="Ring the oven maker", level=1)).to_be_visible()


def test_a_pushed_address_can_be_reloaded(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.get_by_role("link", name="Choose the oven").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.reload()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", name="Choose the oven", level=1)).to_be_visible()
    check_full_page(page)


@pytest.fixture(scope="module")
def caching_chromium(start_chromium):
    """A Chromium with the back-forward cache of ordinary browsers, which Playwright disables."""
    browser = start_chromium(ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


def test_back_after_signing_out_shows_no_road_map(browse, bakery, caching_chromium):
    page = browse(DANA, browser=caching_chromium)
    page.goto(bakery)
    expect(page.get_by_role("link", name="Choose the oven")).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.evaluate("history.back()")
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_text("Choose the oven")).to_have_count(0)


def test_a_cached_page_asks_to_sign_in_again(browse, bakery, product, caching_chromium):
    page = browse(DANA, browser=caching_chromium)
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


def test_visited_pages_store_nothing_in_the_browser(browse, bakery):
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
