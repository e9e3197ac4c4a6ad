"""How a goal is measured: start, target, unit and current value. Pure."""

from __future__ import annotations

import re
from typing import Protocol

PLAIN = re.compile(r"([-−]?)([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
BY_THOUSANDS = re.compile(r"([-−]?)([0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,2}))?")
ONLY_A_NUMBER = "Write a number, like 6 or 2.5; the unit has a field of its own."


class Measured(Protocol):
    """The attributes of a goal that its measure needs."""

    @property
    def metric(self) -> str:
        """The text that says what is measured; empty if there is no measure."""

    @property
    def metric_unit(self) -> str:
        """The unit, such as “weeks”, which may be empty."""

    @property
    def metric_start(self) -> float | None:
        """The value it started from; None if it is not set."""

    @property
    def metric_target(self) -> float | None:
        """The value to reach; None if it is not set."""

    @property
    def metric_current(self) -> float | None:
        """The latest value; None if it is not set."""


def read_number(typed: str) -> float | None:
    """Return the number in 6, 2.5, 2,5 or 12,000; None for no text. ValueError with a message otherwise."""
    text = typed.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if not text:
        return None
    found = BY_THOUSANDS.fullmatch(text) or PLAIN.fullmatch(text)
    if found is None:
        raise ValueError(ONLY_A_NUMBER)
    sign, whole, rest = found.groups()
    number = float(f"{whole.replace(',', '')}.{rest or 0}")
    return -number if sign and number else number


def number_text(number: float | None) -> str:
    """Return the number as text that `read_number` accepts again: 6, 2.5 or 12,000."""
    if number is None:
        return ""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def metric_scale(goal: Measured) -> str:
    """Return the values that are set: “from 6 to 2 weeks, now 3”."""
    start, end, now = (
        number_text(each) for each in (goal.metric_start, goal.metric_target, goal.metric_current)
    )
    way = [f"from {start}"] if start else []
    way += [f"to {end}"] if end else []
    parts = [" ".join(way)] if way else []
    parts += [f"now {now}"] if now else []
    if parts and goal.metric_unit:
        parts[0] = f"{parts[0]} {goal.metric_unit}"
    return ", ".join(parts)


def metric_line(goal: Measured) -> str:
    """Return the measure with its values: “Weeks to the first shift alone: from 6 to 2, now 3”."""
    return ": ".join(part for part in (goal.metric, metric_scale(goal)) if part)
