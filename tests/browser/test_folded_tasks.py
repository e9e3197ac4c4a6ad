"""Done tasks of a long list are one line, which is opened where it is."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.product import DANA
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

pytestmark = pytest.mark.browser

LOAVES = [f"Bake loaf {number}" for number in range(1, 14)]
FIRST, LAST = "Light the oven", "Close the oven"


@pytest.fixture
def bakery(product):
    """Thirteen done tasks between two open ones."""
    path = product.a_client(
        {"Two ovens run": [FIRST, *LOAVES, LAST], "The shop opens at six": ["Ask the team"]}
    )
    with product.edit_client(path) as (client, dana):
        for task in db.session.scalars(Task.of(client).where(Task.title.in_(LOAVES))):
            task.set_status(Status.DONE, by=dana)
    return path


def titles(page, goal=1):
    return page.locator(f"#goal-{goal}-tasks .task .title > a").all_inner_texts()


def line(page):
    return page.get_by_role("link", name="13 done: Two ovens run")


def test_the_line_opens_in_its_place(page):
    assert titles(page) == [FIRST, LAST]
    line(page).click()
    expect(page.locator("#goal-1-tasks .task")).to_have_count(15)
    assert titles(page) == [FIRST, *LOAVES, LAST]
    expect(line(page)).to_have_count(0)
    page.get_by_label("Done: Bake loaf 3", exact=True).click()
    expect(page.locator("#task-4")).to_have_class("task row")


def test_it_opens_by_keyboard_and_the_focus_goes_on(page):
    for _ in range(3):
        page.keyboard.press("j")
    expect(line(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Bake loaf 1", exact=True)).to_be_focused()


def test_words_being_typed_stay(page):
    page.get_by_placeholder("Add a task").first.fill("Half a sentence")
    line(page).click()
    expect(page.locator("#goal-1-tasks .task")).to_have_count(15)
    expect(page.get_by_placeholder("Add a task").first).to_have_value("Half a sentence")


def test_an_address_with_a_folded_task_opens_its_list(page, bakery):
    page.goto(f"{bakery}#task-5")
    expect(page.locator("#task-5")).to_be_in_viewport()
    assert titles(page) == [FIRST, *LOAVES, LAST]


def test_a_task_that_becomes_done_stays_where_it_is(page):
    page.get_by_label(f"Done: {FIRST}").click()
    expect(page.locator(".task.done", has_text=FIRST)).to_be_visible()
    page.locator("#toast-undo").click()
    expect(page.locator(".task.done", has_text=FIRST)).to_have_count(0)
    page.reload()
    assert titles(page) == [FIRST, LAST]


def test_selecting_the_tasks_of_a_goal_opens_it(page):
    page.get_by_label("More: Two ovens run").click()
    page.get_by_role("button", name="Select its tasks: Two ovens run").click()
    expect(page.locator("#bulk-edit-count")).to_have_text("15 selected")


def test_a_task_dragged_below_the_line_is_saved(page, product, bakery):
    page.get_by_role("link", name="Ask the team").hover()
    handle = page.locator(".drag-handle")
    box, target = handle.bounding_box(), line(page).bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(target["x"] + 40, target["y"] + 6, steps=8)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()
    page.reload()
    assert titles(page) == [FIRST, LAST, "Ask the team"]


def test_others_reopen_a_folded_task_and_it_comes(page, product, bakery):
    with product.edit_client(bakery) as (client, dana):
        task = db.session.scalars(Task.of(client).where(Task.title == LOAVES[3])).one()
        task.set_status(Status.ON_TRACK, by=dana)
        other = db.session.scalars(Task.of(client).where(Task.title == LOAVES[5])).one()
        world.a_comment(other, dana)
    with page.expect_response(lambda answer: "/news?" in answer.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#goal-1-tasks .task")).to_have_count(3)
    assert titles(page) == [FIRST, LOAVES[3], LAST]
    page.get_by_role("link", name="13 done").click()
    expect(page.locator("#goal-1-tasks .task")).to_have_count(15)
    assert titles(page) == [FIRST, *LOAVES, LAST]


def test_paper_says_what_is_folded(page):
    page.emulate_media(media="print")
    said = page.evaluate("getComputedStyle(document.querySelector('.folded > a'), '::after').content")
    assert "not shown here" in said
    expect(line(page)).to_be_visible()


def test_without_scripts_the_line_is_a_link(browse, bakery):
    page = browse(DANA, java_script_enabled=False)
    page.goto(bakery)
    line(page).click()
    assert titles(page) == [FIRST, *LOAVES, LAST]
    page.get_by_role("link", name="Show fewer tasks").click()
    assert titles(page) == [FIRST, LAST]


def test_on_a_phone_the_line_is_big_enough_for_a_thumb(browse, bakery):
    page = browse(DANA, width=390, height=844)
    page.goto(bakery)
    assert line(page).bounding_box()["height"] >= 44
