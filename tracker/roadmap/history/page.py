"""The pages of a client's history, read along an index in a few queries however long it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, groupby
from typing import NamedTuple

from flask import url_for
from sqlalchemy import bindparam
from sqlalchemy.sql.elements import ColumnElement

from tracker.clients.models import Client, Seat
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.statements import Statement, built_once, is_among, row_limit, rows_of, select_columns
from tracker.foundation.text.collation import by_name
from tracker.history.actions import ActionSet, actions
from tracker.history.event_rows import EventRow, read_event_rows, select_event_rows
from tracker.history.grouping import grouped_sentence
from tracker.history.models import Event
from tracker.history.undo import is_undo
from tracker.roadmap.history.filters import WHAT, HistoryFilters, day_heading, group_events, next_page_args
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.history_viewpoint import viewpoint_of
from tracker.roadmap.presentation.undo.offers import UndoOffers

LINES_A_PAGE = 50
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


def history_page(client: Client, seat: Seat, asked: HistoryFilters) -> Page:
    """Return a page of the client's history that this seat may read, the latest first."""
    goals = goals_read(client, seat)
    lines = filtered_events(client, seat, asked, goals)
    groups, used = group_events(lines, LINES_A_PAGE)
    renderer = HistoryRenderer(client, seat, groups, goals)
    shown = [renderer.line(group, number) for number, group in enumerate(groups, start=1)]
    days = groupby(shown, key=lambda line: clock.local(line.at, client).date())
    today = clock.today(client)
    more = used < len(lines) or len(lines) == READ
    return Page(
        asked,
        [(day_heading(day, today), list(found)) for day, found in days],
        {**asked.args(), **next_page_args(lines[:used], asked)} if more and used else None,
        person_choices(all_seats(), asked.who),
        [(goal.number, goal.title) for goal in goals.values() if not goal.is_in_trash],
    )


def person_choices(seats: Sequence[Seat], asked: int | None) -> list[tuple[int, str]]:
    """Return the people as choices: the number of one seat each, which is the latest or the one asked for."""
    found: dict[int, tuple[int, str]] = {}
    for seat in sorted(seats, key=lambda each: (each.number == asked, each.number)):
        found[seat.person_id] = (seat.number, seat.name)
    return by_name(found.values(), lambda who: who[1])


def filtered_events(
    client: Client, seat: Seat, asked: HistoryFilters, goals: Mapping[int, Subject]
) -> list[EventRow]:
    """Return the events that match the filters, the latest first; `READ` at most."""
    values: dict[str, object] = {}
    if asked.who is not None:
        values["actor"] = next((each.person_id for each in all_seats() if each.number == asked.who), None)
    if asked.goal is not None:
        values["goal"] = next((key for key, goal in goals.items() if goal.number == asked.goal), None)
    if asked.until is not None:
        values |= {"until": asked.until, "skip": asked.skip}
    query = events_latest_first(readable_by(seat), actions(), asked.what, frozenset(values))
    return read_event_rows(query, client=client.id, **values)


@built_once
def events_latest_first(
    readable: ColumnElement[bool], declared: ActionSet, what: str, given: frozenset[str]
) -> Statement:
    """Return the query for a client's readable events of a category, limited by the parameters that are given."""
    query = select_event_rows().where(Event.client_id == bindparam("client"), readable).limit(row_limit(READ))
    if what:
        query = query.where(is_among(Event.action, declared.in_category(what)))
    if "actor" in given:
        query = query.where(Event.actor_id == bindparam("actor"))
    if "goal" in given:
        query = query.where(Event.goal_id == bindparam("goal"))
    if "until" in given:
        query = query.where(Event.happened_at <= bindparam("until")).offset(bindparam("skip"))
    return query.order_by(Event.happened_at.desc(), Event.id.desc())


class Subject(NamedTuple):
    """The goal or task an event is about."""

    endpoint: str
    number: int
    title: str
    is_in_trash: bool

    @property
    def address(self) -> str:
        """The address of its page; empty if it is in the trash."""
        return "" if self.is_in_trash else url_for(self.endpoint, number=self.number)


def goals_read(client: Client, seat: Seat) -> dict[int, Subject]:
    """Return the client's goals that this seat may read by id, in order, with those in the trash."""
    rows = rows_of(subject_columns(Goal, Goal.shown_to(seat)), {"client": client.id})
    return {key: Subject("client.goals.show", *columns) for key, *columns in rows}


def tasks_read(client: Client, seat: Seat, ids: Collection[int]) -> dict[int, Subject]:
    """Return those of these tasks that this seat may read, by id, with those in the trash."""
    if not ids:
        return {}
    query = subject_columns(Task, Task.shown_to(seat), is_limited=True)
    rows = rows_of(query, {"client": client.id, "ids": list(ids)})
    return {key: Subject("client.tasks.show", *columns) for key, *columns in rows}


@built_once
def subject_columns(
    model: type[Goal | Task], shown: ColumnElement[bool], is_limited: bool = False
) -> Statement:
    """Return the query for the ids and the columns of subjects; if it `is_limited`, of those with certain ids."""
    query = select_columns(model.id, model.number, model.title, model.trashed_at.is_not(None))
    query = query.where(model.client_id == bindparam("client"), shown).order_by(*model.in_order())
    return query.where(model.id.in_(bindparam("ids", expanding=True))) if is_limited else query


class HistoryRenderer:
    """Puts events into words. Their subjects and undo offers are loaded once for the page."""

    def __init__(
        self,
        client: Client,
        seat: Seat,
        groups: Sequence[Sequence[EventRow]],
        goals: Mapping[int, Subject],
    ) -> None:
        self.client, self.viewpoint, self.goals = client, viewpoint_of(seat), goals
        alone = [group[0].task_id for group in groups if len(group) == 1]
        self.tasks = tasks_read(client, seat, {task_id for task_id in alone if task_id is not None})
        self.offers = UndoOffers(client, seat, chain.from_iterable(groups))

    def line(self, group: Sequence[EventRow], number: int) -> HistoryEntry:
        """Return the entry of a group of events."""
        first = group[0]
        subject = self.subject_of(first) if len(group) == 1 else None
        before, title, after = self.parted(group, subject)
        return HistoryEntry(
            at=first.happened_at,
            time=f"{clock.local(first.happened_at, self.client):%H:%M}",
            name=f"past-{number}",
            before=before,
            subject=title,
            after=after,
            address=subject.address if subject and title else "",
            back=next(filter(None, map(self.offers.of, group)), ""),
            undone=all(line.undone_at is not None for line in group),
            undoes=is_undo(first),
        )

    def subject_of(self, event: EventRow) -> Subject | None:
        """Return the goal or task of an event; None for the client, and if it or its goal is hidden from the reader."""
        if event.goal_id is not None and event.goal_id not in self.goals:
            return None
        if event.task_id is not None:
            return self.tasks.get(event.task_id)
        return self.goals[event.goal_id] if event.goal_id is not None else None

    def parted(self, group: Sequence[EventRow], subject: Subject | None) -> tuple[str, str, str]:
        """Return the sentence as the text before the subject's title, the title, and the text after it."""
        if subject is None:
            return grouped_sentence(group, self.viewpoint), "", ""
        title = f"“{subject.title}”"
        return grouped_sentence(group, self.viewpoint, title).partition(title)
