"""The words for a status, a kind, a name or a late date for this reader. Pure.

The practice reads its own words, a client's people plain and calm ones. No fact is hidden from them and
nobody is graded: they read the same tasks and the same counts in other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, Protocol

from tracker.clients.models import Seat
from tracker.clients.short_names import HasRole, name_for, short_name
from tracker.foundation.text.formatting import join_names, number_word
from tracker.roadmap.models.statuses import Kind, Status

Audience = Literal["practice", "client"]


class Waiting(Protocol):
    """The attributes of a goal or a task that these words need."""

    @property
    def status(self) -> str:
        """The key of one of the six statuses."""

    @property
    def waiting_on(self) -> str:
        """The name of the person it waits on; empty if not known yet."""

    @property
    def waiting_seat_id(self) -> int | None:
        """The seat of that person; None for an outsider, or for nobody."""


TO_THE_CLIENT = {
    Status.NOT_STARTED: "Coming up",
    Status.ON_TRACK: "On track",
    Status.WATCH: "On track, keeping an eye on it",
    Status.WAITING: "Waiting",
    Status.DONE: "Done",
    Status.PARKED: "Set aside for now",
}
KINDS: dict[Audience, dict[Kind, str]] = {
    "practice": {Kind.STRATEGY: "Strategy", Kind.BUILD: "Build", Kind.ROUTINE: "Routine"},
    "client": {kind: kind.word for kind in Kind},
}


def audience_of(seat: HasRole) -> Audience:
    """Return the audience that this seat belongs to."""
    return "practice" if seat.role == "coo" else "client"


def status_word(
    status: str, audience: Audience, waiting_on: str = "", waits_on_reader: bool = False, days_later: int = 0
) -> str:
    """Return a status in the reader's words."""
    key = Status(status)
    if key == Status.WAITING:
        who = "you" if waits_on_reader and audience == "client" else waiting_on
        return f"Waiting on {who}" if who else "Waiting"
    if audience == "practice":
        return key.word
    if key == Status.WATCH and days_later > 0:
        return later_word(days_later)
    return TO_THE_CLIENT[key]


def choices_for(audience: Audience) -> list[tuple[str, str]]:
    """Return the six statuses as the reader's choices."""
    return [(str(status), status_word(status, audience)) for status in Status]


def waiting_name(work: Waiting, seat: HasRole) -> str:
    """Return the name of the person it waits on: a first name for people with access, others as written."""
    return short_name(work.waiting_on) if work.waiting_seat_id else name_for(seat, work.waiting_on)


def kind_word(kind: str, audience: Audience) -> str:
    """Return a kind of work in the reader's words."""
    return KINDS[audience][Kind(kind)]


def kinds_for(audience: Audience) -> list[tuple[str, str]]:
    """Return the three kinds of work as choices, in the reader's words."""
    return [(str(kind), word) for kind, word in KINDS[audience].items()]


def days_later(first: date | None, now: date | None) -> int:
    """Return by how many days a date moved to later; 0 if it did not."""
    return max((now - first).days, 0) if first and now else 0


def later_word(days: int) -> str:
    """Return a moved date in calm words: “A little later”, “A week later”, “Three weeks later”."""
    weeks = round(days / 7)
    if days < 5:
        return "A little later"
    return "A week later" if weeks <= 1 else f"{number_word(weeks).capitalize()} weeks later"


def was_word(first: date | None, now: date | None) -> str:
    """Return the first agreed date, for beside the present one: “was 20 Nov”; empty if they are the same."""
    if first is None or first == now:
        return ""
    year = f" {first.year}" if now and first.year != now.year else ""
    return f"was {first.day} {first:%b}{year}"


def late_word(due: date | None, today: date, audience: Audience, is_open: bool = True) -> str:
    """Return how late open work is: a count for the practice, “Still to come” for the client. Else empty."""
    if due is None or due >= today or not is_open:
        return ""
    days = (today - due).days
    if audience == "client":
        return "Still to come"
    if days < 14:
        return "A day late" if days == 1 else f"{number_word(days).capitalize()} days late"
    return f"{number_word(days // 7).capitalize()} weeks late"


def write_to(names: Sequence[Seat | str]) -> str:
    """Return the label of a comment: “Write to Rosa and Marco”. Longer lists end in a number."""
    first = [short_name(name) for name in names]
    if not first:
        return "Write it down here"
    if len(first) > 3:
        first = [*first[:2], f"{number_word(len(first) - 2)} others"]
    return f"Write to {join_names(first)}"
