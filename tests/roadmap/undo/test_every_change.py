"""Every kind of change is undone and redone: the record is as it was, with its times."""

from datetime import date

import pytest

from tests.world import a_comment, a_goal, a_step, a_task, seat_of
from tracker.clients.models import Client, Span
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.statuses import Status

HOME = "/clients/fornello-pizza"
COUNTED = {
    "last_activity_at",
    "version",
    "step_count",
    "task_count",
    "goal_count",
    "position",
    "promised_date",
}
"""What says that something happened, or how many there ever were: neither goes back. Places are compared in order.
A promised date stays, too: the client read it, and an undo does not make it unread.
"""


@pytest.fixture(autouse=True)
def plan(cast):
    """Two goals, three tasks under the first, the second of them waiting; a step and a comment."""
    dana, client = cast.dana, cast.fornello
    rosa, spans = seat_of(cast.rosa, client), db.session.scalars(Span.of(client)).all()
    goal = a_goal(
        client, dana, "Trained", target_date=date(2026, 12, 4), quarter="2026-Q4", why="So Rosa can rest."
    )
    a_goal(client, dana, "Second oven", approval_state="proposed")
    first, second, third = (a_task(client, dana, name, goal=goal) for name in ("One", "Two", "Three"))
    second.set_status(Status.WAITING, dana, waiting_on=rosa, why="She has the key.")
    second.assign(rosa, dana)
    third.set_status(Status.DONE, dana)
    third.set_date(date(2026, 12, 1), dana)
    goal.set_span(spans[1], dana)
    a_step(second, dana, "Ask her")
    a_comment(second, cast.marco, "The key is in the drawer.")
    TaskDependency.add(first, third, dana)
    db.session.commit()


def as_it_is():
    """All rows of the road map and the client, by table and number; of positions, only the order."""
    db.session.expire_all()
    shown, last = {}, {}
    for model in (Client, Span, Goal, Task, Step, Comment, TaskDependency):
        order = (model.position, model.id) if hasattr(model, "position") else (model.id,)
        for row in db.session.scalars(db.select(model).order_by(*order)):
            if getattr(row, "trashed_at", None) is None:
                key = getattr(row, "client_id", row.id), getattr(row, "task_id", 0), getattr(row, "number", 0)
                group = model, key[0], key[1], getattr(row, "goal_id", 0)
                shown[model.__name__, *key] = columns_of(row) | {"behind": last.get(group)}
                last[group] = key
    return shown


def columns_of(row):
    rendered = {
        "details_html",
        "details_rendering_key",
        "body_html",
        "body_rendering_key",
    }  # they follow from the text, when written
    left_out = COUNTED | rendered | ({"id", "created_at"} if isinstance(row, TaskDependency) else set())
    return {
        column.name: getattr(row, column.name)
        for column in row.__table__.columns
        if column.name not in left_out
    }


