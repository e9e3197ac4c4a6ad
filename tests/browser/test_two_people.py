"""Two people work on one client in two browsers. Changes reach the other without disturbing their work."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA
from tracker.accounts.models import Person
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Task
from tracker.roadmap.models.statuses import Status, Visibility

pytestmark = pytest.mark.browser

NORA = "nora@bakery.example"
OVEN, CHOOSE, SELL = "Ring the oven maker", "Choose the oven", "Sell the old oven"
CHANGED_BY_NORA = re.compile(r"^Changed by Nora at \d\d:\d\d$")


@pytest.fixture
def bakery(product):
    plan = {"Two ovens run": [OVEN, CHOOSE, SELL], "The shop opens at six": ["Ask the team"]}
    return product.a_client(plan, ceo=NORA)


@pytest.fixture
def change_as_nora(product, bakery):
    """Change a task as Nora meanwhile: `change_as_nora(title, lambda task, by: …)`."""

    def change_as_nora(title, act):
        with product.edit_client(bakery) as (client, _):
            by = Person.by_email(NORA)
            act(db.session.scalars(Task.of(client).where(Task.title == title)).one(), by)

    return change_as_nora


def receive_update(page):
    """Show the tab again, so that it asks for updates at once and not after 15 seconds. Returns the status."""
    with page.expect_response(lambda answer: "/news?" in answer.url) as answer:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return answer.value.status


def row(page, title):
    return page.locator(".task", has_text=title)


def mark_done(task, by):
    task.set_status(Status.DONE, by=by)


def test_a_changed_row_is_updated_and_nothing_else_moves(page, change_as_nora):
    page.get_by_placeholder("Add a task").first.fill("Half a sentence")
    change_as_nora(OVEN, mark_done)
    assert receive_update(page) == 200
    expect(row(page, OVEN)).to_have_class("task row done")
    expect(page.locator("#goal-1-progress")).to_have_text("1 of 3")
    line = page.get_by_placeholder("Add a task").first
    expect(line).to_have_value("Half a sentence")
    expect(line).to_be_focused()
    assert line.evaluate("field => field.selectionStart") == len("Half a sentence")
    expect(page.locator(".update-badge")).to_have_count(0)
    assert page.evaluate("window.sameVisit")


def test_a_focused_row_is_marked_and_updated_when_the_focus_leaves(page, change_as_nora):
    page.locator("#task-1 .title a").focus()
    change_as_nora(OVEN, mark_done)
    receive_update(page)
    expect(row(page, OVEN).locator(".update-badge")).to_have_text(CHANGED_BY_NORA)
    expect(page.locator("#announcement")).to_have_text(CHANGED_BY_NORA)
    expect(page.locator("#task-1 .title a")).to_be_focused()
    expect(row(page, OVEN)).to_have_class("task row")
    page.locator("#task-2 .title a").focus()
    expect(row(page, OVEN)).to_have_class("task row done")
    expect(page.locator(".update-badge")).to_have_count(0)
    expect(page.locator("#task-2 .title a")).to_be_focused()


def test_an_open_inline_form_keeps_its_text_and_caret(page, change_as_nora):
    page.locator("#task-1 a.due").click()
    page.locator("#task-1 [name=due]").fill("2031-12-04")
    page.locator("#task-1").get_by_role("button", name="Save").click()
    expect(page.locator("#toast")).to_contain_text("Date saved")
    page.locator("#task-1 a.due").click()
    why = page.locator("#task-1 [name=why]")
    why.fill("The bank is slow")
    why.evaluate("field => field.setSelectionRange(2, 4)")
    change_as_nora(OVEN, mark_done)
    receive_update(page)
    expect(row(page, OVEN).locator(".update-badge")).to_have_text(CHANGED_BY_NORA)
    page.get_by_placeholder("Add a task").first.focus()  # focus has left, but the form is still open
    change_as_nora(SELL, mark_done)
    receive_update(page)
    expect(row(page, SELL)).to_have_class("task row done")  # so the other row could have changed, too
    expect(why).to_have_value("The bank is slow")
    assert why.evaluate("field => [field.selectionStart, field.selectionEnd]") == [2, 4]
    page.locator("#task-1").get_by_role("button", name="Save").click()
    expect(row(page, OVEN)).to_have_class("task row done")


def test_an_open_list_of_people_stays_open(page, change_as_nora):
    page.locator("#task-1-owner").click()
    page.keyboard.type("Luca Ferri")
    change_as_nora(OVEN, mark_done)
    receive_update(page)
    expect(row(page, OVEN).locator(".update-badge")).to_have_text(CHANGED_BY_NORA)
    expect(page.get_by_role("combobox", name="Owner")).to_have_value("Luca Ferri")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row(page, OVEN)).to_have_class("task row done")
    expect(page.locator("#task-1 a.avatar")).to_have_attribute("aria-label", "Owner: Luca Ferri, no access")


def test_new_rows_appear_in_place_and_removed_rows_disappear(page, change_as_nora, product, bakery):
    with product.edit_client(bakery) as (client, _):
        by = Person.by_email(NORA)
        one, two = db.session.scalars(Goal.of(client).order_by(Goal.number))
        Task.add(client, "Measure the door", by=by, goal=one)
        moved = db.session.scalars(Task.of(client).where(Task.title == CHOOSE)).one()
        moved.move_to_goal(two, by=by)
        Goal.add(client, "Bread for the school", by=by)
    receive_update(page)
    expect(page.locator("#goal-1-tasks .task .title > a")).to_have_text([OVEN, SELL, "Measure the door"])
    expect(page.locator("#goal-2-tasks .task .title > a")).to_have_text(["Ask the team", CHOOSE])
    titles = ["Two ovens run", "The shop opens at six", "Bread for the school", "Inbox"]
    expect(page.locator(".goal h3")).to_have_text(titles)
    page.locator("#task-2 select").select_option("done")
    expect(page.locator("#task-2.done")).to_be_visible()


def test_the_scroll_position_is_kept(browse, bakery, product):
    page = browse(DANA, height=420)
    page.goto(bakery)
    page.locator("#task-4").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.getElementById('task-4').offsetTop)")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    before = page.locator("#task-4").bounding_box()["y"]
    with product.edit_client(bakery) as (client, _):
        goal = db.session.scalars(Goal.of(client).where(Goal.number == 1)).one()
        for number in range(6):
            Task.add(client, f"Line {number}", by=Person.by_email(NORA), goal=goal)
    receive_update(page)
    expect(page.locator("#goal-1-tasks .task")).to_have_count(9)
    page.wait_for_function(
        "before => Math.abs(document.getElementById('task-4').getBoundingClientRect().top - before) < 2",
        arg=before,
    )


def test_a_filtered_list_marks_tasks_that_no_longer_match(page, change_as_nora, bakery):
    page.goto(f"{bakery}?done=hidden")
    change_as_nora(OVEN, mark_done)
    receive_update(page)
    expect(row(page, OVEN).locator(".update-badge")).to_contain_text("the filter leaves it out now")


def test_the_open_task_receives_a_comment_and_keeps_the_composer(page, change_as_nora):
    page.get_by_role("link", name=OVEN).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Write").fill("He rings back tom")

    def answer(task, by):
        Comment.add(task, "He rang. Friday.", by=by)
        task.set_status(Status.ON_TRACK, by=by)

    change_as_nora(OVEN, answer)
    receive_update(page)
    expect(drawer.locator(".thread")).to_contain_text("He rang. Friday.")
    expect(drawer.locator("#task-1-status-panel")).to_have_value("on_track")
    expect(drawer.get_by_label("Write")).to_have_value("He rings back tom")
    expect(drawer.get_by_label("Write")).to_be_focused()


def test_a_failed_update_request_is_silent_and_repeated(page, change_as_nora):
    page.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: "/news?" in request.url):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    change_as_nora(OVEN, mark_done)
    page.context.set_offline(False)
    expect(row(page, OVEN)).to_have_class("task row done")
    expect(page.locator("#toast")).to_have_count(0)


def test_an_ended_session_is_reported_once_and_the_text_is_kept(page, product):
    page.get_by_placeholder("Add a task").first.fill("Half a sentence")
    product.end_sessions(DANA)
    assert receive_update(page) == 401
    expect(page.locator("#toast")).to_contain_text("You have been signed out")
    expect(page.get_by_placeholder("Add a task").first).to_have_value("Half a sentence")
    assert page.evaluate("window.sameVisit")


def test_a_hidden_tab_requests_no_updates(page):
    page.clock.install()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/news?" in request.url else None)
    page.reload()
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(120_000)
    assert asked == []
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false, configurable: true})")
    receive_update(page)
    seconds = 0
    while len(asked) < 2 and seconds < 120:  # the next one is planned only when the answer has been read
        page.clock.run_for(1_000)
        seconds += 1
    assert len(asked) == 2
    assert seconds > 10


def test_conflicting_statuses_ask_which_one_to_keep(page, change_as_nora, product, bakery):
    change_as_nora(OVEN, lambda task, by: task.set_status(Status.PARKED, by=by))
    page.get_by_label(f"Status: {OVEN}").select_option("done")
    choice = page.locator("#toast")
    expect(choice).to_contain_text(f"Meanwhile, Nora moved “{OVEN}” to Parked.")
    expect(choice.locator("b")).to_have_text(["Done", "Parked"])
    expect(choice.get_by_role("button", name="Keep mine")).to_be_focused()
    expect(page.get_by_label(f"Status: {OVEN}")).to_have_value("parked")
    choice.get_by_role("button", name="Keep mine").click()
    expect(row(page, OVEN)).to_have_class("task row done")
    expect(page.locator(".conflict-choice")).to_have_count(0)
    assert product.task_statuses(bakery)[OVEN] == "done"


def test_conflicting_goal_edits_show_both_and_the_other_can_be_kept(page, product, bakery):
    page.goto(f"{bakery}goals/1/edit")
    page.get_by_label("Goal", exact=True).fill("Three ovens run")
    with product.edit_client(bakery) as (client, _):
        goal = db.session.scalars(Goal.of(client).where(Goal.number == 1)).one()
        goal.change(Person.by_email(NORA), title="One oven runs")
    page.get_by_role("button", name="Save").click()
    both = page.locator("#conflict-texts")
    expect(both).to_contain_text("Three ovens run")
    expect(both).to_contain_text("One oven runs")
    expect(page.get_by_label("Goal", exact=True)).to_have_value("Three ovens run")
    both.get_by_role("button", name="Keep theirs").click()
    expect(page.get_by_role("heading", name="One oven runs").first).to_be_visible()


def start_drag(page, piece):
    """Start to drag a row by its handle and return the horizontal position of the pointer."""
    page.locator(piece).hover()
    grip = page.locator(f"{piece} > .drag-handle").bounding_box()
    x, y = grip["x"] + 10, grip["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 4)
    return x


def drop(page, x, onto):
    target = page.locator(onto).bounding_box()
    page.mouse.move(x, target["y"] + target["height"] * 0.8, steps=4)
    page.mouse.up()


def test_a_drag_continues_while_others_change_its_row_and_the_rows_below(page, change_as_nora, bakery):
    x = start_drag(page, "#task-1")
    for title in (OVEN, CHOOSE):
        change_as_nora(title, mark_done)
    assert receive_update(page) == 200
    expect(page.locator("#task-1")).to_have_class(re.compile("is-dragging"))
    drop(page, x, "#task-3")
    expect(page.locator("#toast")).to_contain_text("Moved")
    expect(page.locator("#goal-1-tasks .task .title > a")).to_have_text([CHOOSE, SELL, OVEN])
    for number in (1, 2):
        expect(page.locator(f"#task-{number}.done")).to_be_visible()
    expect(page.locator("#goal-1-tasks .task .title > a")).to_have_text([CHOOSE, SELL, OVEN])
    page.reload()
    expect(page.locator("#goal-1-tasks .task .title > a")).to_have_text([CHOOSE, SELL, OVEN])


def test_a_drag_continues_when_a_response_replaces_its_row(page):
    held = []
    page.route("**/tasks/1/status*", lambda route: held.append(route), times=1)
    with page.expect_request("**/tasks/1/status*"):
        page.get_by_role("button", name=f"Done: {OVEN}").click()
    x = start_drag(page, "#task-1")
    held[0].continue_()
    expect(page.locator("#task-1.done.is-dragging")).to_be_visible()
    drop(page, x, "#task-3")
    expect(page.locator("#toast")).to_contain_text("Moved")
    expect(page.locator("#goal-1-tasks .task .title > a")).to_have_text([CHOOSE, SELL, OVEN])
    expect(page.locator(".is-dragging, .dragging")).to_have_count(0)


def test_a_comment_asks_before_it_is_sent_to_more_people(page, change_as_nora):
    change_as_nora(OVEN, lambda task, _by: setattr(task, "visibility", Visibility.LEADS))
    page.reload()
    row(page, OVEN).get_by_role("link", name=OVEN).click()
    field = page.locator("#drawer .compose textarea")
    field.fill("He has to go.\nSoon.")
    change_as_nora(OVEN, lambda task, by: task.share(Visibility.ALL, by=by))
    page.locator("#drawer .compose button", has_text="Send").click()
    question = page.locator("#toast")
    expect(question).to_contain_text("Nora shared this task with everyone while you were writing.")
    expect(field).to_have_value("He has to go.\nSoon.")
    question.get_by_role("button", name="Send it anyway").click()
    expect(page.locator("#drawer .thread")).to_contain_text("He has to go.")
    expect(field).to_have_value("")
    expect(question).to_contain_text("Sent")
