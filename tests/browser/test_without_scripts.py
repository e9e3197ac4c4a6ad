"""The main forms work once without JavaScript, with their responses and the page that follows."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA, DEMO_PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browse):
    return browse(java_script_enabled=False)


@pytest.fixture
def bakery(product):
    return product.a_client({"Two ovens run": ["Ring the oven maker"]})


@pytest.fixture
def signed_in_page(page, bakery):
    page.goto(bakery)
    page.get_by_label("Your e-mail").fill(DANA)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"{bakery}$"))
    return page


def test_a_goal_and_a_task_can_be_added(signed_in_page, bakery, product):
    signed_in_page.get_by_role("link", name="Add a goal").click()
    signed_in_page.get_by_label("Goal", exact=True).fill("The shop opens at six")
    signed_in_page.get_by_role("button", name="Add the goal").click()
    goal = signed_in_page.locator(".goal", has_text="The shop opens at six")
    goal.get_by_label("Add a task").fill("Find an early baker")
    goal.get_by_role("button", name="Add", exact=True).click()
    expect(signed_in_page.locator(".task", has_text="Find an early baker")).to_be_visible()
    assert "Find an early baker" in product.task_statuses(bakery)


def test_a_status_can_be_set_with_its_button(signed_in_page, bakery, product):
    row = signed_in_page.locator("#task-1")
    row.get_by_label("Status").select_option("waiting")
    row.get_by_role("button", name="Set").click()
    expect(signed_in_page).to_have_url(
        re.compile(rf"{bakery}tasks/1\?changed=")
    )  # the form that asks for more
    assert (
        signed_in_page.get_by_label("Who are you waiting on?").evaluate("field => field.tagName") == "SELECT"
    )
    signed_in_page.get_by_label("Or someone without access").first.fill("the maker")
    signed_in_page.get_by_role("button", name="Save").first.click()
    expect(signed_in_page.locator("#task-1-panel-status")).to_contain_text("Waiting on the maker")
    signed_in_page.goto(bakery)
    signed_in_page.locator("#task-1").get_by_role("button", name="Done").click()
    expect(signed_in_page.locator("#task-1.done")).to_be_visible()
    assert product.task_statuses(bakery)["Ring the oven maker"] == "done"


def test_a_comment_can_be_written_on_the_page_of_the_task(signed_in_page, bakery):
    signed_in_page.get_by_role("link", name="Ring the oven maker").click()
    expect(signed_in_page).to_have_url(re.compile(f"{bakery}tasks/1$"))
    signed_in_page.get_by_label("Write").fill("He rings back tomorrow.")
    signed_in_page.get_by_role("button", name="Send").click()
    expect(signed_in_page.locator(".thread")).to_contain_text("He rings back tomorrow.")
    expect(signed_in_page).to_have_url(re.compile(f"{bakery}tasks/1"))


def test_a_date_can_be_moved_with_a_reason(signed_in_page):
    first, later = date.today() + timedelta(days=30), date.today() + timedelta(days=51)
    signed_in_page.locator("#task-1 a.due").click()
    signed_in_page.get_by_label("Due").fill(first.isoformat())
    signed_in_page.get_by_role("button", name="Save").click()
    signed_in_page.locator("#task-1-panel-due-open").click()
    signed_in_page.get_by_label("Due").fill(later.isoformat())
    signed_in_page.get_by_role("button", name="Save").click()
    why = signed_in_page.get_by_label("Why")
    expect(why).to_have_attribute("aria-invalid", "true")
    expect(signed_in_page.get_by_label("Due")).to_have_value(later.isoformat())
    why.fill("The maker is away.")
    signed_in_page.get_by_role("button", name="Save").click()
    expect(signed_in_page.locator("#task-1-panel-due")).to_contain_text(f"was {first.day} {first:%b}")
    expect(signed_in_page.locator(".thread")).to_contain_text("The maker is away.")


def test_the_text_is_returned_when_the_session_has_ended(signed_in_page, bakery, product, browse):
    signed_in_page.goto(f"{bakery}tasks/1")
    signed_in_page.get_by_label("Write").fill("He rings back\ntomorrow.")
    product.end_sessions(DANA)
    signed_in_page.get_by_role("button", name="Send").click()
    expect(signed_in_page.get_by_role("heading", level=1)).to_have_text("You have been signed out")
    expect(signed_in_page.get_by_label("Comment")).to_have_value("He rings back\ntomorrow.")
    beside = signed_in_page.context.new_page()
    beside.goto("/sign-in")
    beside.get_by_label("Your e-mail").fill(DANA)
    beside.get_by_label("Password").fill(DEMO_PASSWORD)
    beside.get_by_role("button", name="Sign in").click()
    signed_in_page.get_by_role("button", name="Send again").click()
    expect(signed_in_page.locator(".thread")).to_contain_text("He rings back")


def test_signing_out_ends_the_session(signed_in_page, bakery):
    signed_in_page.get_by_role("button", name="Sign out").first.click()
    expect(signed_in_page).to_have_url(re.compile("/sign-in$"))
    signed_in_page.goto(bakery)
    expect(signed_in_page).to_have_url(re.compile("/sign-in"))
