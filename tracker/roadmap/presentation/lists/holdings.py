"""Who holds work at a client: the owners of open tasks, and the names of outsiders in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Integer,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from tracker.clients.models import Client, Seat
from tracker.foundation.database import db
from tracker.foundation.statements import built_once
from tracker.foundation.text.collation import by_name
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED
from tracker.roadmap.presentation.lists.listed_task import ListedTask


@dataclass(frozen=True)
class Holdings:
    """The number of open tasks of each seat here, by its id, and the outsiders' names in use."""

    open_tasks: Mapping[int, int]
    outsiders: Sequence[str]


def holdings(client: Client, seat: Seat) -> Holdings:
    """Return the owners of work here that this reader may see; one query."""
    rows = db.session.execute(holdings_query(seat.role), {"client_id": client.id}).all()
    names = {name for seat_id, name, _ in rows if seat_id is None and name}
    return Holdings({seat_id: many for seat_id, _, many in rows if seat_id is not None}, by_name(names, str))


def holdings_of(goals: Iterable[Goal], tasks: Sequence[ListedTask]) -> Holdings:
    """Return the same from all work here that the reader may see, where a page has loaded it."""
    owned = Counter((task.owner_seat_id, task.owner_name) for task in tasks if task.status not in CLOSED)
    names = {name for seat_id, name in owned if seat_id is None}
    names |= {task.waiting_name for task in tasks} | {goal.owner_name for goal in goals}
    held = {seat_id: many for (seat_id, _), many in owned.items() if seat_id is not None}
    return Holdings(held, by_name(names - {""}, str))


@built_once
def holdings_query(role: str) -> CompoundSelect[int | None, str, int]:
    """Return the query for owners and outsiders in the work that this role may read; built once for each role."""
    client_id: BindParameter[int] = bindparam("client_id")
    tasks = Task.client_id == client_id, Task.trashed_at.is_(None), Task.shown_to_role(role)
    goals = Goal.client_id == client_id, Goal.trashed_at.is_(None), Goal.shown_to_role(role)
    nobody = cast(null(), Integer).label("seat")
    owned = select(Task.owner_seat_id, Task.owner_name, func.count().label("many"))
    counted = owned.where(*tasks, Task.status.not_in(CLOSED)).group_by(Task.owner_seat_id, Task.owner_name)
    waiting = select(nobody, Task.waiting_name, literal(0)).where(*tasks, Task.waiting_name != "")
    of_goals = select(nobody, Goal.owner_name, literal(0)).where(*goals, Goal.owner_name != "")
    return union_all(counted, waiting.distinct(), of_goals.distinct())
