"""The open work of a person whose access ends, and handing it over in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.orm import aliased, defer
from wtforms import Field

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.clients.models.seat import LEAD_ROLES, WHEN_A_SEAT_IS_GIVEN
from tracker.foundation.database import db
from tracker.foundation.text.formatting import count_of
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED, Status, Visibility
from tracker.roadmap.presentation.forms import AssigneeForm, outsider_field, person_field

W = TypeVar("W", Goal, Task)
NO_ONE = "Choose who takes over."
HANDED_OVER_SHOWN = 20
"""The number of goals and tasks listed; the others are counted."""


@dataclass(frozen=True)
class OpenWork:
    """The open goals and tasks a person owns, or that wait on them, as far as the reader may see them."""

    seat: Seat
    goals: Sequence[Goal]
    tasks: Sequence[Task]

    @property
    def works(self) -> list[Goal | Task]:
        """The goals, then the tasks."""
        return [*self.goals, *self.tasks]

    @property
    def shown(self) -> list[Goal | Task]:
        """The goals and tasks that the page lists."""
        return self.works[:HANDED_OVER_SHOWN]

    @property
    def hidden_count(self) -> int:
        """The number of goals and tasks that are not listed."""
        return max(len(self.works) - HANDED_OVER_SHOWN, 0)

    @property
    def words(self) -> str:
        """“Two goals and three tasks”."""
        return counted_work(len(self.goals), len(self.tasks))

    @property
    def waiting(self) -> int:
        """The number of goals and tasks that wait on the person, including those they own."""
        return sum(self.is_waiting(work) for work in self.works)

    def is_owned(self, work: Goal | Task) -> bool:
        """Whether the person owns it, and does not only keep it waiting."""
        return work.owner_seat_id == self.seat.id

    def is_waiting(self, work: Goal | Task) -> bool:
        """Whether it waits on the person; they may own it as well."""
        return work.is_waiting_for(self.seat)


def counted_work(goals: int, tasks: int, more: str = "") -> str:
    """Return “one goal and three tasks”; with `more` (“more ”), “one more goal and three more tasks”."""
    many = [
        count_of(number, f"{more}{noun}") if number else ""
        for number, noun in ((goals, "goal"), (tasks, "task"))
    ]
    return " and ".join(words for words in many if words)


def open_work_of(client: Client, seat: Seat, viewer_seat: Seat) -> OpenWork:
    """Return the person's open work that the reader may see; two queries.

    The rest stays with them, and Today reminds the COO of it.
    """
    return OpenWork(
        seat,
        db.session.scalars(open_work_query(Goal, client, seat, viewer_seat)).all(),
        db.session.scalars(
            open_work_query(Task, client, seat, viewer_seat).options(defer(Task.details))
        ).all(),
    )


def open_work_query(model: type[W], client: Client, seat: Seat, viewer_seat: Seat) -> Select[W]:
    """Return the query for open goals or tasks the seat owns or that wait on it, as the reader sees them."""
    waits = and_(model.status == Status.WAITING, model.waiting_seat_id == seat.id)
    query = model.of(client).where(model.shown_to(viewer_seat), model.status.not_in(CLOSED))
    return query.where(or_(model.owner_seat_id == seat.id, waits)).order_by(*model.in_order())


class HandOverForm(AssigneeForm):
    """The person who takes over the work."""

    owner = person_field("Hand everything over to")
    owner_outsider = outsider_field()

    def validate_owner(self, field: Field) -> None:
        """Set `who`; a name that fits nobody, or several people, is refused with those it may mean."""
        self.resolve(field)

    def fits(self, held: OpenWork) -> bool:
        """Whether a person is chosen who may see all of the tasks; otherwise the field gets the message."""
        refusal = NO_ONE if self.who is None else ""
        for task in held.tasks:
            refusal = refusal or task.why_not_for(self.who)
        self.owner.errors = [refusal] if refusal else []
        return not refusal


def hand_over(held: OpenWork, form: HandOverForm, by: Person) -> None:
    """Assign the person's work to the chosen one, who is also waited on in their place. One event each."""
    for work in held.works:
        if held.is_owned(work):
            work.assign(form.who, by=by)
        if work.is_waiting_for(held.seat):
            work.set_waiting_on(form.who, by=by)


def move_earlier_work(seat: Seat, _by: Person) -> None:
    """Move work from the person's earlier seats at the client to this one, because it is the same person."""
    follow_people(seat.client_id)


def follow_people(client_id: int) -> None:
    """Move the client's work from ended seats to the present ones of the same people.

    A task that the present role does not see stays with the ended access, and Today says so. Sharing it moves it
    then (`Task.share`).
    """
    ended, present = aliased(Seat), aliased(Seat)
    same_person = and_(ended.client_id == present.client_id, ended.person_id == present.person_id)
    again = select(present.id).join(ended, same_person)
    again = again.where(
        present.client_id == client_id, present.ended_at.is_(None), ended.ended_at.is_not(None)
    )
    sees = or_(Task.visibility == Visibility.ALL, present.role.in_(LEAD_ROLES))
    for model in (Goal, Task):
        for column in (model.owner_seat_id, model.waiting_seat_id):
            found = again.where(ended.id == column, *([sees] if model is Task else [])).correlate(model)
            work = update(model).where(model.client_id == client_id, found.exists())
            db.session.execute(work.values({column: found.scalar_subquery()}))


WHEN_A_SEAT_IS_GIVEN.append(move_earlier_work)
