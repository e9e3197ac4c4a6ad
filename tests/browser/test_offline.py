"""In the browser, no failure loses what was typed or damages the page."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect
from sqlalchemy.exc import OperationalError

from tests.browser.product import DANA, DEMO_PASSWORD
from tracker.foundation import clock

pytestmark = pytest.mark.browser

WORDS = "He rings back tomorrow, after the fair."


def open_task(page):
    page.get_by_role("link", name="Ring the oven maker").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("Write")).to_be_visible()
    return drawer


def test_a_click_after_the_session_ended_keeps_the_row(page, product):
    product.end_sessions(DANA)
    page.get_by_label("Status: Choose the oven").select_option("done")
    expect(page.locator("#toast")).to_contain_text("You have been signed out")
    expect(page.locator("#toast").get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in")
    expect(page.locator("#announcement")).to_contain_text("You have been signed out")
    expect(page.get_by_label("Status: Choose the oven")).to_have_value("not_started")
    expect(page.get_by_role("link", name="Choose the oven")).to_be_visible()
    assert not page.get_by_label("Password").count()
    assert page.evaluate("window.sameVisit")


def test_a_comment_survives_the_end_of_the_session(page, product):
    drawer = open_task(page)
    drawer.get_by_label("Write").fill(WORDS)
    product.end_sessions(DANA)
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator("#toast")).to_contain_text("what you wrote is still here")
    expect(drawer.get_by_label("Write")).to_have_value(WORDS)
    page.context.add_cookies([product.session_cookie(DANA)])  # signed in again in another tab
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".thread")).to_contain_text(WORDS)
    expect(drawer.get_by_label("Write")).to_have_value("")


def sign_in(page):
    page.get_by_label("Your e-mail").fill(DANA)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_reading_after_the_session_ended_leads_to_sign_in_and_then_to_the_task(page, product, bakery):
    product.end_sessions(DANA)
    page.get_by_role("link", name="Ring the oven maker").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page)
    expect(page).to_have_url(re.compile(f"{bakery}tasks/1$"))


def test_sign_in_leads_back_to_the_fragment_of_the_page(page, product, bakery):
    page.goto(f"{bakery}tasks/1#thread")
    product.end_sessions(DANA)
    page.locator("#task-1-panel-due-open").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page)
    expect(page).to_have_url(re.compile(f"{bakery}tasks/1#thread$"))


@pytest.mark.parametrize("scripts", [True, False])
def test_the_fragment_of_an_address_survives_sign_in(browse, bakery, scripts):
    page = browse(java_script_enabled=scripts)
    page.goto(f"{bakery}tasks/1#thread")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Your e-mail").fill(DANA)
    page.get_by_label("Password").fill("not this one, surely")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#sign-in .error")).to_be_visible()
    sign_in(page)
    expect(page).to_have_url(re.compile(f"{bakery}tasks/1#thread$"))


def test_a_lost_connection_keeps_the_text_and_tries_again(page, bakery, product):
    drawer = open_task(page)
    drawer.get_by_label("Write").fill(WORDS)
    page.context.set_offline(True)
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator("#toast")).to_contain_text("Not saved. The connection dropped.")
    expect(drawer.get_by_label("Write")).to_have_value(WORDS)
    page.context.set_offline(False)
    drawer.get_by_role("button", name="Try again").click()
    expect(drawer.locator(".thread")).to_contain_text(WORDS)
    assert page.evaluate("window.sameVisit")


def test_a_click_while_offline_can_be_tried_again(page, bakery, product):
    page.context.set_offline(True)
    page.get_by_label("Status: Choose the oven").select_option("done")
    expect(page.locator("#toast")).to_contain_text("The connection dropped.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#task-2.done")).to_be_visible()
    assert product.task_statuses(bakery)["Choose the oven"] == "done"


def test_a_task_added_while_offline_stays_in_its_field(page, bakery, product):
    line = page.get_by_placeholder("Add a task").first
    page.context.set_offline(True)
    line.fill("Sell the old oven")
    line.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Not saved.")
    expect(line).to_have_value("Sell the old oven")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".task", has_text="Sell the old oven")).to_have_count(1)
    assert product.task_titles(bakery).count("Sell the old oven") == 1


def test_a_lost_response_does_not_create_a_second_task(page, bakery, product):
    def lose_response(route):
        arrived.append(route.fetch().status)
        route.abort("connectionreset")

    arrived = []

    page.route(f"**{bakery}tasks", lose_response, times=1)
    line = page.get_by_placeholder("Add a task").first
    line.fill("Sell the old oven")
    line.press("Enter")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".task", has_text="Sell the old oven")).to_have_count(1)
    expect(line).to_have_value("")
    assert arrived == [200]
    assert product.task_titles(bakery).count("Sell the old oven") == 1


@pytest.fixture
def break_endpoint(product, monkeypatch):
    """Make one endpoint fail with an error whose message must not be shown."""

    def break_endpoint(endpoint, error):
        def view(**_address):
            raise error

        view.access = product.app.view_functions[endpoint].access
        monkeypatch.setitem(product.app.view_functions, endpoint, view)

    return break_endpoint


def test_a_server_error_leaves_the_page_unchanged(page, break_endpoint):
    break_endpoint("client.tasks.change_status", RuntimeError("Traceback SECRET"))
    before = page.locator("main").inner_html()
    page.get_by_label("Status: Choose the oven").select_option("done")
    expect(page.locator("#toast")).to_contain_text("Something broke on our side")
    expect(page.get_by_label("Status: Choose the oven")).to_have_value("not_started")
    assert "SECRET" not in page.content()
    assert page.locator("main").inner_html() == before


def test_a_busy_database_keeps_the_comment(page, break_endpoint):
    drawer = open_task(page)
    break_endpoint(
        "client.discussion.add_comment", OperationalError("INSERT", {}, Exception("database is locked"))
    )
    drawer.get_by_label("Write").fill(WORDS)
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator("#toast")).to_contain_text("busy")
    expect(drawer.get_by_label("Write")).to_have_value(WORDS)


def test_a_double_click_creates_one_record(page, bakery, product):
    page.get_by_role("link", name="Add a goal").click()
    page.get_by_label("Goal", exact=True).fill("The shop opens at six")
    page.get_by_role("button", name="Add the goal").dblclick()
    expect(page.locator(".goal", has_text="The shop opens at six")).to_have_count(1)
    line = page.get_by_placeholder("Add a task").first
    line.fill("Sell the old oven")
    line.evaluate("field => { field.form.requestSubmit(); field.form.requestSubmit(); }")
    expect(page.locator(".task", has_text="Sell the old oven")).to_have_count(1)
    expect(line).to_have_value("")
    page.reload()
    expect(page.locator(".task", has_text="Sell the old oven")).to_have_count(1)
    expect(page.locator(".goal", has_text="The shop opens at six")).to_have_count(1)
    assert len(product.task_titles(bakery)) == 3


def test_after_two_people_changed_a_title_both_texts_are_shown(page, browse, bakery, product):
    other = browse(DANA)
    for each, words in ((page, "Ring the oven maker on Monday"), (other, "Write to the oven maker")):
        each.goto(f"{bakery}tasks/1")
        each.get_by_role("link", name="Edit the title").click()
        each.get_by_label("Title").fill(words)
    other.get_by_role("button", name="Save").first.click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Write to the oven maker")
    page.get_by_role("button", name="Save").first.click()
    both = page.locator("#conflict-texts")
    expect(both).to_contain_text("Ring the oven maker on Monday")
    expect(both).to_contain_text("Write to the oven maker")
    expect(page.get_by_label("Title")).to_have_value("Ring the oven maker on Monday")
    expect(page.get_by_role("button", name="Keep mine")).to_be_focused()
    page.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ring the oven maker on Monday")


def test_a_tab_open_for_nine_hours_can_still_save(browse, bakery, product):
    page = browse()
    with time_machine.travel(clock.now() - timedelta(hours=9), tick=True):
        page.context.add_cookies([product.session_cookie(DANA)])
        page.goto(f"{bakery}tasks/1")
    page.get_by_label("Write").fill(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thread")).to_contain_text(WORDS)


def test_a_new_task_survives_the_end_of_the_session(page, product, bakery):
    line = page.get_by_placeholder("Add a task").first
    line.fill("Sell the old oven")
    product.end_sessions(DANA)
    line.press("Enter")
    expect(page.locator("#toast")).to_contain_text("what you wrote is still here")
    expect(line).to_have_value("Sell the old oven")


@pytest.mark.parametrize("lost", ["session", "network"])
def test_the_form_of_a_goal_keeps_its_text(page, product, bakery, lost):
    page.goto(f"{bakery}goals/1/edit")
    page.get_by_label("Goal", exact=True).fill("Three ovens run")
    page.get_by_label("Why it matters").fill(WORDS)
    if lost == "session":
        product.end_sessions(DANA)
    page.context.set_offline(lost == "network")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toast")).to_contain_text(
        "signed out" if lost == "session" else "The connection dropped."
    )
    expect(page.get_by_label("Goal", exact=True)).to_have_value("Three ovens run")
    expect(page.get_by_label("Why it matters")).to_have_value(WORDS)
    page.context.set_offline(False)
