"""The palette opens any page by keyboard, from anywhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA, MARCO

pytestmark = pytest.mark.browser


@pytest.fixture
def open_palette(product):
    """Open the palette with a key and wait for its suggestions."""
    product.a_client({"Harbour ovens": ["Ring the harbour oven maker", "Choose a harbour oven"]})

    def opened(page, key="/"):
        page.keyboard.press(key)
        expect(page.locator("#palette-results [role=option]").first).to_be_visible()
        return page.get_by_role("combobox", name="Jump to")

    return opened


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_few_letters_and_enter_open_the_result(browse, open_palette, key):
    page = browse(DANA)
    page.goto("/")
    field = open_palette(page, key)
    expect(field).to_be_focused()
    page.keyboard.type("ring harb")
    option = page.get_by_role("option", name="Ring the harbour oven maker").first
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "palette-option-0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ring the harbour oven maker")


def test_arrow_keys_move_and_escape_closes(browse, open_palette):
    page = browse(DANA)
    page.goto("/clients")
    field = open_palette(page)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "palette-option-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    last = page.locator("#palette-results [role=option]").last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    assert page.url.endswith("/clients")


def test_without_results_there_is_a_message_and_no_selection(browse, open_palette):
    page = browse(DANA)
    page.goto("/")
    field = open_palette(page)
    page.keyboard.type("zzzz")
    expect(page.get_by_text("No results.")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#announcement")).to_have_text("Nothing found")


def test_a_ceo_opens_it_with_a_click(browse):
    page = browse(MARCO, width=390)
    page.goto("/clients/fornello-pizza/")
    page.get_by_role("link", name="Jump to").click()
    page.get_by_role("combobox", name="Jump to").fill("closing checklist")
    page.get_by_role("option", name="Write the closing checklist").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write the closing checklist")


def test_a_lost_connection_is_reported_in_the_palette(browse, open_palette):
    page = browse(DANA)
    page.goto("/")
    open_palette(page)
    page.context.set_offline(True)
    page.keyboard.type("oven")
    expect(page.locator("#palette #toast")).to_contain_text("Not loaded. The connection dropped.")
    page.context.set_offline(False)
    browse.monitor.problems.clear()


def test_it_works_without_scripts(browse):
    page = browse(DANA, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Jump to").first.click()
    page.get_by_role("searchbox").fill("closing checklist")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Write the closing checklist").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write the closing checklist")
