"""Types of values in columns, and in those that hold JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""A value that can be written to a JSON column."""

JsonObject: TypeAlias = dict[str, Any]
"""An object read from a JSON column; the code that reads it knows which keys it has."""

ColumnValue: TypeAlias = str | int | float | bool | date | None
"""A value of a column that holds text, a number, a date or a time."""

Columns: TypeAlias = dict[str, Any]
"""The columns of a row that a bulk statement writes, by name."""
