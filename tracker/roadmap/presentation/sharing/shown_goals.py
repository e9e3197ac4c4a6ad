"""The parts of a goal that a lead agrees to, discusses or proposes, as their page showed them.

The form sends them in `was_shown`: the goal's own parts as they were, its tasks as their number and one digest. If
others changed a part since, nothing is saved: the reader sees both sides, and confirms or reads the goal first. A
form without the field, or with one that no page of ours sends, is accepted.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace

from flask import g, url_for
from sqlalchemy import and_, or_

from tracker.clients.models import Client, Seat
from tracker.clients.short_names import actor_name
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.exceptions import FieldConflict, UnconfirmedError
from tracker.foundation.text.formatting import count_of, join_names, plain_day
from tracker.foundation.text.numerals import NUMBER_AT_MOST
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task, metric
from tracker.roadmap.presentation.event_queries import (
    changes_of_field,
    last_event,
    last_if_readable,
    readable_by,
)
from tracker.roadmap.presentation.sharing.shown_parts import digest, page_time

SHOWN_FIELD = "was_shown"
PART_LABELS = {
    "approval": "Approval",
    "title": "Goal",
    "why": "Why it matters",
    "date": "Done by",
    "owner": "Owner",
    "measure": "How you will know",
    "tasks": "Tasks",
}
"""The parts, with their labels, in the order they are read."""
APPROVALS = {"draft": "Draft", "proposed": "Proposed", "discuss": "Discuss it first", "agreed": "Agreed"}
SET_BY = {
    "approval": (
        "goal_proposed",
        "goal_agreed",
        "goal_returned_to_draft",
        "goal_discussion_requested",
        "goal_discussion_withdrawn",
        "goal_discussion_ended",
    ),
    "title": ("goal_title_changed",),
    "why": ("goal_why_changed",),
    "date": ("goal_date_changed",),
    "owner": ("goal_owner_changed",),
    "measure": ("goal_metric_changed",),
}
"""The actions that set each part of the goal itself."""
TASKS_SET_BY = (
    "task_added",
    "task_title_changed",
    "task_date_changed",
    "task_goal_changed",
    "task_trashed",
    "task_restored",
    "task_visibility_changed",
)
"""The actions that change which tasks a goal has, their titles and their dates."""
TASKS_VERSION = re.compile(rf"[0-9]{{1,{NUMBER_AT_MOST}}}:[0-9a-f]{{20}}")
"""The number of tasks and their digest, as the field holds them."""


def goal_versions_field(client: Client, seat: Seat) -> dict[int, str]:
    """Return the field's value by goal id for all goals of the client; two queries."""
    tasks: dict[int | None, list[Task]] = defaultdict(list)
    for task in db.session.scalars(Task.of(client).where(Task.shown_to(seat), Task.goal_id.is_not(None))):
        tasks[task.goal_id].append(task)
    goals = db.session.scalars(Goal.of(client).where(Goal.shown_to(seat)))
    return {goal.id: in_field(goal, tasks[goal.id]) for goal in goals}


def in_field(goal: Goal, tasks: Iterable[Task]) -> str:
    """Return the field's value: the parts and the time, as JSON. Its size does not grow with the tasks."""
    moment = int(clock.now().timestamp())
    return json.dumps({**parts_now(goal, tasks), "at": moment}, ensure_ascii=False, separators=(",", ":"))


def parts_now(goal: Goal, tasks: Iterable[Task]) -> dict[str, str]:
    """Return the parts. Progress is none of them: the status of goal and tasks, and the measure's current value."""
    measure = {
        name: getattr(goal, name) for name in ("metric", "metric_unit", "metric_start", "metric_target")
    }
    state = str(goal.approval_state)
    return {
        "approval": "discuss" if goal.is_proposed and goal.discussion_requested_at else state,
        "title": goal.title,
        "why": goal.why,
        "date": goal.target_date.isoformat() if goal.target_date else "",
        "owner": goal.owner,
        "measure": metric.metric_line(SimpleNamespace(**measure, metric_current=None)),
        "tasks": tasks_in_field(tasks),
    }


def tasks_in_field(tasks: Iterable[Task]) -> str:
    """Return the number of tasks, and one digest of their titles and dates in any order."""
    lines = sorted((task.number, task.title, str(task.due)) for task in tasks)
    return f"{len(lines)}:{digest(lines)}"


