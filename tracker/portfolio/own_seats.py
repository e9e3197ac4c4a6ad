"""The reader's own seats as a part of Today's statements, with the days and weeks of each client's calendar.

Every statement joins the work with these seats, and so finds only what the reader may read. A statement is built
once for each number of time zones; the values come with the request.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from flask_login import current_user
from sqlalchemy import (
    CTE,
    Date,
    Integer,
    Row,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from tracker.clients.models import Client, Role, Seat
from tracker.clients.queries import OwnSeat
from tracker.foundation import clock
from tracker.foundation.database import UtcDateTime
from tracker.foundation.statements import built_once
from tracker.portfolio.weekly_counts import WEEKS_COUNTED, week_starts
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import CLOSED, Status

Expression: TypeAlias = "SQLColumnExpression[Any]"
Rows: TypeAlias = "Sequence[Row[*tuple[Any, ...]]]"
"""A column of a statement, and what it finds."""

Values = dict[str, object]
"""What a statement needs to know of this request."""

AHEAD = timedelta(days=7)
WEEK_NAMES = [f"week_{number}" for number in range(WEEKS_COUNTED)]
CALENDAR: dict[str, TypeEngine[str] | TypeEngine[date] | TypeEngine[datetime]] = {
    "zone": String(),
    "today": Date(),
    "last": Date(),
    **{name: UtcDateTime() for name in WEEK_NAMES},
}
"""The columns of a time zone's calendar: `last` is the last of the next days, the weeks begin at these moments."""


def constant(word: str) -> ColumnElement[str]:
    """Return a status as a literal, because a partial index matches no parameter."""
    return literal_column(f"'{word}'", String())


IS_OPEN = and_(Task.trashed_at.is_(None), Task.status.not_in([constant(status) for status in CLOSED]))
IS_WAITING = and_(Task.trashed_at.is_(None), Task.status == constant(Status.WAITING))
IS_DONE = and_(Task.trashed_at.is_(None), Task.status == constant(Status.DONE))
"""WHERE clauses for tasks outside the trash, in the words of the partial indexes of `Task`."""


@built_once
def own_seats_cte(zones: int) -> CTE:
    """Return the reader's live seats with their clients' calendars, for this number of time zones."""
    calendar = union_all(
        *(
            select(*(bindparam(f"{name}_{each}", type_=kind).label(name) for name, kind in CALENDAR.items()))
            for each in range(zones)
        )
    ).subquery("calendar")
    days = [column for column in calendar.c if column.name != "zone"]
    return (
        select(Seat.id, Seat.client_id, Seat.role, *days)
        .join(Client, Client.id == Seat.client_id)
        .join(calendar, calendar.c.zone == Client.time_zone)
        .where(Seat.person_id == bindparam("reader", type_=Integer()), Seat.live())
        .cte("own_seat")
    )


def readable(own: CTE, model: type[Goal] | type[Task]) -> ColumnElement[bool]:
    """WHERE clause for the work at the client of the reader's seat that its role may read."""
    if model is Goal:
        return or_(*(and_(own.c.role == role, Goal.shown_to_role(role)) for role in Role))
    return or_(*(and_(own.c.role == role, Task.shown_to_role(role)) for role in Role))


def is_coo(own: CTE) -> ColumnElement[bool]:
    """WHERE clause for the seats where the reader is COO, who may read everything outside the trash."""
    return own.c.role == Role.COO


def zones_of(seats: Sequence[OwnSeat]) -> list[str]:
    """Return the time zones of these seats' clients."""
    return sorted({seat.client.time_zone for seat in seats})


def values_for(seats: Sequence[OwnSeat]) -> Values:
    """Return the values that the statements need for these seats."""
    values: Values = {"reader": current_user.id}
    for number, zone in enumerate(zones_of(seats)):
        today = clock.today_in(zone)
        starts = dict(zip(WEEK_NAMES, week_starts(today, zone), strict=True))
        found = {"zone": zone, "today": today, "last": today + AHEAD, **starts}
        values |= {f"{name}_{number}": value for name, value in found.items()}
    return values


class JsonRows(FunctionElement[str]):
    """These columns of all rows, as the text of a JSON array of arrays, in no order; “[]” for none.

    So one value says what is found of a client, and two of them are soon compared.
    """

    type = String()
    inherit_cache = True


@compiles(JsonRows, "sqlite")
def json_on_sqlite(element: JsonRows, compiler: SQLCompiler, **options: object) -> str:
    """Return the function of SQLite."""
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(JsonRows, "postgresql")
def json_on_postgresql(element: JsonRows, compiler: SQLCompiler, **options: object) -> str:
    """Return the function of PostgreSQL, which finds nothing where there are no rows."""
    rows = f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))"
    return f"coalesce(CAST({rows} AS TEXT), '[]')"


def moment_of(text: str | None) -> datetime | None:
    """Return a moment that JSON holds as text; SQLite's have no zone, and are in UTC."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def day_of(text: str | None) -> date | None:
    """Return a day that JSON holds as text."""
    return date.fromisoformat(text) if text else None
