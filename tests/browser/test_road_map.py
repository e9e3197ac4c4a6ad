"""The road map and its neighbours with scripts: folding, unsent text, ticking, uploading, the add line, messages."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.product import DANA
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task

pytestmark = pytest.mark.browser


def test_a_goal_can_fold_its_tasks(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    fold = page.locator("#goal-1-fold")
    for expanded in ("false", "true"):
        fold.click()
        expect(fold).to_have_attribute("aria-expanded", expanded)
        expect(page.locator("#task-1")).to_be_visible(visible=expanded == "true")


@pytest.mark.parametrize("day", [date(2027, 3, 31), date(2027, 9, 22), date(2027, 11, 29)])
def test_a_date_and_its_owner_have_space_between_them(browse, bakery, product, day):
    with product.edit_client(bakery) as (client, dana):
        task = db.session.scalars(Task.of(client).order_by(Task.number)).first()
        world.set_columns(task, due=day)
        world.set_columns(
            db.session.get(Goal, task.goal_id), target_date=day, owner_seat_id=world.seat_of(dana, client).id
        )
    page = browse(DANA)
    page.goto(bakery)
    for row in ("#goal-1 > .row", "#task-1"):
        gap = page.locator(row).first.evaluate("""row => {
            const written = document.createRange();
            written.selectNodeContents(row.querySelector(".due"));
            return row.querySelector(".avatar").getBoundingClientRect().left - written.getBoundingClientRect().right;
        }""")
        assert gap >= 12, row


def test_unsent_text_returns_with_its_form_and_the_browser_asks_before_it_is_lost(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.get_by_role("link", name="Choose the oven").click()
    page.get_by_role("dialog").get_by_label("Write").fill("The big one does not fit.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="Choose the oven").click()
    expect(page.get_by_role("dialog").get_by_label("Write")).to_have_value("The big one does not fit.")
    page.reload()
    assert asked == ["beforeunload"]


def test_a_task_ticked_on_today_disappears(browse, bakery, product):
    with product.edit_client(bakery) as (client, dana):
        world.a_task(client, dana, "Pay the fair", owner=world.seat_of(dana, client), due=clock.today(client))
    page = browse(DANA)
    page.goto("/")
    more = page.locator("#today-sections details").first
    if not page.get_by_role("link", name="Pay the fair").is_visible():
        more.locator("summary").click()
    page.get_by_role("button", name="Done: Pay the fair").click()
    expect(page.locator("#toast")).to_contain_text("Marked done")
    expect(page.locator("#today-sections").get_by_text("Pay the fair")).to_have_count(0)
    assert product.task_statuses(bakery)["Pay the fair"] == "done"


def test_a_plan_can_be_uploaded(browse, bakery):
    page = browse(DANA)
    page.goto(f"{bakery}import")
    plan = b"Goal,Task,Status\nThe fair,Book the stall,Done\nThe fair,Print the sign,\n"
    page.get_by_label("The file").or_(page.locator("#upload-file")).first.set_input_files(
        {"name": "fair.csv", "mimeType": "text/csv", "buffer": plan}
    )
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is saved yet")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#toast")).to_contain_text("Imported")
    page.get_by_role("link", name="See the road map").click()
    goal = page.locator(".goal", has_text="The fair")
    expect(goal.locator(".task")).to_have_count(2)
    expect(goal.locator("[id$=-progress]")).to_contain_text("1 of 2")


def test_the_add_line_keeps_the_chosen_visibility(browse, bakery):
    """This also holds when the line is drawn again because a goal was restored."""
    page = browse(DANA)
    page.goto(bakery)
    line = page.get_by_label("Add a task", exact=True).first
    line.focus()
    chosen = page.locator("#goal-1-add").get_by_label("Who sees it")
    chosen.select_option("leads")
    for title in ("Let Nora go", "Tell the team"):
        line.fill(title)
        line.press("Enter")
        expect(page.get_by_role("link", name=title)).to_be_visible()
        expect(chosen).to_have_value("leads")
        expect(page.locator("#toasts")).to_contain_text("Dana only")
    fragment = page.evaluate("document.querySelector('#goal-1-add').outerHTML.replace(' selected', '')")
    page.evaluate(
        "htmx.swap({sourceElement: document.body, target: '#goal-1-add', swap: 'outerHTML', text: "
        f"{fragment!r}, request: {{}}, hx: {{}}}})"
    )
    expect(chosen).to_have_value("leads")
    page.reload()
    line.focus()
    expect(chosen).to_have_value("all")


def test_a_short_message_is_one_line_on_a_phone(browse, bakery):
    page = browse(DANA, width=390, height=844)
    page.goto(bakery)
    page.locator("#task-1 .check").click()
    toast, undo = page.locator("#toast"), page.locator("#toast-undo")
    expect(undo).to_be_visible()
    assert toast.bounding_box()["width"] > 340 and toast.bounding_box()["height"] < 60


def test_a_focused_chip_is_scrolled_into_view_with_its_ring(browse, product):
    """The strip fades at its end and would cut off the focus ring at its edge."""
    page = browse(DANA, width=390, height=844)
    page.goto("/clients/fornello-pizza/")
    page.locator(".filters .chips .chip").first.focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => {
                const chip = document.activeElement.getBoundingClientRect();
                const strip = document.activeElement.closest(".chips")?.getBoundingClientRect();
                return strip && [chip.left - strip.left, strip.right - chip.right];
            }"""
        )
        if place is None:
            break
        assert place[0] >= 3 and place[1] >= 23, place
