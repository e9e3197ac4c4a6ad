"""What somebody whose access ends still has, and handing it over in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import defer

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.clients.models.seat import WHEN_A_SEAT_IS_GIVEN
from tracker.foundation.database import db
from tracker.foundation.text.formatting import count_of
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED, Status
from tracker.roadmap.presentation.forms import AssigneeForm, outsider_field, person_field

NO_ONE = "Choose who takes over."
SHOWN = 20
"""So many goals and tasks are listed; the others are counted."""


@dataclass(frozen=True)
class Held:
    """The open goals and tasks that belong to a person or wait on them, as far as the reader may see them."""

    seat: Seat
    goals: Sequence[Goal]
    tasks: Sequence[Task]

    @property
    def works(self) -> list[Goal | Task]:
        return [*self.goals, *self.tasks]

    @property
    def shown(self) -> list[Goal | Task]:
        return self.works[:SHOWN]

    @property
    def beyond(self) -> int:
        return max(len(self.works) - SHOWN, 0)

    @property
    def words(self) -> str:
        """Two goals and three tasks."""
        return counted_work(len(self.goals), len(self.tasks))

    @property
    def waiting(self) -> int:
        """How many wait on the person, their own work included."""
        return sum(self.waits(work) for work in self.works)

    def owns(self, work: Goal | Task) -> bool:
        return work.owner_seat_id == self.seat.id

    def waits(self, work: Goal | Task) -> bool:
        return work.is_waiting_for(self.seat)


def counted_work(goals: int, tasks: int) -> str:
    """One goal and three tasks."""
    many = [count_of(goals, "goal") if goals else "", count_of(tasks, "task") if tasks else ""]
    return " and ".join(words for words in many if words)


def held_by(client: Client, seat: Seat, reader: Seat) -> Held:
    """Two queries. What the reader may not see stays where it is; Today reminds the COO of it."""
    return Held(
        seat,
        db.session.scalars(of(Goal, client, seat, reader)).all(),
        db.session.scalars(of(Task, client, seat, reader).options(defer(Task.details))).all(),
    )


def of(model: Any, client: Client, seat: Seat, reader: Seat) -> Any:
    waits = and_(model.status == Status.WAITING, model.waiting_seat_id == seat.id)
    query = model.of(client).where(model.shown_to(reader), model.status.not_in(CLOSED))
    return query.where(or_(model.owner_seat_id == seat.id, waits)).order_by(*model.in_order())


class HandOverForm(AssigneeForm):
    """Who takes over."""

    owner = person_field("Hand everything over to")
    owner_outsider = outsider_field()

    def validate_owner(self, field: Any) -> None:
        self.resolve(field)

    def fits(self, held: Held) -> bool:
        """Somebody is chosen, and nobody is given what they cannot see; the field says so."""
        said = NO_ONE if self.who is None else ""
        for task in held.tasks:
            said = said or task.why_not_for(self.who)
        self.owner.errors = [said] if said else []
        return not said


def hand_over(held: Held, form: HandOverForm, by: Person) -> None:
    """Assign what the person owns and let wait on the other what waits on them: a line of history each."""
    for work in held.works:
        if held.owns(work):
            work.assign(form.who, by=by)
        if work.is_waiting_for(held.seat):
            work.set_waiting_on(form.who, by=by)


def bring_back_work(seat: Seat, _by: Person) -> None:
    """Move what is left under a person's earlier roles here to the role they have now: it is the same person."""
    earlier = select(Seat.id).where(
        Seat.client_id == seat.client_id, Seat.person_id == seat.person_id, Seat.id != seat.id
    )
    for model in (Goal, Task):
        for column in (model.owner_seat_id, model.waiting_seat_id):
            here = update(model).where(model.client_id == seat.client_id, column.in_(earlier))
            db.session.execute(here.values({column: seat.id}))


WHEN_A_SEAT_IS_GIVEN.append(bring_back_work)
