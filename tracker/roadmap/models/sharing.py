"""Who at the client sees a task: everybody, or only the CEO and the COO."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Mapped

from tracker.clients.models import Role, Seat
from tracker.foundation.errors import DomainError
from tracker.foundation.formats import first_name
from tracker.roadmap.models.work import Who, Work
from tracker.roadmap.status import Visibility

if TYPE_CHECKING:
    from tracker.accounts.models import Person
    from tracker.roadmap.models.task import Task


class Sharing(Work):
    """Part of a task. Nobody is given what they cannot see."""

    if TYPE_CHECKING:
        visibility: Mapped[str]

    def share(self, visibility: Visibility, by: Person, comments: bool = False) -> None:
        """Show it to everybody at the client, or keep it between CEO and COO.

        Its history so far stays with those who could read it. So do its comments, unless `comments` shares them too.
        """
        if visibility == self.visibility:
            return
        if visibility == Visibility.LEADS and sees_shared_only(self.owner_seat):
            raise DomainError(f"{first_name(self.owner)} has this task. Give it to somebody else first.")
        previous, self.visibility = self.visibility, visibility
        opened = self.open_comments() if comments and visibility == Visibility.ALL else []
        before = {"visibility": previous, **({"comments": opened} if opened else {})}
        self.note("visibility_changed", by, previous=previous, current=str(visibility), before=before)

    def open_comments(self) -> list[int]:
        from tracker.roadmap.models.comment import open_to_all

        return open_to_all(cast("Task", self))

    def give_to(self, who: Who, by: Person) -> None:
        if said := self.why_not_for(who):
            raise DomainError(said)
        super().give_to(who, by)

    def why_not_for(self, who: Who) -> str:
        """Why it cannot be given to somebody, in words; empty when it can."""
        if self.is_for_leads and isinstance(who, Seat) and sees_shared_only(who):
            return f"{first_name(who.name)} does not see this task. Share it with all first."
        return ""

    @property
    def is_for_leads(self) -> bool:
        return self.visibility == Visibility.LEADS


def sees_shared_only(seat: Seat | None) -> bool:
    return seat is not None and seat.is_live and seat.role not in (Role.COO, Role.CEO)
