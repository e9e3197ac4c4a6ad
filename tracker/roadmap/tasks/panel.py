"""The task page: the task as this reader sees it, its neighbours, its discussion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import abort, g
from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload, undefer_group

from tracker.clients.models import Role, Seat
from tracker.clients.names import NameWarning, warnings_of_authors
from tracker.clients.scope import active_seats, all_seats
from tracker.clients.short_names import short_name
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import FieldConflict
from tracker.foundation.text.formatting import count_of, person_colour
from tracker.history.models import Event
from tracker.history.sentences import sentence
from tracker.history.undo import is_undo
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.presentation import wording
from tracker.roadmap.presentation.approval import readers
from tracker.roadmap.presentation.dependencies import DependencyLinks, links_of
from tracker.roadmap.presentation.history_viewpoint import voice_for
from tracker.roadmap.presentation.queries import readable_by, steps_of
from tracker.roadmap.presentation.sharing.readership import check_readers
from tracker.roadmap.presentation.undo.offers import UndoOffers
from tracker.roadmap.tasks.forms import CommentForm, StepForm

UNTOLD = ("task_comment_added", "task_reordered")
"""Actions left out of the discussion: the comment itself is there, and order is not news."""
OLDEST = 300
"""The number of events a page shows, the newest ones."""
ICONS = {
    "task_added": "plus",
    "task_step_added": "plus",
    "task_step_done": "tick",
    "task_date_changed": "cal",
    "task_owner_changed": "people",
}
IN_A_ROW = {"task_step_added": "added", "task_step_done": "finished"}


def task_shown(number: int) -> Task:
    """Return the client's task of that number, if this seat may read it; otherwise a 404.

    Refuses a form about it if more people can read it than the form said.
    """
    all_seats()
    query = Task.of(g.client).where(Task.number == number, Task.shown_to(g.seat))
    task = first_or_404(query.options(joinedload(Task.goal).joinedload(Goal.span), undefer_group("html")))
    check_readers(task)
    return task


def task_to_edit(number: int) -> Task:
    """Return the same for those who may edit it; refuses others."""
    task = task_shown(number)
    if not task.may_be_edited_by(g.seat):
        abort(403)
    return task


def step_of(task: Task, number: int) -> Step:
    return first_or_404(Step.of(task).where(Step.number == number))


@dataclass(frozen=True)
class ActivityItem:
    """One entry of the discussion: a comment or an event, with the change to undo."""

    at: datetime
    name: str
    """The suffix of its id on the page, which no other entry has."""
    comment: Comment | None = None
    said: str = ""
    icon: str = "arrow"
    back: str = ""
    undone: bool = False
    undoes: bool = False

    @property
    def colour(self) -> int:
        """Return the colour of the author's initials."""
        return person_colour(self.comment.author.name) if self.comment else 0

    @property
    def name_warning(self) -> NameWarning | None:
        """For the COO: return the warning if the author's name imitates another person's."""
        return warnings_of_authors().get(self.comment.author_id) if self.comment else None


@dataclass
class TaskPanel:
    """Everything the task page shows. `open` names the open small form, `form` is that form."""

    task: Task
    steps: Sequence[Step]
    lines: Sequence[ActivityItem]
    order: Sequence[Task]
    goals: Sequence[Goal]
    may_trash: bool = False
    open: str = ""
    form: Any = None
    clashes: Sequence[FieldConflict] = ()
    notice: str = ""
    step_form: StepForm = field(default_factory=lambda: StepForm(formdata=None))
    comment_form: CommentForm = field(default_factory=lambda: CommentForm(formdata=None))

    @cached_property
    def write_to(self) -> str:
        return wording.write_to(other_readers(self.task))

    @cached_property
    def links(self) -> DependencyLinks:
        """Return its blockers and the tasks it blocks."""
        return links_of(self.task, g.seat)

    @cached_property
    def place(self) -> int:
        return next((at for at, task in enumerate(self.order) if task.number == self.task.number), 0)

    @property
    def previous(self) -> Task | None:
        return self.order[self.place - 1] if self.place else None

    @property
    def next(self) -> Task | None:
        return self.order[self.place + 1] if self.place + 1 < len(self.order) else None


def sheet_of(task: Task, **opened: Any) -> TaskPanel:
    """Load everything the task page shows."""
    goals = goals_to_choose() if task.may_be_edited_by(g.seat) else []
    may_trash = task.may_be_trashed_by(g.seat)
    return TaskPanel(task, steps_of(task), conversation(task), in_order(task), goals, may_trash, **opened)


