"""The client's history, page by page: read along its own index, a few questions however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from tracker.clients.models import Client, Seat
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.collation import by_name
from tracker.history.actions import actions
from tracker.history.grouping import folded
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.history.filters import WHAT, HistoryFilters, day_word, folds, goes_on
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.history_viewpoint import voice_for
from tracker.roadmap.presentation.queries import readable_by, shown_goals
from tracker.roadmap.presentation.undo.candidates import EventSubjects, Record, named
from tracker.roadmap.presentation.undo.offers import UndoOffers

A_PAGE = 50
"""So many folded lines a page."""
READ = 500
"""So many lines are looked at for them; more of one request go on, counted, on the next page."""


@dataclass(frozen=True)
class HistoryEntry:
    """One line a reader sees: when, the sentence around the name of what it is about, and the way back.

    `name` is what its place on the page is called.
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
    asked: HistoryFilters
    days: list[tuple[str, list[HistoryEntry]]]
    earlier: dict[str, Any] | None
    whos: list[tuple[int, str]]
    goals: list[tuple[int, str]]
    whats: list[tuple[str, str]] = field(default_factory=lambda: list(WHAT.items()))


def page_of(client: Client, seat: Seat, asked: HistoryFilters) -> Page:
    """What happened at a client as far as this seat may read it, the latest first."""
    goals = shown_goals(client, seat)
    lines = list(db.session.scalars(lines_asked(client, seat, asked, goals).limit(READ)))
    groups, used = folds(lines, A_PAGE)
    told = HistoryRenderer(client, seat, lines[:used])
    shown = [told.line(group, number) for number, group in enumerate(groups, start=1)]
    days = groupby(shown, key=lambda line: clock.local(line.at, client).date())
    today = clock.today(client)
    more = used < len(lines) or len(lines) == READ
    return Page(
        asked,
        [(day_word(day, today), list(found)) for day, found in days],
        {**asked.args(), **goes_on(lines[:used], asked)} if more and used else None,
        by_name({seat.number: seat.name for seat in all_seats()}.items(), lambda who: who[1]),
        [(goal.number, goal.title) for goal in goals],
    )


def lines_asked(client: Client, seat: Seat, asked: HistoryFilters, goals: Sequence[Goal]) -> Select[Event]:
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
    """Tells the lines of a page; what they are about is read once for all of them."""

    def __init__(self, client: Client, seat: Seat, lines: Sequence[Event]) -> None:
        self.client, self.voice = client, voice_for(seat)
        self.subjects = EventSubjects(client, seat, lines)
        self.offers = UndoOffers(client, seat, lines)

    def line(self, group: Sequence[Event], number: int) -> HistoryEntry:
        first = group[0]
        record = self.subjects.record_of(first) if len(group) == 1 else None
        before, subject, after = self.parted(group, record, self.voice)
        return HistoryEntry(
            at=first.happened_at,
            time=f"{clock.local(first.happened_at, self.client):%H:%M}",
            name=f"past-{number}",
            before=before,
            subject=subject,
            after=after,
            address=address_of(record) if subject else "",
            back=self.offers.of(first),
            undone=all(line.undone_at is not None for line in group),
            undoes=is_undo(first),
        )

    def parted(self, group: Sequence[Event], record: Record | None, voice: Viewpoint) -> tuple[str, str, str]:
        subject = named(record) if record is not None else "it"
        words = folded(group, voice, subject)
        return words.partition(subject) if subject != "it" else (words, "", "")


def address_of(record: Record | None) -> str:
    """The page of what a line is about; none for what lies in the trash."""
    if not isinstance(record, Goal | Task) or record.trashed_at is not None:
        return ""
    room = "client.tasks.show" if isinstance(record, Task) else "client.goals.show"
    return url_for(room, number=record.number)
