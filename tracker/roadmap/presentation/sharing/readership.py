"""Whether more people can read a text than when its form was shown to the writer.

A form about a record hidden from some says in `was_readers` who could read it. If more people can when it is sent,
nothing is saved: the writer is shown who, and sends it once more to confirm. A form without the field was shown as one
that everybody may read.
"""

from __future__ import annotations

from flask import Flask, g, request
from sqlalchemy import and_, or_, select

from tracker.clients.models import Role
from tracker.clients.scope import active_seats
from tracker.clients.short_names import short_name
from tracker.foundation.database import db
from tracker.foundation.exceptions import UnconfirmedError
from tracker.foundation.htmx import hidden
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.comment import ROLES
from tracker.roadmap.presentation.approval import names_up_to
from tracker.roadmap.presentation.queries import readable_by

FIELD = "was_readers"
WIDER = ("coo", "leads", "all")
"""Groups of readers, each part of the next."""
OPENED = {
    "task_visibility_changed": "shared this task with everyone",
    "task_goal_changed": "moved this task to another goal",
    "goal_proposed": "proposed the goal",
    "goal_agreed": "agreed the goal",
}
"""The actions that let more people read a task or a goal, with their words."""


def init_app(app: Flask) -> None:
    app.add_template_global(was_readers)


def work_readers(work: Goal | Task) -> str:
    """Return who may read what is written about it now."""
    if work.in_draft():
        return "coo"
    return "leads" if isinstance(work, Task) and work.is_for_leads else "all"


def was_readers(work: Goal | Task | None) -> str:
    """For a form with text in it: return the hidden field if not everybody may read the text."""
    readers = work_readers(work) if work is not None else "all"
    return "" if readers == "all" else hidden(FIELD, readers)


def check_readers(work: Goal | Task, at_most: str = "all") -> None:
    """Refuse the form if more people can read it now than it said; `at_most` limits the readers of what it creates."""
    shown = request.form.get(FIELD)
    if shown is None:
        return
    now = min(work_readers(work), at_most, key=WIDER.index)
    shown = shown if shown in WIDER else WIDER[0]
    if WIDER.index(now) > WIDER.index(shown):
        raise UnconfirmedError(
            " ".join([what_opened(work), who_reads(shown, now), "Send it anyway?"]), **{FIELD: now}
        )


def what_opened(work: Goal | Task) -> str:
    """Return who last made it readable for more people, if the writer may read that event."""
    goal_id = work.id if isinstance(work, Goal) else work.goal_id
    about = [and_(Event.goal_id == goal_id, Event.task_id.is_(None))]
    about += [Event.task_id == work.id] if isinstance(work, Task) else []
    query = select(Event).where(
        Event.client_id == work.client_id, Event.action.in_(OPENED), or_(*about), readable_by(g.seat)
    )
    line = db.session.scalars(query.order_by(Event.id.desc()).limit(1)).first()
    if line is None:
        return "More people can read this than when you began."
    who = "You" if line.actor_id == g.seat.person_id else short_name(line.actor_name, line.actor_id)
    return f"{who} {OPENED[line.action]} while you were writing."


def who_reads(shown: str, now: str) -> str:
    """Return the sentence “Rosa and five others can read it now.”"""
    order = [Role.CEO, Role.TEAM, Role.VIEWER, Role.COO]
    more = [
        seat for seat in active_seats() if seat.role in ROLES[now] - ROLES[shown] and seat.id != g.seat.id
    ]
    more.sort(key=lambda seat: (order.index(Role(seat.role)), seat.number))
    names = names_up_to([seat.name for seat in more], most=2)
    return f"{names or 'Everyone with access'} can read it now."