def check_goal_as_shown(goal: Goal, shown: str, button: str) -> None:
    """Raise UnconfirmedError with both sides if others changed a part since the page showed it.

    `button` is the label of the button that confirms.
    """
    page = read_field(shown)
    if page is None:
        return
    tasks = list(db.session.scalars(Task.of(g.client).where(Task.shown_to(g.seat), Task.goal_id == goal.id)))
    before, now = page.parts, parts_now(goal, tasks)
    changed = [
        name
        for name in PART_LABELS
        if before[name] != now[name] and not is_own_change(goal, name, page.since)
    ]
    if not changed:
        return
    both = [
        FieldConflict(name, PART_LABELS[name], *tasks_in_words(before[name], now[name]))
        if name == "tasks"
        else FieldConflict(
            name, PART_LABELS[name], part_in_words(name, before[name]), part_in_words(name, now[name], goal)
        )
        for name in changed
    ]
    names = dict.fromkeys(who for name in changed for who in authors(goal, name, page.since) or [""])
    who = "" if "" in names else join_names(names)
    raise UnconfirmedError(
        f"{f'{who} changed this goal' if who else 'This goal changed'} after you opened the page.",
        {SHOWN_FIELD: in_field(goal, tasks)},
        button=button,
        both=both,
        read_url=url_for("client.goals.show", number=goal.number),
    )


def is_own_change(goal: Goal, part: str, since: datetime) -> bool:
    """Whether the reader set the present value of a part, after the page showed it.

    The tasks are many values: they are the reader's own change if nobody else is known to have changed any.
    """
    me = g.seat.person_id
    if part == "tasks":
        return [person_id for person_id, _ in task_authors(goal, since)] == [me]
    event = last_setting(goal, part)
    return event is not None and event.actor_id == me and event.happened_at >= since


def last_setting(goal: Goal, part: str) -> Event | None:
    """Return the event that set the present value of a part; None if this reader may not read it."""
    if part == "why":  # the reason for a status has the same action
        return last_if_readable(changes_of_field(goal, part), g.seat)
    return last_event(goal, SET_BY[part], g.seat)


def authors(goal: Goal, part: str, since: datetime) -> list[str]:
    """Return the short names of the people who changed a part since a time, without the reader; none if not known.

    An owner who renamed their account changed the page, and nobody the goal.
    """
    if part == "tasks":
        found = task_authors(goal, since)
    else:
        event = last_setting(goal, part)
        found = [(event.actor_id, event.actor_name)] if event and event.happened_at >= since else []
    return [actor_name(name, person_id) for person_id, name in found if person_id != g.seat.person_id]


def task_authors(goal: Goal, since: datetime) -> list[tuple[int | None, str]]:
    """Return who changed tasks of the goal since a time, by account and name; only from events this seat reads."""
    here = Event.goal_id == goal.id, Event.task_id.is_not(None)
    left = Event.details["before"]["goal"].as_integer() == goal.number
    away = and_(Event.action == "task_goal_changed", left)
    query = db.select(Event.actor_id, Event.actor_name).where(
        Event.client_id == goal.client_id,
        or_(and_(*here), away),
        Event.action.in_(TASKS_SET_BY),
        Event.happened_at >= since,
        readable_by(g.seat),
    )
    latest = query.order_by(Event.id.desc())
    people = {person_id or name: (person_id, name) for person_id, name in db.session.execute(latest)}
    return list(people.values())


@dataclass(frozen=True)
class ShownGoal:
    """The parts that a page showed, and when it did."""

    parts: Mapping[str, str]
    since: datetime


def read_field(shown: str) -> ShownGoal | None:
    """Return the parts and the time in the field; None for anything a page of ours did not send."""
    try:
        sent = json.loads(shown)
        parts, at = {name: sent[name] for name in PART_LABELS}, sent["at"]
        if type(at) is not int or not all(isinstance(value, str) for value in parts.values()):
            return None
        "".join(parts.values()).encode()  # half a surrogate pair is no text
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    since = page_time(str(at))
    return ShownGoal(parts, since) if since and TASKS_VERSION.fullmatch(parts["tasks"]) else None


def tasks_in_words(before: str, now: str) -> tuple[str, str]:
    """Return both numbers of tasks in words; if they are the same, that titles or dates are others."""
    shown, present = (count_of(int(value.partition(":")[0]), "task").capitalize() for value in (before, now))
    return shown, present if present != shown else f"{present}, with another title or date"


def part_in_words(part: str, value: str, goal: Goal | None = None) -> str:
    """Return a part in words. `goal` is given for the present value; a request to discuss it then has its text."""
    if part == "date" and value:
        return day_in_words(value)
    if part != "approval":
        return value
    words = APPROVALS.get(value, value)
    request = goal.proposal_comments().discussion if goal and value == "discuss" else None
    return f"{words}: “{request.words}”" if request and request.words else words


def day_in_words(value: str) -> str:
    """Return “26 March 2027” for an ISO date; anything else as it is."""
    try:
        return plain_day(date.fromisoformat(value), clock.today(g.client))
    except ValueError:
        return value
