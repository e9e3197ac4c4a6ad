"""The road map without a mouse."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def tab_to(page, locator, at_most=60):
    """Press Tab until it has the focus, and fail with the element where the focus stayed."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"not reached by Tab: {page.evaluate('document.activeElement.outerHTML')[:200]}")


def choose_next(page):
    """Choose the next option of the focused select. An arrow opens a customised select and changes a plain one."""
    page.keyboard.press("ArrowDown")
    if page.evaluate("document.querySelector('select:open') !== null"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")


def test_the_first_tab_skips_to_the_content(page):
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("How Harbour Bakery is doing"), at_most=2)


def test_a_status_can_be_changed_and_a_task_added_by_keyboard(page, bakery, product):
    status = page.get_by_label("Status: Ring the oven maker")
    tab_to(page, status)
    choose_next(page)
    expect(page.locator("#toast")).to_contain_text("On track")
    expect(status).to_be_focused()
    line = page.get_by_placeholder("Add a task").first
    tab_to(page, line, at_most=20)
    for title in ("Sell the old oven", "Sweep the yard"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.locator(".task", has_text=title)).to_be_visible()
        expect(line).to_be_focused()
    page.keyboard.type("never mind")
    page.keyboard.press("Escape")
    expect(line).to_have_value("never mind")
    expect(line).not_to_be_focused()
    assert list(product.task_statuses(bakery)) == [
        "Ring the oven maker", "Choose the oven", "Sell the old oven", "Sweep the yard",
    ]  # fmt: skip
    assert product.task_statuses(bakery)["Ring the oven maker"] == "on_track"


def test_the_drawer_takes_the_focus_and_returns_it(page):
    title = page.get_by_role("link", name="Choose the oven")
    tab_to(page, title)
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", level=1)).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "!document.hasFocus() || document.activeElement === document.body"
            " || !!document.activeElement.closest('dialog')"
        )
        assert inside, page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(title).to_be_focused()


def test_an_inline_form_returns_the_focus_when_it_closes(page):
    due = page.locator("#task-1-due")
    tab_to(page, due)
    page.keyboard.press("Enter")
    expect(page.locator("#task-1").get_by_label("Due")).to_be_focused()
    tab_to(page, page.locator("#task-1").get_by_role("link", name="Cancel"), at_most=8)
    page.keyboard.press("Enter")
    expect(page.locator("#task-1 a.due")).to_be_focused()


def test_the_menu_of_a_goal_opens_and_closes_by_key(page):
    more = page.locator("#goal-1-more summary")
    tab_to(page, more)
    page.keyboard.press("Enter")
    expect(page.locator("#goal-1-more .menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#goal-1-more .menu")).to_be_hidden()
    expect(more).to_be_focused()
