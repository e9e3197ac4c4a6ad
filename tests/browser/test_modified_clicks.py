"""On every link Ctrl, Cmd, Shift, Alt and the middle button do what the browser does with them."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LINKS = {
    "a task’s title": lambda page: page.get_by_role("link", name="Ring the oven maker"),
    "a task’s date": lambda page: page.locator("#task-1-due"),
    "a task’s owner": lambda page: page.locator("#task-1-owner"),
    "the jump": lambda page: page.locator(".sidebar [data-opens=palette]"),
    "a goal": lambda page: page.locator("#goal-1-open"),
    "Add a goal": lambda page: page.get_by_role("link", name="Add a goal"),
}
CLICKS = {
    "Ctrl": {"modifiers": ["Control"]},
    "Shift": {"modifiers": ["Shift"]},
    "the middle button": {"button": "middle"},
}


def is_unchanged(page):
    """Return whether the page is unchanged, with no dialog, open form or selection."""
    dialogs = page.locator("dialog[open]").count()
    return not dialogs and not page.locator("form.inline-form, .selecting, #add-goal h2").count()


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("click", CLICKS)
def test_a_modified_click_opens_the_link_in_a_new_page(page, link, click):
    found = LINKS[link](page)
    address = found.evaluate("link => link.href")
    with page.context.expect_page() as opened:
        found.click(**CLICKS[click])
    expect(opened.value).to_have_url(address)
    assert is_unchanged(page)
    assert page.evaluate("window.sameVisit")


def test_meta_and_alt_are_left_to_the_browser(page):
    """The effect depends on the system, so the test only checks that no script handled the click."""
    page.locator("#task-1-open").wait_for()
    left_alone = page.evaluate(
        """["metaKey", "altKey"].map((key) => document.getElementById("task-1-open").dispatchEvent(
            new MouseEvent("click", { bubbles: true, cancelable: true, view: window, [key]: true })))"""
    )
    assert left_alone == [True, True]


def test_a_modified_click_in_the_drawer_opens_the_next_task_in_a_new_page(page):
    page.get_by_role("link", name="Ring the oven maker").click()
    drawer = page.get_by_role("dialog")
    onward = drawer.get_by_role("link", name="Next task")
    expect(onward).to_be_visible()
    with page.context.expect_page() as opened:
        onward.click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Choose the oven")
    expect(drawer.get_by_role("heading", level=1)).to_have_text("Ring the oven maker")


def test_a_modified_click_on_a_search_result_opens_a_new_page(page):
    page.keyboard.press("Control+k")
    page.locator("#palette-words").fill("Choose the oven")
    found = page.get_by_role("option", name="Choose the oven").first
    expect(found).to_be_visible()
    with page.context.expect_page() as opened:
        found.click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Choose the oven")
    expect(page.get_by_role("dialog", name="Jump to")).to_be_visible()
