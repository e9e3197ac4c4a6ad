"""The task page: the task as this reader sees it, its neighbours, its discussion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypedDict, Unpack

from flask import abort, g
from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import defer, joinedload, undefer_group, with_expression

from tracker.clients.models import Role, Seat
from tracker.clients.names import NameWarning, warnings_of_authors
from tracker.clients.scope import active_seats, all_seats
from tracker.clients.short_names import actor_name
from tracker.foundation.database import db, first_or_404
from tracker.foundation.exceptions import FieldConflict
from tracker.foundation.forms import Form
from tracker.foundation.statements import built_once, row_limit
from tracker.foundation.text.formatting import count_of, person_colour
from tracker.history.actions import actions
from tracker.history.models import Event
from tracker.history.sentences import sentence
from tracker.history.undo import is_undo
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.presentation import wording
from tracker.roadmap.presentation.approval import task_readers
from tracker.roadmap.presentation.dependencies import DependencyLinks, links_of
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.history_viewpoint import viewpoint_of
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.sharing.readership import check_readers
from tracker.roadmap.presentation.undo.offers import UndoOffers
from tracker.roadmap.tasks.forms import CommentForm, StepForm

OLDEST = 300
"""The number of events a page shows, the newest ones."""


def task_shown(number: int) -> Task:
    """Return the client's task of that number; 404 if this seat may not read it.

    A sent form is refused (UnconfirmedError) if more people can read the task than the form said.
    """
    all_seats()
    return checked(first_or_404(page_query(g.seat.role), client_id=g.client.id, number=number))


def task_to_move(number: int) -> Task:
    """Return the same for a change of status: with whether it is linked, without what only its page shows."""
    all_seats()
    return checked(first_or_404(status_query(g.seat.role), client_id=g.client.id, number=number))


def checked(task: Task) -> Task:
    """Return the task, unless more people can read it than a sent form said."""
    check_readers(task)
    return task


@built_once
def page_query(role: str) -> Select[Task]:
    """Return the query for a task with all that its page shows; built once for each role."""
    whole = joinedload(Task.goal).joinedload(Goal.span), undefer_group("html")
    return numbered_task(role).options(*whole)


@built_once
def status_query(role: str) -> Select[Task]:
    """Return the query for a task with its goal and whether it is linked; built once for each role."""
    return numbered_task(role).options(
        joinedload(Task.goal), with_expression(Task.is_linked, TaskDependency.names(Task))
    )


def numbered_task(role: str) -> Select[Task]:
    """Return the query for the task of a `number` that this role may read at the client `client_id`."""
    client_id: BindParameter[int] = bindparam("client_id")
    query = select(Task).where(Task.client_id == client_id, Task.trashed_at.is_(None))
    return query.where(Task.number == bindparam("number"), Task.shown_to_role(role)).limit(row_limit(1))


def task_to_edit(number: int) -> Task:
    """Return the same; 403 if this seat may not edit it."""
    task = task_shown(number)
    if not task.may_be_edited_by(g.seat):
        abort(403)
    return task


def step_of(task: Task, number: int) -> Step:
    """Return the task's step of that number; 404 if there is none."""
    return first_or_404(Step.of(task).where(Step.number == number))


@dataclass(frozen=True)
class ActivityItem:
    """One entry of the discussion: a comment, or an event with the change to undo."""

    at: datetime
    name: str
    """The suffix of its id on the page, which no other entry has."""
    comment: Comment | None = None
    text: str = ""
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
        """For the COO: the warning if the author's name imitates another person's."""
        return warnings_of_authors().get(self.comment.author_id) if self.comment else None


class OpenedForm(TypedDict, total=False):
    """What is open on a task page, and what it says."""

    open: str
    form: Form
    clashes: Sequence[FieldConflict]
    notice: str
    step_form: StepForm
    comment_form: CommentForm


@dataclass
class TaskPanel:
    """Everything the task page shows. `open` is the name of the open small form, `form` that form."""

    task: Task
    steps: Sequence[Step]
    lines: Sequence[ActivityItem]
    order: Sequence[Task]
    goals: Sequence[Goal]
    may_trash: bool = False
    open: str = ""
    form: Form | None = None
    clashes: Sequence[FieldConflict] = ()
    notice: str = ""
    step_form: StepForm = field(default_factory=lambda: StepForm(formdata=None))
    comment_form: CommentForm = field(default_factory=lambda: CommentForm(formdata=None))

    @cached_property
    def write_to(self) -> str:
        """The label of the comment form, with the people who can read it: “Write to Rosa and Marco”."""
        return wording.write_to(other_readers(self.task))

    @cached_property
    def links(self) -> DependencyLinks:
        """Return its blockers and the tasks it blocks."""
        return links_of(self.task, g.seat)

    @cached_property
    def place(self) -> int:
        """The index of the task in its list."""
        return next((at for at, task in enumerate(self.order) if task.number == self.task.number), 0)

    @property
    def previous(self) -> Task | None:
        """The task before it in its list, among those the reader sees; None for the first."""
        return self.order[self.place - 1] if self.place else None

    @property
    def next(self) -> Task | None:
        """The task after it in its list, among those the reader sees; None for the last."""
        return self.order[self.place + 1] if self.place + 1 < len(self.order) else None


