"""The list of people that a field for a person offers: the same everywhere, rendered by `ui/person_picker.html`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.clients.models import Role, Seat
from tracker.foundation.text.collation import SortKey, sort_key
from tracker.foundation.text.formatting import initials, person_colour
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.work import Who, name_of
from tracker.roadmap.presentation.assignees import OUTSIDER, label_of, labels, value_of
from tracker.roadmap.presentation.forms import AssigneeForm
from tracker.roadmap.presentation.queries import Holdings

ORDER = {Role.COO: 0, Role.CEO: 1, Role.TEAM: 2, Role.VIEWER: 3}


NOT_SEEN = "doesn’t see this task; share it first"


@dataclass(frozen=True)
class Option:
    """One entry of the list: the value it sends, the name, the role and the initials.

    `label` is the name with more to tell people who share it apart; if there is room, this is in `meta`.
    """

    value: str
    name: str
    label: str
    meta: str = ""
    initials: str = ""
    colour: int = 0


class People:
    """Everybody with access, and the outsiders in use here, as offered to one reader."""

    def __init__(self, reader: Seat, seats: Sequence[Seat], holdings: Holdings) -> None:
        self.reader, self.seats, self.holdings = reader, seats, holdings
        self.labels = labels(seats, reader)

    def options(self, seats: Sequence[Seat]) -> list[Option]:
        """Return the reader first, then by the number of open tasks here."""
        return [self.option(seat) for seat in sorted(seats, key=self.place)]

    def place(self, seat: Seat) -> tuple[bool, int, int, SortKey]:
        many = self.holdings.open_tasks.get(seat.id, 0)
        return (seat.id != self.reader.id, -many, ORDER[Role(seat.role)], sort_key(seat.name))

    def option(self, seat: Seat) -> Option:
        label = self.labels.get(seat.number, seat.name)
        colour = person_colour(seat.name)
        return Option(
            value_of(seat, self.seats), seat.name, label, self.meta(seat), initials(seat.name), colour
        )

    def meta(self, seat: Seat) -> str:
        """Return COO, you · 7 open. Only the COO sees how much a person has to do."""
        if not seat.is_live:
            return "Access ended"
        mark = self.labels[seat.number].removeprefix(seat.name).strip(" ()") or seat.role_word
        mark += ", only reads" if seat.role == Role.VIEWER else ""
        said = f"{mark}, you" if seat.id == self.reader.id else mark
        many = self.holdings.open_tasks.get(seat.id, 0) if self.reader.role == Role.COO else 0
        return f"{said} · {many} open" if many else said

    @property
    def outsiders(self) -> list[Option]:
        return [outsider(name) for name in self.holdings.outsiders]


def outsider(name: str) -> Option:
    return Option(f"{OUTSIDER}{name}", name, name, "Name only", initials(name))


class PersonPicker:
    """One field: the people offered, the chosen one and, for unclear typed text, the people it may mean."""

    def __init__(
        self, name: str, people: People, form: AssigneeForm | None, work: Goal | Task | None,
        offered: Sequence[Seat] = (),
    ) -> None:  # fmt: skip
        self.name, self.people, self.work = name, people, work
        self.offered = offered or people.seats
        self.form = form if form is not None and form.is_submitted() and name in form else None
        self.who: Who = self.form.who if self.form is not None else self.now

    @property
    def now(self) -> Who:
        """Return the present person in the record."""
        if self.work is None:
            return None
        return self.work.assigned_to if self.name == "owner" else self.work.waits_for

    @property
    def was(self) -> str:
        """Return the same, as the value the form showed."""
        return label_of(self.now, self.people.seats, self.people.reader)

    @property
    def may_hold(self) -> list[Seat]:
        """Return everybody who may be chosen: for a task hidden from some, only the others."""
        task = self.work if isinstance(self.work, Task) else None
        return [seat for seat in self.offered if task is None or not task.why_not_for(seat)]

    @property
    def blind(self) -> list[Option]:
        """Return people with access who may not see the task: shown, so that nobody takes them for outsiders."""
        seats = [seat for seat in self.offered if seat.is_live and seat not in self.may_hold]
        return [replace(option, meta=NOT_SEEN) for option in self.people.options(seats)]

    @property
    def matches(self) -> list[Option]:
        """Return the people that the typed name may mean; they come first."""
        return [self.people.option(seat) for seat in self.matched]

    @property
    def matched(self) -> list[Seat]:
        unresolved = self.form.unresolved if self.form is not None else None
        return [seat for seat in unresolved.matches if seat in self.may_hold] if unresolved else []

    @property
    def others(self) -> list[Option]:
        """Return everybody else with access, and the present person even if their access has ended."""
        ended = [self.who] if isinstance(self.who, Seat) and self.who not in self.people.seats else []
        return self.people.options([*(seat for seat in self.may_hold if seat not in self.matched), *ended])

    @property
    def outsiders(self) -> list[Option]:
        known = self.people.outsiders
        new = isinstance(self.who, str) and self.who not in [option.name for option in known]
        return [*known, *([outsider(name_of(self.who))] if new else [])]

    @property
    def chosen(self) -> str:
        return value_of(self.who, self.people.seats)

    @property
    def typed(self) -> str:
        """Return typed text that was not understood; it may be added as an outsider's name."""
        unresolved = self.form.unresolved if self.form is not None else None
        return unresolved.typed if unresolved else ""

    @property
    def outsider_typed(self) -> str:
        """Return the text in the field for an outsider: a refused name, or one too long for the list."""
        if self.form is None or self.typed:
            return ""
        stranger, named = self.form[f"{self.name}_outsider"], self.form[self.name]
        return str((stranger.data if self.errors else "") or (named.data if named.errors else "") or "")

    @property
    def errors(self) -> list[str]:
        if self.form is None:
            return []
        return [*self.form[self.name].errors, *self.form[f"{self.name}_outsider"].errors]

    @property
    def client_name(self) -> str:
        return self.people.reader.client.name

    @property
    def may_invite(self) -> bool:
        return bool(self.people.reader.may_invite())
