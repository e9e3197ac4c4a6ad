"""Dana adds a client, goals and tasks, changes statuses, uses the drawer, comments and moves a date."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA, DEMO_PASSWORD

pytestmark = pytest.mark.browser

PLAN = {"Two ovens run": ["Ring the oven maker", "Measure the back door", "Book the electrician"]}


def is_same_visit(page):
    """Return whether the page was never reloaded."""
    return page.evaluate("window.sameVisit === true")


def test_dana_signs_in_and_adds_a_client_and_its_first_goal(browse):
    page = browse()
    page.goto("/")
    page.get_by_label("Your e-mail").fill(DANA)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Add a client").click()
    page.get_by_label("Name").fill("Corner Florist")
    page.get_by_label("Name").blur()
    expect(page.get_by_label("Address")).to_have_value("corner-florist")
    page.get_by_role("button", name="Add the client").click()
    expect(page).to_have_url(re.compile("/clients/corner-florist/$"))
    page.get_by_role("main").get_by_role("link", name="Add a goal").click()
    page.get_by_label("Goal", exact=True).fill("Weddings are booked by March")
    page.get_by_role("button", name="Add the goal").click()
    expect(page.get_by_role("link", name="Weddings are booked by March")).to_be_visible()


def test_enter_adds_a_task_and_keeps_the_focus_for_the_next(page, bakery, product):
    line = page.get_by_placeholder("Add a task").first
    for title in ("Choose the paint", "Order the tiles"):
        line.fill(title)
        line.press("Enter")
        expect(page.locator(".task", has_text=title)).to_be_visible()
        expect(line).to_be_focused()
        expect(line).to_have_value("")
    assert is_same_visit(page)
    assert list(product.task_statuses(bakery))[-2:] == ["Choose the paint", "Order the tiles"]


def test_changing_the_status_updates_the_row_in_place(page, bakery, product):
    expect(page.locator("#goal-1-progress")).to_contain_text("0 of 3")
    status = page.get_by_label("Status: Ring the oven maker")
    status.focus()
    status.select_option("done")
    expect(page.locator("#toast")).to_contain_text("Marked done")
    expect(page.locator("#announcement")).to_contain_text("Marked done")
    expect(page.locator("#goal-1-progress")).to_contain_text("1 of 3")
    expect(page.locator("#task-1.done")).to_be_visible()
    expect(status).to_be_focused()
    expect(status).to_have_value("done")
    assert is_same_visit(page)
    assert product.task_statuses(bakery)["Ring the oven maker"] == "done"


def test_the_check_mark_completes_a_task_with_one_click(page, bakery, product):
    check = page.locator("#task-2").get_by_role("button", name="Done")
    check.click()
    expect(page.locator("#task-2.done")).to_be_visible()
    expect(page.locator("#task-2").get_by_role("button", name="Done")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator("#task-2-tick")).to_be_focused()
    assert product.task_statuses(bakery)["Measure the back door"] == "done"


def test_waiting_asks_for_a_person_who_can_be_entered_by_keyboard(page):
    page.get_by_label("Status: Ring the oven maker").select_option("waiting")
    expect(page.get_by_role("button", name="Who are you waiting on?")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("the landlord")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#task-1")).to_contain_text("Waiting on the landlord")
    expect(page.get_by_label("Status: Ring the oven maker")).to_be_focused()
    assert is_same_visit(page)


def test_a_task_opens_beside_the_list_at_its_own_address(page, bakery):
    title = page.get_by_role("link", name="Ring the oven maker")
    cross = page.locator(".drawer").get_by_label("Close")
    for close in (lambda: page.keyboard.press("Escape"), page.go_back, cross.click):
        title.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page).to_have_url(re.compile(f"{bakery}tasks/1$"))
        expect(page.get_by_role("dialog").get_by_role("heading", name="Ring the oven maker")).to_be_focused()
        close()
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page).to_have_url(re.compile(f"{bakery}$"))


def test_the_address_of_a_task_is_a_full_page(page, bakery):
    page.goto(f"{bakery}tasks/1")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", name="Ring the oven maker", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Clients")).to_be_visible()


def test_the_list_shows_changes_made_in_the_drawer(page):
    page.get_by_role("link", name="Ring the oven maker").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Status of “Ring the oven maker”").select_option("on_track")
    expect(drawer.locator("#toast")).to_contain_text("On track")
    drawer.get_by_label("Write").fill("He rings back **tomorrow**.")
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".thread strong")).to_have_text("tomorrow")
    expect(drawer.get_by_label("Write")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Status: Ring the oven maker")).to_have_value("on_track")
    expect(page.locator("#task-1").get_by_label("Comments: 1")).to_be_visible()
    assert is_same_visit(page)


def test_a_moved_date_shows_the_old_date_and_the_reason(page):
    first, later = date.today() + timedelta(days=30), date.today() + timedelta(days=51)
    row = page.locator("#task-1")
    for day, why in ((first, ""), (later, "The maker is away.")):
        row.locator("a.due").click()
        expect(row.get_by_label("Due")).to_be_focused()
        row.get_by_label("Due").fill(day.isoformat())
        if why:
            row.get_by_label("Why").fill(why)
        row.get_by_role("button", name="Save").click()
        expect(row.locator("a.due")).to_contain_text(f"{day.day} {day:%b}")
    expect(row).to_contain_text(f"was {first.day} {first:%b}")
    page.get_by_role("link", name="Ring the oven maker").click()
    expect(page.get_by_role("dialog").locator(".thread")).to_contain_text("The maker is away.")
