"""Whether more people can read a text than when its form was shown to the writer.

A form about a record hidden from some says in `was_readers` who could read it. If more people can when it is
sent, nothing is saved; the writer sees who they are, and sends the form once more to confirm. A form without
the field was about a record that everybody may read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, g, request
from sqlalchemy import and_, or_, select

from tracker.clients.models import Role
from tracker.clients.scope import active_seats
from tracker.clients.short_names import actor_name
from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db
from tracker.foundation.exceptions import UnconfirmedError
from tracker.foundation.htmx import hidden_field
from tracker.history.models import Event
from tracker.history.readers import ReaderGroup, group_of, restrictions_of
from tracker.history.undo import is_undo
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.comment import ROLES
from tracker.roadmap.models.facts import TaskFacts
from tracker.roadmap.models.proposal_comments import APPROVAL_ACTIONS
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.presentation.approval import names_up_to
from tracker.roadmap.presentation.event_queries import last_if_readable
from tracker.roadmap.presentation.sharing.shown_parts import status_shown

READERS_FIELD = "was_readers"
WIDER = tuple(ReaderGroup)
"""The groups of readers, each part of the next."""
OPENED = {
    "task_visibility_changed": "shared this task with everyone",
    "task_goal_changed": "moved this task to another goal",
    "goal_proposed": "proposed the goal",
    "goal_agreed": "agreed the goal",
}
"""The actions that let more people read a task or a goal, with their words."""

MOVES = ("task_visibility_changed", "task_goal_changed")
"""Those of them that are about a task."""

OPENS_GOAL = ("goal_proposed", "goal_agreed")
"""Those of them that let the client's people read a goal and its tasks."""


def init_app(app: Flask) -> None:
    """Make `was_readers`, `reason_readers` and `status_shown` known to templates."""
    app.add_template_global(was_readers)
    app.add_template_global(reason_readers)
    app.add_template_global(status_shown)


def work_readers(work: Goal | Task) -> ReaderGroup:
    """Return the group that may read text written about it now."""
    for_leads = isinstance(work, TaskFacts) and work.is_for_leads
    return group_of(restrictions_of(in_draft=work.in_draft(), for_leads=for_leads))


def event_readers(event: Event) -> ReaderGroup:
    """Return the group that could read the record of an event when it was recorded."""
    return group_of(event.details)


def is_wider(now: str, before: str) -> bool:
    """Whether more people read `now` than `before`; both are groups."""
    return WIDER.index(now) > WIDER.index(before)


def was_readers(work: Goal | Task | None) -> str:
    """Return the hidden field of a form with text in it; empty if everybody may read the text."""
    readers = work_readers(work) if work is not None else "all"
    return "" if readers == "all" else hidden_field(READERS_FIELD, readers)


def reason_readers(goal: Goal) -> str:
    """Return who will read the reason for a new date of the goal; that of a draft stays with the COOs."""
    if goal.is_draft:
        return "Only COOs see this, also once the goal is proposed."
    return "Everyone with access sees this."


def check_readers(work: Goal | Task, at_most: str = "all") -> None:
    """Raise UnconfirmedError if more people can read the record now than the form said.

    `at_most` limits the readers of a record that the form creates.
    """
    shown = request.form.get(READERS_FIELD)
    if shown is None:
        return
    now = min(work_readers(work), at_most, key=WIDER.index)
    shown = shown if shown in WIDER else WIDER[0]
    if is_wider(now, shown):
        raise UnconfirmedError(
            " ".join([sharing_sentence(work, shown), readers_sentence(shown, now), "Send it anyway?"]),
            {READERS_FIELD: now},
        )


def sharing_sentence(work: Goal | Task, shown: str) -> str:
    """Return who last let more people than the group `shown` read it, and how.

    Nobody is named if the writer may not read the event, or if history does not have it.
    """
    opening = last_opening(work, shown)
    line = last_if_readable(select(Event).where(Event.id == opening.id), g.seat) if opening else None
    if line is None:
        return "More people can read this than when you began."
    who = "You" if line.actor_id == g.seat.person_id else actor_name(line.actor_name, line.actor_id)
    return f"{who} {opening_words(line)} while you were writing."


