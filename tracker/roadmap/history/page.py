"""The pages of a client's history, read along an index in a few queries however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from tracker.clients.models import Client, Seat
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.history.actions import actions
from tracker.history.grouping import grouped_sentence
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.history.filters import WHAT, HistoryFilters, day_heading, group_events, next_page_args
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.history_viewpoint import viewpoint_of
from tracker.roadmap.presentation.queries import readable_by, shown_goals
from tracker.roadmap.presentation.undo.candidates import EventSubjects, Record, quoted_title
from tracker.roadmap.presentation.undo.offers import UndoOffers

A_PAGE = 50
"""The number of entries on a page, each a group of events."""
READ = 500
"""The number of events read for a page. A larger request continues, counted again, on the next page."""


@dataclass(frozen=True)
class HistoryEntry:
    """One entry: its time, its sentence in parts around its subject's title, and the change to undo.

    `name` is its id on the page.
    """

    at: datetime
    time: str
    name: str
    before: str
    subject: str = ""
    after: str = ""
    address: str = ""
    back: str = ""
    undone: bool = False
    undoes: bool = False


@dataclass
class Page:
    """A page of the history: its entries under the heading of their day, and the choices of its filters.

    `earlier` has the query arguments of the next page, or is None on the last. `whos` and `goals` pair a number
    with a name.
    """

    asked: HistoryFilters
    days: list[tuple[str, list[HistoryEntry]]]
    earlier: dict[str, str | int] | None
    whos: list[tuple[int, str]]
    goals: list[tuple[int, str]]
    whats: list[tuple[str, str]] = field(default_factory=lambda: list(WHAT.items()))


def page_of(client: Client, seat: Seat, asked: HistoryFilters) -> Page:
    """Return a page of the client's history that this seat may read, the latest first."""
    goals = shown_goals(client, seat)
    lines = list(db.session.scalars(filtered_events(client, seat, asked, goals).limit(READ)))
    groups, used = group_events(lines, A_PAGE)
    told = HistoryRenderer(client, seat, lines[:used])
    shown = [told.line(group, number) for number, group in enumerate(groups, start=1)]
    days = groupby(shown, key=lambda line: clock.local(line.at, client).date())
    today = clock.today(client)
    more = used < len(lines) or len(lines) == READ
    return Page(
        asked,
        [(day_heading(day, today), list(found)) for day, found in days],
        {**asked.args(), **next_page_args(lines[:used], asked)} if more and used else None,
        people_of(all_seats(), asked.who),
        [(goal.number, goal.title) for goal in goals],
    )


def people_of(seats: Sequence[Seat], asked: int | None) -> list[tuple[int, str]]:
    """Return the people as choices: the number of one seat each, which is the latest or the one asked for."""
    found: dict[int, tuple[int, str]] = {}
    for seat in sorted(seats, key=lambda each: (each.number == asked, each.number)):
        found[seat.person_id] = (seat.number, seat.name)
    return by_name(found.values(), lambda who: who[1])


def filtered_events(
    client: Client, seat: Seat, asked: HistoryFilters, goals: Sequence[Goal]
) -> Select[Event]:
    """Return the query for the events that match the filters, the latest first."""
    query = Event.of(client).where(readable_by(seat))
    if asked.who is not None:
        persons = [each.person_id for each in all_seats() if each.number == asked.who]
        query = query.where(Event.actor_id.in_(persons))
    if asked.what:
        query = query.where(Event.action.in_(actions().in_category(asked.what)))
    if asked.goal is not None:
        query = query.where(Event.goal_id.in_([goal.id for goal in goals if goal.number == asked.goal]))
    if asked.until is not None:
        query = query.where(Event.happened_at <= asked.until).offset(asked.skip)
    latest = query.order_by(Event.happened_at.desc(), Event.id.desc())
    return latest.options(joinedload(Event.actor))


class HistoryRenderer:
    """Puts events into words. Their subjects and undo offers are loaded once for the page."""

    def __init__(self, client: Client, seat: Seat, lines: Sequence[Event]) -> None:
        self.client, self.viewpoint = client, viewpoint_of(seat)
        self.subjects = EventSubjects(client, seat, lines)
        self.offers = UndoOffers(client, seat, lines)

    def line(self, group: Sequence[Event], number: int) -> HistoryEntry:
        """Return the entry of a group of events."""
        first = group[0]
        record = self.subjects.record_of(first) if len(group) == 1 else None
        before, subject, after = self.parted(group, record, self.viewpoint)
        return HistoryEntry(
            at=first.happened_at,
            time=f"{clock.local(first.happened_at, self.client):%H:%M}",
            name=f"past-{number}",
            before=before,
            subject=subject,
            after=after,
            address=address_of(record) if subject else "",
            back=next(filter(None, map(self.offers.of, group)), ""),
            undone=all(line.undone_at is not None for line in group),
            undoes=is_undo(first),
        )

    def parted(
        self, group: Sequence[Event], record: Record | None, viewpoint: Viewpoint
    ) -> tuple[str, str, str]:
        """Return the sentence as the text before the subject's title, the title, and the text after it."""
        subject = quoted_title(record) if record is not None else "it"
        words = grouped_sentence(group, viewpoint, subject)
        return words.partition(subject) if subject != "it" else (words, "", "")


def address_of(record: Record | None) -> str:
    """Return the address of the subject's page; empty for the client, and for a record in the trash."""
    if not isinstance(record, Goal | Task) or record.trashed_at is not None:
        return ""
    room = "client.tasks.show" if isinstance(record, Task) else "client.goals.show"
    return url_for(room, number=record.number)
