"""The list of people that every field for a person offers, rendered by `ui/person_picker.html`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.clients.models import Role, Seat
from tracker.foundation.forms import NAME
from tracker.foundation.text.collation import SortKey, sort_key
from tracker.foundation.text.formatting import initials, person_colour
from tracker.roadmap.models.facts import TaskFacts, Who
from tracker.roadmap.models.work import name_of
from tracker.roadmap.presentation.assignees import OUTSIDER, label_of, labels, may_be_outsider, value_of
from tracker.roadmap.presentation.forms import AssigneeForm
from tracker.roadmap.presentation.lists.holdings import Holdings
from tracker.roadmap.presentation.lists.listed_task import Work

COO_FIRST = {Role.COO: 0, Role.CEO: 1, Role.TEAM: 2, Role.VIEWER: 3}


NOT_SEEN = "doesn’t see this task; share it first"


@dataclass(frozen=True)
class Option:
    """One entry of the list: the value it sends, the name, the role and the initials.

    `label` tells people of one name apart. If there is room for it, the difference is in `meta` instead.
    """

    value: str
    name: str
    label: str
    meta: str = ""
    initials: str = ""
    colour: int = 0


class People:
    """Everybody with access, and the outsiders in use here, as options for one reader."""

    def __init__(self, viewer_seat: Seat, seats: Sequence[Seat], holdings: Holdings) -> None:
        self.viewer_seat, self.seats, self.holdings = viewer_seat, seats, holdings
        self.labels = labels(seats, viewer_seat)

    def options(self, seats: Sequence[Seat]) -> list[Option]:
        """Return the people as options: the reader first, then by the number of open tasks here."""
        return [self.option(seat) for seat in sorted(seats, key=self.place)]

    def place(self, seat: Seat) -> tuple[bool, int, int, SortKey]:
        """Return the sort key of a seat in the list."""
        many = self.holdings.open_tasks.get(seat.id, 0)
        return (seat.id != self.viewer_seat.id, -many, COO_FIRST[Role(seat.role)], sort_key(seat.name))

    def option(self, seat: Seat) -> Option:
        """Return a seat as an option."""
        label = self.labels.get(seat.number, seat.name)
        colour = person_colour(seat.name)
        return Option(
            value_of(seat, self.seats), seat.name, label, self.meta(seat), initials(seat.name), colour
        )

    def meta(self, seat: Seat) -> str:
        """Return the text beside a name: “COO, you · 7 open”. Only COOs see the number of open tasks."""
        if not seat.is_live:
            came_back = any(each.is_live and each.person_id == seat.person_id for each in self.seats)
            return "Earlier role" if came_back else "Access ended"
        distinction = self.labels[seat.number].removeprefix(seat.name).strip(" ()") or seat.role_word
        distinction += ", only reads" if seat.role == Role.VIEWER else ""
        note = f"{distinction}, you" if seat.id == self.viewer_seat.id else distinction
        many = self.holdings.open_tasks.get(seat.id, 0) if self.viewer_seat.role == Role.COO else 0
        return f"{note} · {many} open" if many else note

    @property
    def outsiders(self) -> list[Option]:
        """The outsiders in use here, as options."""
        return [outsider(name) for name in self.holdings.outsiders]


def outsider(name: str) -> Option:
    """Return an outsider as an option."""
    return Option(f"{OUTSIDER}{name}", name, name, "Name only", initials(name))


class PersonPicker:
    """A field for a person: the people offered, the chosen one, and those that unclear text may mean."""

    def __init__(
        self,
        name: str,
        people: People,
        form: AssigneeForm | None,
        work: Work | None,
        offered: Sequence[Seat] = (),
    ) -> None:
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
        return label_of(self.now, self.people.seats, self.people.viewer_seat)

    @property
    def may_hold(self) -> list[Seat]:
        """The seats that may be chosen: those who see the task."""
        task = self.work if isinstance(self.work, TaskFacts) else None
        return [seat for seat in self.offered if task is None or not task.why_not_for(seat)]

    @property
    def without_view(self) -> list[Option]:
        """The people with access who do not see the task; shown, so that nobody takes them for outsiders."""
        seats = [seat for seat in self.offered if seat.is_live and seat not in self.may_hold]
        return [replace(option, meta=NOT_SEEN) for option in self.people.options(seats)]

    @property
    def matches(self) -> list[Option]:
        """Return the people that the typed name may mean; they come first."""
        return [self.people.option(seat) for seat in self.matching_seats]

    @property
    def matching_seats(self) -> list[Seat]:
        """The seats that the typed name may mean, among those that may be chosen."""
        unresolved = self.form.unresolved if self.form is not None else None
        return [seat for seat in unresolved.matches if seat in self.may_hold] if unresolved else []

    @property
    def others(self) -> list[Option]:
        """The other seats that may be chosen, and the present person even if their access has ended."""
        ended = [self.who] if isinstance(self.who, Seat) and self.who not in self.people.seats else []
        return self.people.options(
            [*(seat for seat in self.may_hold if seat not in self.matching_seats), *ended]
        )

    @property
    def outsiders(self) -> list[Option]:
        """The outsiders in use here, and the present one."""
        known = self.people.outsiders
        new = isinstance(self.who, str) and self.who not in [option.name for option in known]
        return [*known, *([outsider(name_of(self.who))] if new else [])]

    @property
    def chosen(self) -> str:
        """The value of the present person in the list."""
        return value_of(self.who, self.people.seats)

    @property
    def typed(self) -> str:
        """Return typed text that was not understood; it may be added as an outsider's name."""
        unresolved = self.form.unresolved if self.form is not None else None
        return unresolved.typed if unresolved else ""

    @property
    def may_add(self) -> bool:
        """Whether the typed text would be accepted as an outsider's name."""
        return 0 < len(self.typed) <= NAME and may_be_outsider(self.typed, self.people.seats)

    @property
    def outsider_typed(self) -> str:
        """The text in the field for an outsider: a refused name, or one too long for the list."""
        if self.form is None or self.typed:
            return ""
        outsider_input, person_input = self.form[f"{self.name}_outsider"], self.form[self.name]
        return str(
            (outsider_input.data if self.errors else "")
            or (person_input.data if person_input.errors else "")
            or ""
        )

    @property
    def errors(self) -> list[str]:
        """The messages of the field and of the outsider's; empty unless the form with it was sent."""
        if self.form is None:
            return []
        return [*self.form[self.name].errors, *self.form[f"{self.name}_outsider"].errors]

    @property
    def client_name(self) -> str:
        """The client's name, for the script's sentence that nobody there has the typed name."""
        return self.people.viewer_seat.client.name

    @property
    def may_invite(self) -> bool:
        """Whether the reader may invite people, so that the list may link to it."""
        return bool(self.people.viewer_seat.may_invite())
