"""The lines of Today's lists: a goal or task at a client, in texts that are escaped already.

A page has up to two hundred, so what repeats is made once, and `_day.html` takes each apart in the order of its fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup, escape

from tracker.clients.queries import OwnClient
from tracker.portfolio.work_summary import WorkSummary
from tracker.roadmap.presentation.sharing.shown_parts import status_shown
from tracker.roadmap.presentation.wording import late_word


class DueLine(NamedTuple):
    """A task that is due, with a form that finishes it."""

    name: str
    """The id of its element: `task-fornello-pizza-12`."""
    address: str
    title: Markup
    client: Markup
    late: str
    """How late it is."""
    shown: Markup
    """Its status, as the form sends it."""


class WaitingLine(NamedTuple):
    """A goal or task that waits, with what is said about it."""

    name: str
    address: str
    title: Markup
    client: Markup
    shape: str
    """The status whose glyph is shown."""
    missing: str
    """The question about what is not filled in."""
    remark: Markup
    quote: Markup
    """What a person said about it."""


class PlainLine(NamedTuple):
    """A task, with the day of the week on which it is due."""

    name: str
    address: str
    title: Markup
    client: Markup
    weekday: str


Line = DueLine | WaitingLine | PlainLine


@dataclass(frozen=True)
class WorkList:
    """The first lines of a list, how many it has, and at which clients."""

    lines: Sequence[Line]
    total: int
    client_ids: set[int]

    def __bool__(self) -> bool:
        return self.total > 0


class Place(NamedTuple):
    """What the lines of one client have in common."""

    slug: str
    client: Markup
    addresses: Mapping[str, str]
    """The address of a goal or task, without its number."""


class Lines:
    """Makes the lines of a request."""

    def __init__(self, clients: Mapping[int, OwnClient], days: Mapping[int, date]) -> None:
        self.clients, self.days = clients, days
        self.places: dict[int, Place] = {}
        self.addresses = {kind: around_slug(kind) for kind in ("goal", "task")}
        self.late: dict[tuple[date | None, date], str] = {}

    def due(self, task: WorkSummary) -> DueLine:
        """Return the line of a task that is due."""
        day = task.due, self.days[task.client_id]
        if day not in self.late:
            self.late[day] = late_word(*day, "practice")
        return DueLine(*self.begun("task", task), self.late[day], escape(status_shown(task)))

    def waiting(self, kind: str, work: WorkSummary, remark: str = "", quote: str = "") -> WaitingLine:
        """Return the line of a goal or task that waits; `kind` is “goal” or “task”."""
        begun = self.begun(kind, work)
        return WaitingLine(*begun, work.shape, work.missing, escape(remark), escape(quote))

    def plain(self, task: WorkSummary) -> PlainLine:
        """Return the line of a task that has nothing but its date."""
        return PlainLine(*self.begun("task", task), f"{task.due:%a}" if task.due else "")

    def begun(self, kind: str, work: WorkSummary) -> tuple[str, str, Markup, Markup]:
        """Return what all lines begin with: the id, the address, the title and the client."""
        slug, client, addresses = self.places.get(work.client_id) or self.place(work.client_id)
        return (
            f"{kind}-{slug}-{work.number}",
            f"{addresses[kind]}{work.number}",
            escape(work.title),
            client,
        )

    def place(self, client_id: int) -> Place:
        """Return what the lines of a client have in common, and keep it."""
        client = self.clients[client_id]
        addresses = {
            kind: f"{before}{client.slug}{after}" for kind, (before, after) in self.addresses.items()
        }
        self.places[client_id] = Place(client.slug, escape(client.name), addresses)
        return self.places[client_id]


def around_slug(kind: str) -> tuple[str, str]:
    """Return the address of a client's goals or tasks, before and after the slug: “/clients/” and “/tasks/”."""
    address = url_for(f"client.{kind}s.show", client_slug="slug", number=1)
    before, _, after = address.removesuffix("1").rpartition("slug")
    return before, after
