"""After every save the focus stays in place or moves to the replacement, never to the top of the page."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import joinedload

from tests import world
from tests.browser.product import DANA
from tracker.accounts.models import Person
from tracker.clients.models import Seat
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task

pytestmark = pytest.mark.browser

SOON = (date.today() + timedelta(days=30)).isoformat()


@pytest.fixture
def bakery(product):
    found = product.a_client(
        {"Two ovens run": ["Ring the oven maker", "Choose the oven"], "Saturdays off": ["Ask Nia"]}
    )
    with product.edit_client(found) as (client, dana):
        task = db.session.scalars(Task.of(client).where(Task.number == 1)).one()
        for title in ("Find the number", "Find the receipt"):
            world.a_step(task, by=dana, title=title)
    return found


def press(selector):
    """Use a button or a link by keyboard."""
    return lambda page: page.locator(selector).press("Enter")


def choose(selector, value):
    def act(page):
        page.locator(selector).focus()
        page.locator(selector).select_option(value)

    return act


def fill(selector, words, save=""):
    def act(page):
        page.locator(selector).fill(words)
        page.locator(save or selector).press("Enter")

    return act


def with_selected_row(act):
    """Act with one row selected, through the bulk edit bar."""

    def act_on_selection(page):
        page.locator("#task-1-open").focus()
        page.keyboard.press("m")
        expect(page.locator("#bulk-edit-count")).to_have_text("1 selected")
        act(page)

    return act_on_selection


def in_sequence(*acts):
    def act(page):
        for each in acts:
            each(page)

    return act


ROAD_MAP = {
    "tick": (press("#task-1-tick"), "#task-1-tick"),
    "status": (choose("#task-1-status", "on_track"), "#task-1-status"),
    "reason": (
        in_sequence(choose("#task-1-status", "watch"), fill("#task-1-reason-row", "Late")),
        "#task-1 :focus",
    ),
    "date": (
        in_sequence(press("#task-1-due"), fill("#task-1-due-day", SOON, "#task-1-due-save")),
        "#task-1-due",
    ),
    "date left": (in_sequence(press("#task-1-due"), press("#task-1-due-cancel")), "#task-1-due"),
    "add line": (fill("#goal-1-add-title", "Sell the oven"), "#goal-1-add-title"),
    "goal status": (choose("#goal-1-status", "on_track"), "#goal-1-status"),
    "bar: status": (
        with_selected_row(
            in_sequence(press("#bulk-edit-status summary"), press("#bulk-edit-status [value=done]"))
        ),
        "#task-1 :focus",
    ),
    "bar: date": (
        with_selected_row(
            in_sequence(
                press("#bulk-edit-due summary"),
                fill("#bulk-edit-due-day", SOON, "#bulk-edit-due .button[value=due]"),
            )
        ),
        "#task-1 :focus",
    ),
    "bar: trash": (with_selected_row(press("#bulk-edit-trash")), "main :focus"),
    "undo": (in_sequence(press("#task-1-tick"), press("#toast-undo")), "#toasts :focus"),
    "message dismissed": (in_sequence(press("#task-1-tick"), press("#toast-dismiss")), "#task-1-tick"),
    "health": (choose("#client-health-pick", "watch"), "#client-health-pick"),
}

PANEL = {
    "title": (
        in_sequence(press("#task-1-panel-title-open"), fill("#task-1-panel-title-line", "Ring them")),
        "#task-1-panel-title-open",
    ),
    "details": (
        in_sequence(
            press("#task-1-panel-details-open"),
            fill("#task-1-panel-details-text", "Soon", "#task-1-panel-details-save"),
        ),
        "#task-1-panel-details-open",
    ),
    "status": (choose("#task-1-panel-status select", "on_track"), "#task-1-panel-status select"),
    "date": (
        in_sequence(
            press("#task-1-panel-due-open"), fill("#task-1-panel-due-day", SOON, "#task-1-panel-due-save")
        ),
        "#task-1-panel-due-open",
    ),
    "kind": (choose("#task-1-panel-kind-choice", "routine"), "#task-1-panel-kind-choice"),
    "goal": (choose("#task-1-panel-goal-choice", ""), "#task-1-panel-goal-choice"),
    "who sees it": (choose("#task-1-panel-sharing-choice", "leads"), "#task-1-panel-sharing-choice"),
    "place": (press("#task-1-panel-place-down"), "#task-1-panel-place :focus"),
    "waits": (
        in_sequence(press("#task-1-panel-dependencies-open"), fill("#task-1-panel-dependencies-line", "2")),
        "#task-1-panel-dependencies :focus",
    ),
    "waits no more": (
        in_sequence(
            press("#task-1-panel-dependencies-open"),
            fill("#task-1-panel-dependencies-line", "2"),
            press("#task-1-panel-dependencies-end-2"),
        ),
        "#task-1-panel-dependencies :focus",
    ),
    "step ticked": (press("#task-1-panel-step-1-tick"), "#task-1-panel-step-1-tick"),
    "step renamed": (
        in_sequence(press("#task-1-panel-step-1-open"), fill("#task-1-panel-step-1-line", "Ask for it")),
        "#task-1-panel-step-1-open",
    ),
    "step removed": (
        in_sequence(press("#task-1-panel-step-1-open"), press("#task-1-panel-step-1-trash")),
        "#task-1-panel-steps :focus",
    ),
    "step added": (fill("#task-1-panel-steps-line", "Call"), "#task-1-panel-steps-line"),
    "comment": (
        fill("#task-1-panel-comment-form-body", "Hello", "#task-1-panel-comment-form-send"),
        "#task-1-panel-comment-form :focus",
    ),
}


def check_focus(page, act, where):
    """Act, wait until no request is pending and expect the focus at `where`."""
    act(page)
    expect(page.locator(".htmx-request")).to_have_count(0)
    place = where if ":focus" in where else f"{where}:focus"
    expect(page.locator(place).first).to_be_attached()


@pytest.mark.parametrize("write", ROAD_MAP)
def test_focus_on_the_road_map(browse, bakery, write):
    page = browse(DANA)
    page.goto(bakery)
    check_focus(page, *ROAD_MAP[write])


@pytest.mark.parametrize("place", ["drawer", "page"])
@pytest.mark.parametrize("write", PANEL)
def test_focus_on_a_task(browse, bakery, write, place):
    page = browse(DANA)
    page.goto(bakery if place == "drawer" else f"{bakery}tasks/1")
    if place == "drawer":
        page.locator("#task-1-open").click()
        expect(page.locator("#task-1-panel-title-text")).to_be_visible()
    check_focus(page, *PANEL[write])


def test_after_a_task_is_moved_to_the_trash_the_focus_is_beside_its_row(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-open").click()
    page.locator("#task-1-panel-trash").press("Enter")
    expect(page.locator("#task-1")).to_have_count(0)
    expect(page.locator("dialog.drawer h1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#task-2-open")).to_be_focused()


GOAL = {
    "measure": (fill("#goal-1-measure-now", "3"), "#goal-1-measure :focus"),
}


@pytest.mark.parametrize("write", GOAL)
def test_focus_on_the_page_of_a_goal(browse, bakery, product, write):
    with product.edit_client(bakery) as (client, _):
        goal = db.session.scalars(Goal.of(client).where(Goal.number == 1)).one()
        for name, value in {
            "metric": "weeks alone",
            "metric_start": 6,
            "metric_target": 2,
            "metric_current": 5,
        }.items():
            setattr(goal, name, value)
    page = browse(DANA)
    page.goto(f"{bakery}goals/1")
    check_focus(page, *GOAL[write])


PAGES = {
    "people: a link for a password": (
        "people",
        press("[id^=seat-][id$=-link] >> nth=0"),
        "#one-time-link :focus",
    ),
    "people: an invitation": (
        "people",
        in_sequence(
            lambda page: page.locator("#invite-name").fill("Nia"),
            fill("#invite-email", "nia.focus@x.example"),
        ),
        "main :focus",
    ),
    "settings: health": (
        "settings",
        fill("#settings-health-why", "Late", "#settings-health-save"),
        "#settings-health :focus",
    ),
    "settings: name": ("settings", fill("#business-name", "Harbour Bread"), "#settings-business :focus"),
    "settings: spans": ("settings", fill("#settings-span_1", "People"), "#settings-spans :focus"),
    "vision": ("vision", fill("#vision-words", "Saturdays off", "#vision-save"), "#vision :focus"),
}


@pytest.mark.parametrize("write", PAGES)
def test_focus_on_the_other_pages_of_a_client(browse, product, write):
    bakery = product.a_client(
        {"Two ovens run": ["Ring"]}, team="tess.focus@bakery.example", viewer="vic.focus@bakery.example"
    )
    page = browse(DANA)
    path, act, where = PAGES[write]
    page.goto(f"{bakery}{path}")
    check_focus(page, act, where)


def test_a_refused_list_of_people_shows_a_message_and_has_the_focus(browse, product):
    road_map = product.a_client({"Two ovens run": ["Ring the oven maker"]}, team="cora.focus@bakery.example")
    with product.edit_client(road_map) as (client, dana):
        seat = world.seat_of(Person.by_email("cora.focus@bakery.example"), client)
        world.a_task(client, dana, "Count the trays", owner=seat)
        number = seat.number
    page = browse(DANA)
    page.goto(f"{road_map}people/{number}/end")
    page.get_by_role("button", name="Remove access and hand over").click()
    choice = page.locator(".person__open")
    expect(choice).to_be_focused()
    expect(choice).to_have_attribute("aria-invalid", "true")
    expect(choice).to_have_accessible_description(re.compile("Choose who takes over"))


def test_reply_and_discuss_in_the_letter_focus_their_fields(browse, product):
    road_map = product.a_client({"Two ovens run": ["Lease the oven"]}, ceo="nora.focus@bakery.example")
    with product.edit_client(road_map) as (client, dana):
        nora = Person.by_email("nora.focus@bakery.example")
        ceo = db.session.scalars(
            db.select(Seat).where(Seat.person_id == nora.id).options(joinedload(Seat.person))
        ).one()
        client.find(Task, number=1).set_status("waiting", by=dana, waiting_on=ceo)
        world.a_goal(client, dana, "Open on Sundays", approval_state="proposed")
    page = browse("nora.focus@bakery.example", width=390, height=844)
    page.goto(road_map.removesuffix("/") + "/letter")
    page.locator("summary", has_text="Discuss it first").click()
    expect(page.get_by_label("What would you like to discuss?")).to_be_focused()
    page.get_by_role("link", name="Read and reply").click()
    box = page.locator(".compose textarea")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
