"""Rows are selected with the mouse, by keys and without scripts, and rows and goals are dragged."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser

PLAN = {
    "Two ovens run": ["Ring the maker", "Choose the oven", "Measure the wall", "Ask the bank"],
    "Saturdays off": ["Find a baker"],
}


def checkbox(page, number):
    page.locator(f"#task-{number}").hover()
    return page.locator(f"#task-{number}-mark")


def task_titles(page, goal=1):
    return page.locator(f"#goal-{goal}-tasks .task .title a").all_inner_texts()


def drag(page, piece, to, below=True):
    """Drag a row by its handle past the middle of another."""
    page.locator(piece).hover()
    grip = page.locator(f"{piece} > .drag-handle").bounding_box()
    x, y = grip["x"] + 10, grip["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 4)
    target = page.locator(to).bounding_box()
    page.mouse.move(x, target["y"] + target["height"] * (0.8 if below else 0.2), steps=8)
    page.mouse.up()


def test_shift_click_selects_a_range_and_one_button_changes_all(page, bakery, product):
    checkbox(page, 1).click()
    checkbox(page, 3).click(modifiers=["Shift"])
    bar = page.get_by_role("region", name="Selected tasks")
    expect(bar.get_by_text("3 selected")).to_be_visible()
    bar.get_by_text("Status", exact=True).click()
    bar.get_by_role("button", name="Watch").click()
    expect(page.locator("#toast")).to_contain_text("Three tasks moved to Watch")
    expect(bar).to_be_hidden()
    assert list(product.task_statuses(bakery).values()) == ["watch"] * 3 + ["not_started"] * 2
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#task-1.task .inline-select")).to_have_class(re.compile("status--not_started"))
    assert set(product.task_statuses(bakery).values()) == {"not_started"}


def test_rows_can_be_selected_and_assigned_by_keyboard(page):
    page.locator("#task-1-open").focus()
    for key in ("m", "Shift+J", "Shift+J", "Shift+K"):
        page.keyboard.press(key)
    expect(page.locator("#task-2-open")).to_be_focused()
    expect(page.locator("#bulk-edit-count")).to_have_text("3 selected")
    page.keyboard.press("Escape")
    expect(page.locator(".select-box:checked")).to_have_count(0)
    page.keyboard.press("m")
    page.locator("#bulk-edit-owner summary").press("Enter")
    page.keyboard.type("Ida the plumber")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("assigned to Ida the plumber")
    expect(page.locator("#task-2 a.avatar")).to_have_attribute("aria-label", re.compile("Ida"))
    expect(page.locator("#task-1 a.avatar")).to_have_attribute("aria-label", re.compile("Dana"))


def test_a_moves_the_focus_to_the_bar_and_it_returns_to_the_rows(page):
    page.locator("#task-1-open").focus()
    for key in ("m", "Shift+J", "a"):
        page.keyboard.press(key)
    expect(page.locator("#bulk-edit-status summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#task-2-open")).to_be_focused()
    for key in ("m", "a", "Enter", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#toast")).to_contain_text("One task moved to On track")
    expect(page.locator("#task-2-open")).to_be_focused()


def test_a_refusal_keeps_the_selection_and_the_text(page):
    page.locator("#goal-1-more summary").click()
    page.get_by_role("button", name="Select its tasks").first.click()
    page.locator("#bulk-edit-due summary").click()
    page.locator("#bulk-edit-due-day").fill("2027-01-15")
    page.get_by_role("button", name="Set the date").click()
    expect(page.locator("#task-4 a.due")).to_have_text(re.compile("15 Jan"))
    for number in (1, 2):
        checkbox(page, number).click()
    page.locator("#bulk-edit-due summary").click()
    page.locator("#bulk-edit-due-day").fill("2027-01-22")
    page.locator("#bulk-edit-due-day").press("Enter")
    expect(page.locator("#bulk-edit-error")).to_contain_text("why the date moves")
    expect(page.locator("#bulk-edit-due-day")).to_have_value("2027-01-22")
    expect(page.locator("#bulk-edit-count")).to_have_text("2 selected")


def test_a_row_can_be_dragged_within_and_across_goals(page):
    drag(page, "#task-1", "#task-3")
    expect(page.locator("#toast")).to_contain_text("Moved")
    assert task_titles(page) == ["Choose the oven", "Measure the wall", "Ring the maker", "Ask the bank"]
    drag(page, "#task-4", "#task-5", below=False)
    expect(page.locator("#toast")).to_contain_text("Moved to Saturdays off")
    page.reload()
    assert task_titles(page) == ["Choose the oven", "Measure the wall", "Ring the maker"]
    assert task_titles(page, 2) == ["Ask the bank", "Find a baker"]


def test_a_goal_can_be_dragged(page):
    drag(page, "#goal-1-head", "#goal-2-head")
    expect(page.locator("#toast")).to_contain_text("Moved")
    page.reload()
    assert page.locator(".goal h3 a").all_inner_texts() == ["Saturdays off", "Two ovens run"]


def test_a_row_returns_when_its_new_position_is_not_saved(page):
    page.route("**/place", lambda route: route.fulfill(status=503, body=""))
    drag(page, "#task-1", "#task-3")
    expect(page.locator("#toast")).to_contain_text("Not saved.")
    assert task_titles(page) == PLAN["Two ovens run"]
    page.unroute("**/place")
    page.locator("#toast").get_by_role("button", name="Try again").click()
    expect(page.locator("#toast")).to_contain_text("Moved")
    assert task_titles(page)[2] == "Ring the maker"


def test_several_tasks_can_be_changed_without_scripts(browse, bakery, product):
    page = browse(DANA, java_script_enabled=False)
    page.goto(bakery)
    page.get_by_role("button", name="Select", exact=True).click()
    for title in ("Ring the maker", "Find a baker"):
        page.get_by_label(f"Select “{title}”").check()
    page.get_by_role("region", name="Selected tasks").get_by_role("button", name="Park").click()
    expect(page).to_have_url(re.compile(bakery))
    found = product.task_statuses(bakery)
    assert [title for title, status in found.items() if status == "parked"] == [
        "Ring the maker",
        "Find a baker",
    ]


def test_rows_can_be_selected_by_touch(browse, bakery):
    page = browse(DANA, width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(bakery)
    expect(page.locator("#task-2-mark")).to_be_hidden()
    page.locator("#select-rows").tap()
    page.locator("#task-2-mark").tap()
    expect(page.locator("#bulk-edit-count")).to_have_text("1 selected")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
