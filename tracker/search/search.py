"""From what was typed to what is shown: everything this person may read, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import url_for

from tracker.accounts.models import Person
from tracker.clients.models import Health, Role, Seat
from tracker.clients.short_names import ShortNames
from tracker.foundation import clock
from tracker.foundation.database import grouped_by_client
from tracker.foundation.text.formatting import day, person_colour
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation.wording import name_for, reader_of, status_word
from tracker.search import queries
from tracker.search.destinations import matching_places, places, room
from tracker.search.normalise import asked, holds
from tracker.search.results import A_GROUP, Group, Hit, SearchResults, WorkRow, best, excerpt_around

LATELY = 5


def search_all(person: Person, query: str) -> SearchResults:
    """What the words find; without words, where one most likely wants to go."""
    search = Search(person, queries.seats_of(person), asked(query))
    groups = search.found() if search.words else [] if query.strip() else search.offered()
    return SearchResults(query.strip(), [group for group in groups if group.hits])


@dataclass
class Search:
    """One person's search, through the seats they have now."""

    person: Person
    seats: Sequence[Seat]
    words: list[str]
    at: dict[int, Seat] = field(init=False)

    def __post_init__(self) -> None:
        self.at = {seat.client_id: seat for seat in self.seats}

    def found(self) -> list[Group]:
        pages = matching_places(self.person, self.seats, self.words)
        groups = [Group("Go to", pages[:A_GROUP], len(pages))]
        if self.seats:
            goals, tasks = (queries.work_with(model, self.seats, self.words) for model in (Goal, Task))
            groups = [
                self.clients([seat for seat in self.seats if holds(self.words, seat.client.name)]),
                self.work("Goals", "goals", best(goals, self.words), goals),
                self.work("Tasks", "tasks", best(tasks, self.words), tasks),
                self.steps(),
                self.people(),
                self.talk(),
                *groups,
            ]
        return groups

    def offered(self) -> list[Group]:
        pages = places(self.person, self.seats)
        lately = queries.last_touched(self.seats, LATELY) if self.seats else []
        clients = self.clients(self.seats) if len(self.seats) > 1 else Group("Clients", [])
        work = self.work("Lately", "tasks", lately, [])
        return [clients, work, Group("Go to", pages[:A_GROUP], len(pages[:A_GROUP]))]

    def clients(self, seats: Sequence[Seat]) -> Group:
        hits = [self.client(seat) for seat in seats[:A_GROUP]]
        return Group("Clients", hits, len(seats))

    def client(self, seat: Seat) -> Hit:
        """How a client is doing is its COO's own word."""
        health = Health(seat.client.health).word if seat.role == Role.COO else ""
        home = "letter.show" if seat.role == Role.CEO else "roadmap.index"
        return Hit(seat.client.name, room(home, seat), mark="client", meta=health, colour=seat.client.colour)

    def work(self, name: str, kind: str, shown: Sequence[WorkRow], rows: Sequence[WorkRow]) -> Group:
        hits = [
            Hit(
                row.title,
                self.address(row.client_id, f"{kind}.show", number=row.number),
                mark=row.status,
                meta=" · ".join(word for word in (self.outsider(row), self.of(row.client_id)) if word),
                says=status_word(row.status, reader_of(self.at[row.client_id])),
            )
            for row in shown
        ]
        return Group(name, hits, rows[0].total if rows else len(hits))

    def outsider(self, row: WorkRow) -> str:
        return name_for(self.at[row.client_id], row.outsider(self.words))

    def steps(self) -> Group:
        rows = queries.steps_with(self.seats, self.words)
        return Group("Steps", [self.step(row) for row in rows], rows[0].total if rows else 0)

    def step(self, row: Any) -> Hit:
        meta = " · ".join(word for word in (row.about, self.of(row.client_id)) if word)
        status = "done" if row.is_done else "not_started"
        says = "Done" if row.is_done else "Open"
        return Hit(row.title, self.address(row.client_id, "tasks.show", number=row.task), status, meta, says)

    @cached_property
    def everybody(self) -> Sequence[Any]:
        """The people of all the clients here, asked once."""
        return queries.people_with(self.seats)

    @cached_property
    def short_names(self) -> dict[int, ShortNames]:
        return {
            client_id: ShortNames(here, by_role=self.at[client_id].role == Role.VIEWER)
            for client_id, here in grouped_by_client(self.everybody).items()
        }

    def short(self, client_id: int, name: str, person_id: int) -> str:
        return self.short_names[client_id].of(name, person_id)

    def people(self) -> Group:
        """Each once, however many clients they sit at; oneself is the page You."""
        found: dict[int, list[Any]] = {}
        for row in self.everybody:
            name = name_for(self.at[row.client_id], row.name)
            if row.person_id != self.person.id and holds(self.words, name):
                found.setdefault(row.person_id, []).append(row)
        hits = [self.somebody(rows) for rows in found.values()]
        return Group("People", hits[:A_GROUP], len(hits))

    def somebody(self, rows: Sequence[Any]) -> Hit:
        row, seat = rows[0], self.at[rows[0].client_id]
        where = f"{len(rows)} clients" if len(rows) > 1 else self.of(row.client_id)
        meta = " · ".join(word for word in (Role(row.role).word, where) if word)
        url = f"{room('people.index', seat)}#seat-{row.number}"
        if not seat.is_lead:  # the page of people is the leads’: to the others, what this one has
            url = f"{room('roadmap.index', seat)}?owner={row.number}"
        return Hit(name_for(seat, row.name), url, mark="who", meta=meta, colour=person_colour(row.name))

    def talk(self) -> Group:
        rows = queries.talk(self.seats, self.words)
        return Group("Comments", [self.remark(row) for row in rows], rows[0].total if rows else 0)

    def remark(self, row: Any) -> Hit:
        when = day(clock.local(row.created_at, self.person).date())
        said = [self.short(row.client_id, row.author, row.author_id), when, self.of(row.client_id)]
        url = self.address(row.client_id, "tasks.show", number=row.task)
        return Hit(
            excerpt_around(row.body, self.words),
            f"{url}#task-{row.task}-comment-{row.number}",
            mark="talk",
            says=row.title,
            meta=" · ".join(word for word in said if word),
        )  # fmt: skip

    def of(self, client_id: int) -> str:
        """The client's name, where there are several."""
        return self.at[client_id].client.name if len(self.seats) > 1 else ""

    def address(self, client_id: int, page: str, **values: Any) -> str:
        return url_for(f"client.{page}", client_slug=self.at[client_id].client.slug, **values)
