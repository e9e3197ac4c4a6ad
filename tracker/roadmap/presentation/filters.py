"""The filters in the road map's address, which leave goals and tasks out of the list. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from tracker.clients.models import Seat, Span
from tracker.clients.short_names import name_for
from tracker.foundation import clock
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.quarters import is_quarter
from tracker.roadmap.models.statuses import Kind, Status
from tracker.roadmap.presentation.lists.listed_task import ListedTask, Work
from tracker.roadmap.presentation.name_matching import PersonRef, matches_of_name
from tracker.roadmap.presentation.viewer import Viewer
from tracker.roadmap.presentation.wording import audience_of, choices_for

T = TypeVar("T", Task, ListedTask, Task | ListedTask)

NONE_YET = "none"
"""The value in the address for goals without a quarter, or without a span."""
NOBODY = "nobody"
"""The value in the address for work without an owner."""
ENDED = "ended"
"""The value in the address for open work whose owner, or person waited on, has no access any more."""

SPAN_VALUES = {*map(str, range(1, 6)), NONE_YET}
VALID_VALUES: dict[str, Callable[[str], bool]] = {
    "quarter": lambda asked: is_quarter(asked) or asked == NONE_YET,
    "status": set(Status).__contains__,
    "mine": {"yes"}.__contains__,
    "kind": set(Kind).__contains__,
    "done": {"hidden"}.__contains__,
    "free": {"1"}.__contains__,
    "late": {"1"}.__contains__,
    "span": SPAN_VALUES.__contains__,
    "owner": lambda asked: len(asked) <= 120,
}
"""The query arguments, and the valid values of each."""


@dataclass(frozen=True)
class Filters:
    """The filters in an address. `has_unknown`: it has an unknown value, which was ignored."""

    quarter: str = ""
    status: str = ""
    mine: bool = False
    kind: str = ""
    hide_done: bool = False
    free: bool = False
    late: bool = False
    span: str = ""
    owner: str = ""
    has_unknown: bool = False
    seat: Seat | None = field(default=None, compare=False, repr=False)
    """The reader: which work is theirs, and which names they may read."""
    held: Collection[int] = field(default=(), compare=False, repr=False)
    """The ids of blocked tasks; loaded only if the list is limited to free ones."""

    @cached_property
    def today(self) -> date:
        """The client's date, by which work is late."""
        return clock.today(self.seat.client) if self.seat else clock.now().date()

    @classmethod
    def asked(cls, args: Mapping[str, str], seat: Seat | None = None) -> Filters:
        """Return the filters in the query arguments, as this seat reads them."""
        asked = {name: args.get(name, "").strip() for name in VALID_VALUES}
        fine = {name: value for name, value in asked.items() if value and VALID_VALUES[name](value)}
        plain: dict[str, Any] = {
            name: fine.get(name, "") for name in ("quarter", "status", "kind", "span", "owner")
        }
        has_unknown = any(value and name not in fine for name, value in asked.items())
        holds: dict[str, Any] = {name: name in fine for name in ("mine", "free", "late")}
        return cls(**plain, **holds, hide_done="done" in fine, has_unknown=has_unknown, seat=seat)

    def with_owner(self, owners: Mapping[str, str]) -> Filters:
        """Return the same with the owner as a key of `owners`; without one match, none, and `has_unknown` is set.

        `owners` are the names of the owners of work this reader may see, by key.
        """
        if not self.owner or self.owner in owners:
            return self
        people = [
            PersonRef(name, "", label=key) for key, name in owners.items() if key not in (NOBODY, ENDED)
        ]
        found = matches_of_name(self.owner, people)
        if len(found) == 1:
            return replace(self, owner=found[0].label)
        return replace(self, owner="", has_unknown=True)

    def with_blocked(self, held: Collection[int]) -> Filters:
        """Return the same with the ids of blocked tasks."""
        return replace(self, held=held)

    @property
    def any(self) -> bool:
        """Whether a filter is set."""
        return bool(self.args())

    @property
    def picks_tasks(self) -> bool:
        """Whether a filter other than quarter and span is set. What it picks is all shown, however long."""
        return bool(set(self.args()) - {"quarter", "span"})

    def args(self) -> dict[str, str]:
        """Return the query arguments of an address with these filters."""
        asked = {
            "quarter": self.quarter,
            "status": self.status,
            "mine": "yes" if self.mine else "",
            "kind": self.kind,
            "done": "hidden" if self.hide_done else "",
            "free": "1" if self.free else "",
            "late": "1" if self.late else "",
            "span": self.span,
            "owner": self.owner,
        }
        return {name: value for name, value in asked.items() if value}

    def unfolded(self) -> dict[str, str]:
        """Return the query arguments of the page that shows every task that matches."""
        return {**(self.args() or {"show": "all"}), "folded": "no"}

    def toggled(self, **changes: str | bool) -> dict[str, str]:
        """Return the query arguments with these filters set, or cleared if they are already set."""
        holds = all(getattr(self, name) == value for name, value in changes.items())
        off = {name: False if name in ("mine", "hide_done", "free", "late") else "" for name in changes}
        wanted: dict[str, Any] = off if holds else changes
        return replace(self, **wanted).args() or {"show": "all"}

    def in_section(self, goal: Goal) -> bool:
        """Whether the goal is in the filter's quarter and span."""
        return self.in_quarter(goal) and (not self.span or self.span == span_key(goal))

    def in_quarter(self, goal: Goal) -> bool:
        """Whether the goal is in the filter's quarter."""
        return not self.quarter or (goal.quarter or NONE_YET) == self.quarter

    def keeps(self, work: Work) -> bool:
        """Whether a goal or a task matches the filters, apart from quarter and span."""
        if self.kind and (isinstance(work, Goal) or work.kind != self.kind):
            return False
        if self.free and (
            isinstance(work, Goal) or work.status != Status.NOT_STARTED or work.id in self.held
        ):
            return False
        if self.late and (not work.is_overdue(self.today) or work.in_draft()):
            return False
        if self.mine and not (self.seat and work.owner_seat_id == self.seat.id):
            return False
        if self.owner == ENDED:
            if not is_with_ended(work):
                return False
        elif self.owner and owner_key(work, self.seat) != self.owner:
            return False
        if self.status:
            return work.status == self.status
        return not (self.hide_done and work.status == Status.DONE)

    def tasks(self, tasks: Iterable[T]) -> list[T]:
        """Return the tasks that match."""
        return [task for task in tasks if self.keeps(task)]

    def inbox(self, tasks: Iterable[T]) -> list[T]:
        """Return the tasks of the inbox that match; it is in no quarter and no span."""
        return [] if self.quarter or self.span else self.tasks(tasks)

    def tasks_under(self, goal: Goal | None, tasks: Iterable[T]) -> list[T]:
        """Return the tasks under this goal, or in the inbox for None, that match."""
        if goal is None:
            return self.inbox(tasks)
        return self.tasks(tasks) if self.in_section(goal) else []


