"""What follows from the columns of goals and tasks: for records, and for tasks in long lists. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped

from tracker.clients.models import Role, Seat
from tracker.clients.short_names import short_name
from tracker.roadmap.models.statuses import CLOSED, Status, Visibility

Who = Seat | str | None
"""A person with access, an outsider's name, or nobody yet."""


def sees_shared_only(seat: Seat | None) -> bool:
    """Whether the seat is live and sees only the tasks shared with everybody."""
    return seat is not None and seat.is_live and not seat.is_lead


class WorkFacts:
    """The people and the status of a goal or a task."""

    if TYPE_CHECKING:
        status: Mapped[str]
        owner_name: Mapped[str]
        waiting_name: Mapped[str]
        owner_seat_id: Mapped[int | None]
        waiting_seat_id: Mapped[int | None]
        owner_seat: Mapped[Seat | None]
        waiting_seat: Mapped[Seat | None]

    @property
    def owner(self) -> str:
        """The owner's name; empty if there is none."""
        return self.owner_seat.name if self.owner_seat_id and self.owner_seat else self.owner_name

    @property
    def waiting_on(self) -> str:
        """The name of the person it waits on; empty if not known yet."""
        return self.waiting_seat.name if self.waiting_seat_id and self.waiting_seat else self.waiting_name

    @property
    def waiting_number(self) -> int | None:
        """The number of the seat it waits on; None for an outsider or nobody."""
        return self.waiting_seat.number if self.waiting_seat_id and self.waiting_seat else None

    @property
    def assigned_to(self) -> Who:
        """The owner: a seat (also one whose access ended), an outsider's name, or None."""
        return (self.owner_seat if self.owner_seat_id else None) or self.owner_name or None

    @property
    def waits_for(self) -> Who:
        """The person it waits on: a seat (also one whose access ended), an outsider's name, or None."""
        return (self.waiting_seat if self.waiting_seat_id else None) or self.waiting_name or None

    @property
    def is_done(self) -> bool:
        """Whether its status is Done. Parked work is not done, although it is not open either."""
        return self.status == Status.DONE

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor parked."""
        return self.status not in CLOSED

    def is_waiting_for(self, seat: Seat) -> bool:
        """Whether it is waiting on the person with this seat."""
        return self.status == Status.WAITING and self.waiting_seat_id == seat.id


class TaskFacts(WorkFacts):
    """Who may read, move and edit a task, and whether it is late."""

    if TYPE_CHECKING:
        due: Mapped[date | None]
        visibility: Mapped[str]
        created_by_id: Mapped[int | None]
        comment_count: Mapped[int]
        comments_for_leads: Mapped[int]
        comments_for_coo: Mapped[int]

    def why_not_for(self, who: Who) -> str:
        """Return why this person cannot own it or be waited on, as a sentence; empty if they can."""
        if self.is_for_leads and isinstance(who, Seat) and sees_shared_only(who):
            return f"{short_name(who)} does not see this task. Share it with everyone first."
        return ""

    def why_not_hidden(self) -> str:
        """Return why it cannot be for CEO and COO only, as a sentence; empty if those who hold it are."""
        if sees_shared_only(self.owner_seat):
            return f"{short_name(self.assigned_to)} owns this task. Assign it to someone else first."
        if self.waiting_seat_id and sees_shared_only(self.waiting_seat):
            asked = short_name(self.waits_for)
            return f"This task is waiting on {asked}. Choose someone else, or no one, first."
        return ""

    @property
    def is_for_leads(self) -> bool:
        """Whether only CEO and COO may see it."""
        return self.visibility == Visibility.LEADS

    def comments_shown_to(self, seat: Seat) -> int:
        """Return how many comments this seat may read."""
        hidden = 0 if seat.role == Role.COO else self.comments_for_coo
        return self.comment_count - hidden - (0 if seat.is_lead else self.comments_for_leads)

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its date is before `today`."""
        return self.is_open and self.due is not None and self.due < today

    def is_owned_or_created_by(self, seat: Seat) -> bool:
        """Whether the person with this seat owns or created it."""
        return self.owner_seat_id == seat.id or self.created_by_id == seat.person_id

    def may_be_edited_by(self, seat: Seat) -> bool:
        """Whether this seat may edit it: COO and CEO every task, the team those they own or created."""
        if seat.is_lead:
            return True
        return seat.role == Role.TEAM and self.is_owned_or_created_by(seat)

    def may_be_moved_by(self, seat: Seat) -> bool:
        """Whether this seat may set the status and comment: everybody with access except viewers."""
        return seat.role != Role.VIEWER