def panel_of(task: Task, **opened: Unpack[OpenedForm]) -> TaskPanel:
    """Load everything the task page shows."""
    goals = goals_to_choose() if task.may_be_edited_by(g.seat) else []
    may_trash = task.may_be_trashed_by(g.seat)
    return TaskPanel(
        task, steps_of(task), conversation(task), tasks_in_order(task), goals, may_trash, **opened
    )


def goals_to_choose() -> list[Goal]:
    """Return the client's goals that the reader may see, in order."""
    return list(db.session.scalars(Goal.of(g.client).where(Goal.shown_to(g.seat)).order_by(*Goal.in_order())))


def tasks_in_order(task: Task) -> list[Task]:
    """Return the tasks under the same goal, or in the inbox, that the reader may see, in order."""
    query = Task.of(g.client).where(Task.same_goal(task.goal_id), Task.shown_to(g.seat))
    return list(db.session.scalars(query.options(defer(Task.details)).order_by(*Task.in_order())))


def conversation(task: Task) -> list[ActivityItem]:
    """Return comments and events together, oldest first."""
    comments = db.session.scalars(Comment.of(task).where(Comment.shown_to(g.seat)))
    comment_items = [
        ActivityItem(comment.created_at, comment.dom_name, comment=comment) for comment in comments
    ]
    newest = history_of(task).order_by(Event.happened_at.desc(), Event.id.desc()).limit(row_limit(OLDEST))
    happened = list(reversed(db.session.scalars(newest).all()))
    offers, names = UndoOffers(g.client, g.seat, happened), unique_names(happened)
    alike = group_consecutive(happened, [line.at for line in comment_items])
    done = [activity_item(offers, names[events[-1].id], *events) for events in alike]
    return sorted([*comment_items, *done], key=lambda line: line.at)


def unique_names(events: Iterable[Event]) -> dict[int, str]:
    """Return a name for each event by id: its time, and a number if shared (“at-1795166880000000-2”)."""
    names: dict[int, str] = {}
    times: Counter[str] = Counter()
    for event in events:
        name = f"at-{int(event.happened_at.timestamp() * 1_000_000)}"
        times[name] += 1
        names[event.id] = name if times[name] == 1 else f"{name}-{times[name]}"
    return names


def group_consecutive(events: Iterable[Event], breaks: Sequence[datetime]) -> list[list[Event]]:
    """Return the events in groups of one, but steps added or finished in a row by one person together.

    A comment between two of them (`breaks`) separates them.
    """
    found: list[list[Event]] = []
    for event in events:
        last = found[-1][-1] if found else None
        if (
            last
            and verb_in_a_row(event)
            and is_same_act(last, event)
            and not is_separated(last, event, breaks)
        ):
            found[-1].append(event)
        else:
            found.append([event])
    return found


def verb_in_a_row(event: Event) -> str:
    """Return the verb of one line for several such events in a row; empty if each has its own line."""
    action = actions().get(event.action)
    return action.verb_in_a_row if action else ""


def is_same_act(one: Event, two: Event) -> bool:
    """Whether one person did the same in both events."""
    return (one.action, one.actor_id) == (two.action, two.actor_id)


def is_separated(one: Event, two: Event, moments: Sequence[datetime]) -> bool:
    """Whether one of these moments is between the two events."""
    return any(one.happened_at < moment < two.happened_at for moment in moments)


def history_of(task: Task) -> Select[Event]:
    """Return the query for the task's events in the discussion that the reader may read."""
    shown = Event.action.not_in(actions().out_of_discussion())
    return (
        select(Event)
        .where(Event.client_id == task.client_id, Event.task_id == task.id, shown)
        .where(readable_by(g.seat))
        .options(joinedload(Event.actor))
    )


def activity_item(offers: UndoOffers, name: str, event: Event, *more: Event) -> ActivityItem:
    """Return an event as a sentence; several are counted: “Dana added four steps”."""
    text = sentence(event, viewpoint_of(g.seat))
    if more:
        who = actor_name(event.actor_name, event.actor_id)
        text = f"{who} {verb_in_a_row(event)} {count_of(1 + len(more), 'step')}"
    undone = all(each.undone_at is not None for each in (event, *more))
    back = "" if more else offers.of(event)
    at = (more or [event])[-1].happened_at
    action = actions().get(event.action)
    icon = action.icon if action else "arrow"
    return ActivityItem(at, name, text=text, icon=icon, back=back, undone=undone, undoes=is_undo(event))


def lines_since(task: Task, last_activity_at: datetime) -> list[ActivityItem]:
    """Return the events that this request recorded; empty if it changed nothing."""
    if task.last_activity_at == last_activity_at:
        return []
    query = history_of(task).where(Event.happened_at >= task.last_activity_at).order_by(Event.id)
    lines = list(db.session.scalars(query))
    offers, names = UndoOffers(g.client, g.seat, lines), unique_names(lines)
    return [activity_item(offers, names[event.id], event) for event in lines]


def other_readers(task: Task) -> list[Seat]:
    """Return everybody else who can read the discussion: the owner first, then by role."""
    ranks = {Role.CEO: 1, Role.COO: 2, Role.TEAM: 3, Role.VIEWER: 4}
    others = [seat for seat in task_readers(task, active_seats()) if seat.id != g.seat.id]
    others.sort(key=lambda seat: 0 if seat.id == task.owner_seat_id else ranks[Role(seat.role)])
    return others