def span_key(goal: Goal) -> str:
    """Return the number of a goal's span as in an address, or NONE_YET."""
    return str(goal.span.number) if goal.span_id and goal.span else NONE_YET


def owner_key(work: Work, seat: Seat | None) -> str:
    """Return the owner as in an address: a seat's number, an outsider's name as shown here, or NOBODY."""
    if work.owner_seat_id and work.owner_seat:
        return str(work.owner_seat.number)
    name = work.owner_name
    return (name_for(seat, name) if seat else name) or NOBODY


def is_with_ended(work: Work) -> bool:
    """Whether it is open, and a person whose access has ended owns it or is waited on for it."""
    seats = (
        work.owner_seat if work.owner_seat_id else None,
        work.waiting_seat if work.waiting_seat_id else None,
    )
    return work.is_open and any(seat is not None and not seat.is_live for seat in seats)


Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class FilterChoice:
    """A filter chosen from a list, folded away under “More” until it is set."""

    name: str
    label: str
    choices: Choices
    chosen: str

    @property
    def word(self) -> str:
        """The label of the chosen value."""
        return dict(self.choices).get(self.chosen, self.chosen)


def folded_filters(
    filters: Filters, viewer: Viewer, spans: Sequence[Span], owners: Choices
) -> list[FilterChoice]:
    """Return the filters under “More”: status, kind, span and owner."""
    statuses = choices_for(audience_of(viewer.seat))
    span_choices = [*((str(span.number), span.name) for span in spans), (NONE_YET, "No span yet")]
    return [
        FilterChoice("status", "Status", statuses, filters.status),
        FilterChoice("kind", "Kind", viewer.kinds, filters.kind),
        FilterChoice("span", "Span", span_choices, filters.span),
        FilterChoice("owner", "Owner", owners, filters.owner),
    ]