CHANGES = {
    "a status": ("tasks/1/status", {"status": "on_track"}),
    "done": ("tasks/1/status", {"status": "done"}),
    "no longer done": ("tasks/3/status", {"status": "watch", "why": "It came loose."}),
    "no longer waiting": ("tasks/2/status", {"status": "on_track"}),
    "waits on another": ("tasks/2/status", {"status": "waiting", "waiting_on_outsider": "Corewell"}),
    "why it waits": ("tasks/2/status", {"status": "waiting", "why": "The key is lost."}),
    "an owner": ("tasks/1/owner", {"owner": "Marco Bellini"}),
    "an owner by name": ("tasks/2/owner", {"owner_outsider": "Luca"}),
    "no owner": ("tasks/2/owner", {"owner": ""}),
    "a first date": ("tasks/1/due", {"due": "2026-12-11"}),
    "a moved date": ("tasks/3/due", {"due": "2026-12-11", "why": "Snow."}),
    "a date taken away": ("tasks/3/due", {"due": "", "why": "Open."}),
    "a title": ("tasks/1", {"title": "Another"}),
    "details": ("tasks/1", {"details": "Long\nwords"}),
    "both": ("tasks/1", {"title": "Another", "details": "Words"}),
    "a kind": ("tasks/1/kind", {"kind": "routine"}),
    "leads only": ("tasks/1/visibility", {"visibility": "leads"}),
    "another goal": ("tasks/2/goal", {"goal": "2"}),
    "the inbox": ("tasks/1/goal", {"goal": ""}),
    "down": ("tasks/1/move", {"direction": "down"}),
    "a new task": ("tasks", {"title": "New", "goal": "1"}),
    "a step": ("tasks/2/steps", {"title": "Ask again"}),
    "a step done": ("tasks/2/steps/1/done", {"done": "yes"}),
    "a step renamed": ("tasks/2/steps/1", {"title": "Ask him"}),
    "a step removed": ("tasks/2/steps/1/trash", {}),
    "a comment": ("tasks/2/comments", {"body": "Thanks."}),
    "a comment removed": ("tasks/2/comments/1/trash", {}),
    "a task thrown away": ("tasks/2/trash", {}),
    "a goal thrown away": ("goals/1/trash", {}),
    "a wait": ("tasks/1/waits", {"other": "2"}),
    "a wait ended": ("tasks/1/waits/end", {"other": "3"}),
    "a new goal": ("goals", {"title": "New", "life": "draft", "span": "", "quarter": ""}),
    "a goal’s status": ("goals/1/status", {"status": "watch", "why": "The bank is slow."}),
    "a goal’s place": ("goals/1/move", {"direction": "down"}),
    "back to a draft": ("goals/1/life", {"life": "draft"}),
    "a measure": ("goals/1", {"measure": "Weeks", "measure_from": "6", "measure_to": "2", "measure_unit": "weeks"}),
    "a goal’s fields": (
        "goals/1",
        {
            "title": "Retrained", "why": "", "span": "3", "quarter": "2027-Q1", "done_by": "2027-01-15",
            "date_why": "Snow.", "owner": "Marco Bellini",
        },
    ),
    "health": ("health", {"health": "watch", "health_reason": "Payroll."}),
    "the vision": ("vision", {"vision": "Two shops.", "vision_on": "2026-01-02"}),
    "the business": ("settings/business", {"name": "Fornello", "zone": "Europe/Rome", "colour": "3"}),
    "span names": ("settings/spans", {f"span_{number}": f"Span {number}" for number in range(1, 6)}),
    "a goal copied": ("goals/1/copy", {"title": "A copy", "with": "steps"}),
    "a goal moved by days": ("goals/1/shift", {"days": "7", "why": "Snow."}),
    "many at once": ("tasks/many", {"task": ["1", "2"], "do": "status", "status": "parked"}),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_undone_and_redone(dana, what):
    path, form = CHANGES[what]
    before = as_it_is()
    change = dana.post(f"{HOME}/{path}", **form).changed
    after = as_it_is()
    assert change and after != before
    redo = dana.post(f"{HOME}/undo/{change}").changed
    assert as_it_is() == before
    undo = dana.post(f"{HOME}/undo/{redo}").changed
    assert without_moments(as_it_is()) == without_moments(after)
    dana.post(f"{HOME}/undo/{undo}")
    assert as_it_is() == before


def without_moments(rows):
    """The rows without their times, because a redo sets some of them anew."""
    return {
        key: {name: bool(value) if name.endswith(("_at", "_since")) else value for name, value in row.items()}
        for key, row in rows.items()
    }


@pytest.mark.parametrize("what", CHANGES)
def test_htmx_gets_pieces_of_page_or_another_page(dana, what):
    path, form = CHANGES[what]
    change = dana.post(f"{HOME}/{path}", **form).changed
    for at in ("", "panel", "goal", "history"):
        answer = dana.swap(f"{HOME}/undo/{change}", expect=None, at=at)
        assert answer.status in (200, 204), answer.text
        change = answer.changed or answer.one("#toast form")["action"].rsplit("/", 1)[1]
