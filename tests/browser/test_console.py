"""The pages people use most cause no error, refused style or missing file in the browser's console."""

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA, MARCO, ROSA

FORNELLO = "/clients/fornello-pizza/"
pytestmark = pytest.mark.browser

PAGES = [
    (None, "/sign-in"), (DANA, "/"), (DANA, FORNELLO), (DANA, f"{FORNELLO}timeline"), (DANA, f"{FORNELLO}tasks/6"),
    (DANA, f"{FORNELLO}goals/2"), (DANA, f"{FORNELLO}history"), (DANA, f"{FORNELLO}people"), (DANA, "/practice"),
    (MARCO, f"{FORNELLO}letter"), (ROSA, f"{FORNELLO}mine"),
]  # fmt: skip


@pytest.fixture
def watch_console():
    """Errors and warnings in the browser's console."""
    found = []

    def listen(page):
        page.on(
            "console", lambda message: message.type in ("error", "warning") and found.append(message.text)
        )
        page.on("pageerror", lambda error: found.append(str(error)))
        return page

    listen.found = found
    return listen


@pytest.mark.parametrize(("who", "path"), PAGES, ids=[path for _, path in PAGES])
def test_a_page_opens_without_console_errors(browse, watch_console, who, path):
    page = watch_console(browse(who))
    page.goto(path, wait_until="networkidle")
    assert watch_console.found == []


def test_work_in_the_drawer_under_a_message_causes_no_console_errors(browse, product, watch_console):
    road_map = product.a_client({"Second oven": ["Measure the door", "Ring the maker"]})
    page = watch_console(browse(DANA))
    page.goto(road_map)
    page.locator("#task-1 .check").click()
    expect(page.locator("#toast")).to_be_visible()
    expect(page.locator("#main")).not_to_have_css("margin-block-end", "0px")
    page.locator("#task-2 .title a").click()
    expect(page.locator("#drawer h1")).to_be_visible()
    page.locator("#drawer .compose textarea").fill("Ask for two quotes")
    page.locator("#drawer .compose .button.main").click()
    expect(page.locator("#drawer .thread")).to_contain_text("Ask for two quotes")
    assert watch_console.found == []
    assert page.locator("[style]").count() == 0