def goals_to_choose() -> list[Goal]:
    return list(db.session.scalars(Goal.of(g.client).where(Goal.shown_to(g.seat)).order_by(*Goal.in_order())))


def in_order(task: Task) -> list[Task]:
    """Return the tasks beside this one, under the same goal or in the inbox."""
    query = Task.of(g.client).where(Task.same_goal(task.goal_id), Task.shown_to(g.seat))
    return list(db.session.scalars(query.options(defer(Task.details)).order_by(*Task.in_order())))


def conversation(task: Task) -> list[ActivityItem]:
    """Return comments and events together, oldest first."""
    comments = db.session.scalars(Comment.of(task).where(Comment.shown_to(g.seat)))
    said = [ActivityItem(comment.created_at, comment.dom_name, comment=comment) for comment in comments]
    newest = history_of(task).order_by(Event.happened_at.desc(), Event.id.desc()).limit(OLDEST)
    happened = list(reversed(db.session.scalars(newest).all()))
    offers, names = UndoOffers(g.client, g.seat, happened), unique_names(happened)
    alike = consecutive(happened, [line.at for line in said])
    done = [activity_item(offers, names[events[-1].id], *events) for events in alike]
    return sorted([*said, *done], key=lambda line: line.at)


def unique_names(events: Iterable[Event]) -> dict[int, str]:
    """Return a name for each event, by its id: its time, and a number if others share it ("at-1795166880000000-2")."""
    names: dict[int, str] = {}
    times: Counter[str] = Counter()
    for event in events:
        name = f"at-{int(event.happened_at.timestamp() * 1_000_000)}"
        times[name] += 1
        names[event.id] = name if times[name] == 1 else f"{name}-{times[name]}"
    return names


def consecutive(events: Iterable[Event], breaks: Sequence[datetime]) -> list[list[Event]]:
    """Return events one by one; steps added or finished in a row by one person, without comments between, together."""
    found: list[list[Event]] = []
    for event in events:
        last = found[-1][-1] if found else None
        if last and event.action in IN_A_ROW and same_actor(last, event) and not between(last, event, breaks):
            found[-1].append(event)
        else:
            found.append([event])
    return found


def same_actor(one: Event, two: Event) -> bool:
    return (one.action, one.actor_id) == (two.action, two.actor_id)


def between(one: Event, two: Event, moments: Sequence[datetime]) -> bool:
    return any(one.happened_at < moment < two.happened_at for moment in moments)


def history_of(task: Task) -> Select[Event]:
    return (
        select(Event)
        .where(Event.client_id == task.client_id, Event.task_id == task.id, Event.action.not_in(UNTOLD))
        .where(readable_by(g.seat))
        .options(joinedload(Event.actor))
    )


def activity_item(offers: UndoOffers, name: str, event: Event, *more: Event) -> ActivityItem:
    """Return an event as a sentence; several like ones are counted: Dana added four steps."""
    said = sentence(event, voice_for(g.seat))
    if more:
        who = short_name(event.actor_name, event.actor_id)
        said = f"{who} {IN_A_ROW[event.action]} {count_of(1 + len(more), 'step')}"
    undone = all(each.undone_at is not None for each in (event, *more))
    back = "" if more else offers.of(event)
    at = (more or [event])[-1].happened_at
    icon = ICONS.get(event.action, "arrow")
    return ActivityItem(at, name, said=said, icon=icon, back=back, undone=undone, undoes=is_undo(event))


def lines_since(task: Task, touched_at: datetime) -> list[ActivityItem]:
    """Return the events this request recorded; empty if it changed nothing."""
    if task.touched_at == touched_at:
        return []
    query = history_of(task).where(Event.happened_at >= task.touched_at).order_by(Event.id)
    lines = list(db.session.scalars(query))
    offers, names = UndoOffers(g.client, g.seat, lines), unique_names(lines)
    return [activity_item(offers, names[event.id], event) for event in lines]


def who_moved(task: Task) -> str:
    """Return who set the status last, by the name this reader may read."""
    query = history_of(task).where(Event.action == "task_status_changed").order_by(Event.id.desc()).limit(1)
    event = db.session.scalars(query).first()
    return short_name(event.actor_name, event.actor_id) if event else "Somebody"


def other_readers(task: Task) -> list[Seat]:
    """Return everybody else who can read the discussion: its owner first, then by role."""
    ranks = {Role.CEO: 1, Role.COO: 2, Role.TEAM: 3, Role.VIEWER: 4}
    others = [seat for seat in readers(task, active_seats()) if seat.id != g.seat.id]
    others.sort(key=lambda seat: 0 if seat.id == task.owner_seat_id else ranks[Role(seat.role)])
    return others