def opening_words(event: Event) -> str:
    """Return how an event let more people read a record: “proposed the goal”. An undo names no step of its own."""
    if is_undo(event):
        return "undid a change"
    return "marked the goal as agreed" if event.details.get("recorded") else OPENED[event.action]


def last_opening(work: Goal | Task, shown: str) -> Event | None:
    """Return the newest event that let more people than the group `shown` read it; None if there is none.

    Goes back from the present readers, event by event: a move may open nothing, and sharing may hide.
    """
    places = Placement.now(work)
    for event in placement_events(work, places):
        after = places.readers
        places.go_back(event)
        if is_wider(after, shown) and not is_wider(places.readers, shown):
            return event if event.action in OPENED else None
    return None


@dataclass
class Placement:
    """What decides who may read a record, at one moment: its goal, the approval of goals, its visibility."""

    goal_id: int | None
    visibility: str
    states: dict[int, str]
    """The approval state of each goal by id."""
    ids: dict[int, int]
    """The id of each goal by its number."""

    @classmethod
    def now(cls, work: Goal | Task) -> Placement:
        """Return the present placement, with the goals that the task was under; one query."""
        rows = db.session.execute(
            select(Goal.id, Goal.number, Goal.approval_state).where(Goal.client_id == work.client_id)
        ).all()
        states, ids = {row.id: row.approval_state for row in rows}, {row.number: row.id for row in rows}
        if isinstance(work, Goal):
            return cls(work.id, Visibility.ALL, states, ids)
        return cls(work.goal_id, work.visibility, states, ids)

    @property
    def readers(self) -> ReaderGroup:
        """The group that may read the record."""
        is_draft = self.goal_id is not None and self.states.get(self.goal_id) == ApprovalState.DRAFT
        return group_of(restrictions_of(in_draft=is_draft, for_leads=self.visibility == Visibility.LEADS))

    def go_back(self, event: Event) -> None:
        """Set it to what it was before this event, of which the values before are kept."""
        before: JsonObject = event.details.get("before") or {}
        if event.action == "task_visibility_changed":
            self.visibility = str(event.details.get("previous") or self.visibility)
        elif event.action == "task_goal_changed":
            self.goal_id = self.ids.get(before["goal"]) if before.get("goal") is not None else None
        elif event.goal_id is not None and "approval_state" in before:
            self.states[event.goal_id] = str(before["approval_state"])


def placement_events(work: Goal | Task, places: Placement) -> Sequence[Event]:
    """Return the events that may have changed who reads the record, newest first.

    Those of goals are of every goal of the client, because a task may have been under any of them.
    """
    own_goal = [Event.goal_id == work.id] if isinstance(work, Goal) else [Event.goal_id.in_(places.states)]
    about = [and_(*own_goal, Event.task_id.is_(None), Event.action.in_(APPROVAL_ACTIONS))]
    if isinstance(work, Task):
        about.append(and_(Event.task_id == work.id, Event.action.in_(MOVES)))
    query = select(Event).where(Event.client_id == work.client_id, or_(*about))
    return db.session.scalars(query.order_by(Event.id.desc())).all()


def readers_sentence(shown: str, now: str) -> str:
    """Return the sentence “Rosa and five others can read it now.”, with the new readers."""
    return f"{new_readers(shown, now) or 'Everyone with access'} can read it now."


def new_readers(before: str, now: str) -> str:
    """Return the names of the people in the group `now` and not in `before`: “Rosa and five others”.

    It is empty if nobody is added besides the reader.
    """
    order = [Role.CEO, Role.TEAM, Role.VIEWER, Role.COO]
    added = ROLES[ReaderGroup(now)] - ROLES[ReaderGroup(before)]
    more = [seat for seat in active_seats() if seat.role in added and seat.id != g.seat.id]
    more.sort(key=lambda seat: (order.index(Role(seat.role)), seat.number))
    return names_up_to([seat.name for seat in more], most=2)
