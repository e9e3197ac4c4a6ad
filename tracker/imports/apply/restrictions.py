"""Who could read the goals and tasks of a client before an import or its undo, and who can afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tracker.clients.models import Role
from tracker.foundation.column_types import Columns
from tracker.foundation.database import db
from tracker.history.readers import narrower_restrictions, restrictions_of
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.models.work import OPENINGS


@dataclass(frozen=True)
class Restrictions:
    """The marks of a client's goals and tasks at one moment, by id, and the goal of each task."""

    goals: Mapping[int, dict[str, bool]]
    tasks: Mapping[int, dict[str, bool]]
    goal_of: Mapping[int, int | None]

    @classmethod
    def now(cls, client_id: int) -> Restrictions:
        """Return the present restrictions, including those of trashed goals and tasks."""
        states = select(Goal.id, Goal.approval_state).where(Goal.client_id == client_id)
        goals = {
            key: restrictions_of(in_draft=state == ApprovalState.DRAFT, for_leads=False)
            for key, state in db.session.execute(states)
        }
        query = select(Task.id, Task.goal_id, Task.visibility).where(Task.client_id == client_id)
        rows = db.session.execute(query).all()
        tasks = {
            key: narrower_restrictions(
                goals.get(goal_id or 0, {}),
                restrictions_of(in_draft=False, for_leads=visibility == Visibility.LEADS),
            )
            for key, goal_id, visibility in rows
        }
        return cls(goals, tasks, {key: goal_id for key, goal_id, _ in rows})

    def of(self, line: Columns) -> dict[str, bool]:
        """Return the restrictions of the task or the goal that a history event is about; none if it was not there."""
        key, of_kind = line["task_id"], self.tasks
        if key is None:
            key, of_kind = line["goal_id"], self.goals
        return of_kind.get(key, {})

    def opened(self, restriction: str, before: Restrictions) -> list[int]:
        """Return the ids of the tasks that had this restriction before and no longer have it."""
        return [
            key
            for key, restrictions in before.tasks.items()
            if restriction in restrictions and restriction not in self.tasks.get(key, {})
        ]


def restrict_events(lines: Iterable[Columns], before: Restrictions, after: Restrictions) -> None:
    """Give the rows of history events their restrictions: the narrower readers of before and after may read them.

    An event of a task belongs to the goal the task is under afterwards. A move into a draft says that others saw
    the task before (`hides`), so that their open pages remove it. So does the team's page (`hides_from_team`) if
    the task is for the leads only since this change. What the team did not see before (`unseen_by_team`) is
    removed from no page of theirs: its number would tell them of it.
    """
    for line in lines:
        if line["task_id"] is not None:
            line["goal_id"] = after.goal_of.get(line["task_id"], line["goal_id"])
        was, now = before.of(line), after.of(line)
        line["details"] |= now if line["action"] in OPENINGS else narrower_restrictions(was, now)
        if line["action"] == "task_goal_changed" and "draft" in now and "draft" not in was:
            line["details"]["hides"] = True
            if "leads" in now and "leads" not in was:
                line["details"]["hides_from_team"] = True
        if was and line["action"] in ("task_goal_changed", "task_visibility_changed"):
            line["details"]["unseen_by_team"] = True


def check_opened(client_id: int, before: Restrictions, after: Restrictions) -> None:
    """Raise DomainError if tasks that more people can read now close a cycle of dependencies for these people."""
    Task.check_opens_no_cycle(client_id, after.opened("draft", before))
    Task.check_opens_no_cycle(client_id, after.opened("leads", before), Role.TEAM)
