"""Work that the client sees again this week, and when it had left their sight.

A goal is out of sight as a draft, a task under a draft. Their events tell when, in whatever way they came and went.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, or_, select

from tracker.clients.models import Client
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState

HIDES_GOAL, MOVES_TASK = "goal_returned_to_draft", "task_goal_changed"
OF_GOALS = ("goal_proposed", "goal_agreed", HIDES_GOAL)


@dataclass(frozen=True)
class SeenAgain:
    """Since when goals and tasks were hidden that the client sees again, by id."""

    goals: dict[int, datetime] = field(default_factory=dict)
    tasks: dict[int, datetime] = field(default_factory=dict)
    """Only tasks that were moved; others were hidden with their goal."""

    def first_to_tell(self, event: Event, task: Task | None, start: datetime) -> datetime:
        """Return since when changes of the event's work are told: `start`, or when it was hidden if earlier."""
        if event.task_id in self.tasks:
            return min(start, self.tasks[event.task_id])
        goal_id = event.goal_id if event.task_id is None else task.goal_id if task else None
        return min(start, self.goals.get(goal_id or 0, start))


class Sight:
    """Replays what hides and shows goals and tasks, oldest first; `found` has what is seen again since `start`."""

    def __init__(self, start: datetime, goals: Collection[tuple[int, int, str]]) -> None:
        self.start, self.found = start, SeenAgain()
        self.ids: dict[int | None, int] = {number: goal_id for goal_id, number, _ in goals}
        self.is_draft = {goal_id: state == ApprovalState.DRAFT for goal_id, _, state in goals}
        self.since: dict[int, datetime | None] = {}
        """When a goal was hidden; None if it was a draft from its beginning."""
        self.hidden_tasks: dict[int, datetime | None] = {}
        self.under: dict[int, int] = {}
        """The goal of each task that was moved, as far as the replay has come."""

    def replay(self, lines: Collection[Event]) -> SeenAgain:
        """Return what is seen again after these events of goals and tasks."""
        begun: set[int] = set()
        for line in lines:
            if line.action in OF_GOALS and line.goal_id and line.goal_id not in begun:
                begun.add(line.goal_id)
                self.is_draft[line.goal_id] = line.action != HIDES_GOAL and was_draft(line)
        self.since = {goal_id: None for goal_id, is_draft in self.is_draft.items() if is_draft}
        for task_id, goal_id in self.first_goals(lines):
            self.put(task_id, goal_id, None)
        for line in lines:
            if line.action == MOVES_TASK:
                self.put(line.task_id or 0, self.goal_in(line, "after"), line.happened_at)
            else:
                self.turn(line.goal_id or 0, line.action == HIDES_GOAL, line.happened_at)
        return self.found

    def first_goals(self, lines: Collection[Event]) -> Iterator[tuple[int, int]]:
        """Yield each moved task with the goal that it was under at first, 0 for the inbox."""
        seen: set[int] = set()
        for line in lines:
            if line.action == MOVES_TASK and line.task_id and line.task_id not in seen:
                seen.add(line.task_id)
                yield line.task_id, self.goal_in(line, "before")

    def goal_in(self, line: Event, side: str) -> int:
        """Return the id of the goal that a task was moved from or to; 0 for the inbox, or a goal that is no more."""
        return self.ids.get((line.details.get(side) or {}).get("goal"), 0)

    def put(self, task_id: int, goal_id: int, at: datetime | None) -> None:
        """Put a task under a goal, at this time or from its beginning."""
        self.under[task_id] = goal_id
        if goal_id in self.since:
            self.hidden_tasks.setdefault(task_id, at)
        else:
            self.show(self.found.tasks, task_id, self.hidden_tasks.pop(task_id, None), at)

    def turn(self, goal_id: int, is_hidden: bool, at: datetime) -> None:
        """Hide or show a goal with the tasks under it."""
        tasks = [task_id for task_id, under in self.under.items() if under == goal_id]
        if is_hidden:
            self.since[goal_id] = at
            for task_id in tasks:
                self.hidden_tasks.setdefault(task_id, at)
            return
        self.show(self.found.goals, goal_id, self.since.pop(goal_id, None), at)
        for task_id in tasks:
            self.show(self.found.tasks, task_id, self.hidden_tasks.pop(task_id, None), at)

    def show(self, found: dict[int, datetime], key: int, since: datetime | None, at: datetime | None) -> None:
        """Keep since when it was hidden, if it is seen again since `start`; the first time counts."""
        if since and at and at >= self.start:
            found.setdefault(key, since)


def was_draft(line: Event) -> bool:
    """Whether the goal of this event was a draft until then."""
    return (line.details.get("before") or {}).get("approval_state") == ApprovalState.DRAFT


def seen_again(client: Client, start: datetime) -> SeenAgain:
    """Return the goals and the tasks that the client sees again since `start`, with when they were hidden."""
    mine = select(Event).where(Event.client_id == client.id)
    lately = Event.action.in_([*OF_GOALS, MOVES_TASK]), Event.happened_at >= start
    shown: dict[bool, set[int]] = defaultdict(set)
    for line in db.session.scalars(mine.where(*lately)):
        if line.action == MOVES_TASK or was_draft(line):
            shown[line.action == MOVES_TASK].add(line.task_id or line.goal_id or 0)
    if not shown:
        return SeenAgain()
    below = select(Task.id).where(Task.client_id == client.id, Task.goal_id.in_(shown[False]))
    moved = or_(Event.task_id.in_(shown[True]), Event.task_id.in_(below))
    lines = mine.where(or_(Event.action.in_(OF_GOALS), and_(Event.action == MOVES_TASK, moved)))
    goals = select(Goal.id, Goal.number, Goal.approval_state).where(Goal.client_id == client.id)
    known = [(goal_id, number, state) for goal_id, number, state in db.session.execute(goals)]
    return Sight(start, known).replay(db.session.scalars(lines.order_by(Event.id)).all())
