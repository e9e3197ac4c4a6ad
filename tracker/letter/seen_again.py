"""Work that the client sees again this week, and when it had left their sight.

A goal is out of sight as a draft, a task under a draft or in the trash. Their events tell when, in whatever way they
came and went: by hand, by a file, or by undo. Work that an undo hides again counts as hidden since before it was shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, or_, select

from tracker.clients.models import Client
from tracker.foundation.database import db
from tracker.history.event_rows import EventRow, read_event_rows, select_event_rows
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.letter.task_rows import TaskRow
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState

RETURNED = "goal_returned_to_draft"
OF_GOALS = ("goal_proposed", "goal_agreed", RETURNED)
MOVED, TRASHED, RESTORED = "task_goal_changed", "task_trashed", "task_restored"
OF_TASKS = (MOVED, TRASHED, RESTORED)
MAY_SHOW = (*OF_GOALS, MOVED, RESTORED)
"""The actions after which the client may see work again."""


@dataclass(frozen=True)
class ShownAgain:
    """Since when goals and tasks were hidden that the client sees again, by id."""

    goals: dict[int, datetime] = field(default_factory=dict)
    tasks: dict[int, datetime] = field(default_factory=dict)
    """Only tasks that were moved or in the trash; others were hidden with their goal."""
    followed: set[int] = field(default_factory=set)
    """All tasks that were moved or in the trash, hidden or not."""

    def first_to_tell(self, event: EventRow, task: TaskRow | None, start: datetime) -> datetime:
        """Return since when changes of the event's work are told: `start`, or when it was hidden if earlier."""
        if event.task_id in self.followed:
            return min(start, self.tasks.get(event.task_id, start))
        goal_id = event.goal_id if event.task_id is None else task.goal_id if task else None
        return min(start, self.goals.get(goal_id or 0, start))


class VisibilityReplay:
    """Replays what hides and shows goals and tasks, oldest first; `found` has what is seen again since `start`.

    `numbers`: the goals' ids by number; `places`: the present goal of each task, by id.
    """

    def __init__(
        self, start: datetime, numbers: Mapping[int, int], drafts: set[int], places: Mapping[int, int | None]
    ) -> None:
        self.start, self.found, self.places = start, ShownAgain(), places
        self.numbers = numbers
        self.hidden_goals: dict[int, datetime | None] = dict.fromkeys(drafts)
        """When a goal became a draft; None if it was one from its beginning."""
        self.hidden_tasks: dict[int, datetime | None] = {}
        self.shown: dict[tuple[str, int], datetime | None] = {}
        """Since when work had been hidden before it was shown last, by `goal` or `task` and id."""
        self.under: dict[int, int | None] = {}
        """The goal of each task, as far as the replay has come."""
        self.trashed: set[int] = set()

    def replay(self, lines: Sequence[EventRow]) -> ShownAgain:
        """Return what is seen again after these events of goals and tasks."""
        self.start_from(lines)
        moves: dict[int, list[EventRow]] = defaultdict(list)
        for line in lines:
            if line.action == MOVED and line.task_id:
                moves[line.task_id].append(line)
        self.found.followed.update(line.task_id for line in lines if line.action in OF_TASKS and line.task_id)
        for task_id in self.found.followed:
            self.under[task_id] = self.goal_before(moves[task_id], task_id)
            self.update_task(task_id, None)
        for line in lines:
            if line.action in OF_GOALS:
                self.update_goal(line.goal_id or 0, line)
            elif line.task_id:
                if line.action == MOVED:
                    moves[line.task_id].pop(0)
                    self.under[line.task_id] = self.goal_before(moves[line.task_id], line.task_id)
                else:
                    (self.trashed.add if line.action == TRASHED else self.trashed.discard)(line.task_id)
                self.update_task(line.task_id, line)
        return self.found

    def start_from(self, lines: Sequence[EventRow]) -> None:
        """Find which goals were drafts at first; of those without events the present state tells."""
        first: dict[int, EventRow] = {}
        for line in lines:
            if line.action in OF_GOALS and line.goal_id:
                first.setdefault(line.goal_id, line)
        for goal_id, line in first.items():
            if was_draft(line):
                self.hidden_goals[goal_id] = None
            else:
                self.hidden_goals.pop(goal_id, None)

    def goal_before(self, moves: Sequence[EventRow], task_id: int) -> int | None:
        """Return the goal that a task was under before the first of its moves, or is under now if there is none."""
        if not moves:
            return self.places.get(task_id)
        number = (moves[0].details.get("before") or {}).get("goal")
        return self.numbers.get(number) if number else None

    def update_goal(self, goal_id: int, line: EventRow) -> None:
        """Hide or show a goal with the tasks under it."""
        if line.action == RETURNED:
            self.hidden_goals[goal_id] = self.hidden_since("goal", goal_id, line)
        else:
            self.show("goal", goal_id, self.hidden_goals.pop(goal_id, None), line)
        for task_id in [each for each, under in self.under.items() if under == goal_id]:
            self.update_task(task_id, line)

    def update_task(self, task_id: int, line: EventRow | None) -> None:
        """Note whether the task is hidden after this event; None is its beginning."""
        if task_id in self.trashed or self.under[task_id] in self.hidden_goals:
            if task_id not in self.hidden_tasks:
                self.hidden_tasks[task_id] = self.hidden_since("task", task_id, line) if line else None
        elif line:
            self.show("task", task_id, self.hidden_tasks.pop(task_id, None), line)

    def hidden_since(self, kind: str, key: int, line: EventRow) -> datetime:
        """Return the time of the event that hides it; of an undo, since when it was hidden before it was shown."""
        before = self.shown.get((kind, key)) if is_undo(line) else None
        return before or line.happened_at

    def show(self, kind: str, key: int, since: datetime | None, line: EventRow) -> None:
        """Keep since when it was hidden, if it is seen again since `start`; the first time counts."""
        self.shown[kind, key] = since
        if since and line.happened_at >= self.start:
            (self.found.goals if kind == "goal" else self.found.tasks).setdefault(key, since)


def was_draft(line: EventRow) -> bool:
    """Whether the goal of this event was a draft until then."""
    return (line.details.get("before") or {}).get("approval_state") == ApprovalState.DRAFT


def seen_again(client: Client, start: datetime, lately: Iterable[EventRow]) -> ShownAgain:
    """Return the goals and the tasks that the client sees again since `start`, with when they were hidden.

    `lately`: what happened since then that `MAY_SHOW` work.
    """
    goals, tasks = set(), set()
    for line in lately:
        if line.action in OF_TASKS:
            tasks.add(line.task_id)
        elif was_draft(line):
            goals.add(line.goal_id)
    if not goals and not tasks:
        return ShownAgain()
    of_tasks = Task.client_id == client.id, or_(Task.id.in_(tasks), Task.goal_id.in_(goals))
    about = and_(Event.action.in_(OF_TASKS), Event.task_id.in_(select(Task.id).where(*of_tasks)))
    hiding = select_event_rows().where(Event.client_id == client.id, or_(Event.action.in_(OF_GOALS), about))
    lines = read_event_rows(hiding.order_by(Event.id))
    known = select(Goal.id, Goal.number, Goal.approval_state).where(Goal.client_id == client.id)
    states = list(db.session.execute(known))
    places = {
        row.id: row.goal_id for row in db.session.execute(select(Task.id, Task.goal_id).where(*of_tasks))
    }
    return VisibilityReplay(
        start,
        {number: goal_id for goal_id, number, _ in states},
        {goal_id for goal_id, _, state in states if state == ApprovalState.DRAFT},
        places,
    ).replay(lines)
