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
    def measure(self) -> str: ...
    @property
    def measure_unit(self) -> str: ...
    @property
    def measure_from(self) -> float | None: ...
    @property
    def measure_to(self) -> float | None: ...
    @property
    def measure_now(self) -> float | None: ...


def read_number(typed: str) -> float | None:
    """Return the number in 6, 2.5, 2,5 or 12,000; None for no text. Raises ValueError with a message for people."""
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


def scale(goal: Measured) -> str:
    """Return the values that are set: From 6 to 2 weeks, now 3."""
    start, end, now = (number_text(each) for each in (goal.measure_from, goal.measure_to, goal.measure_now))
    way = [f"from {start}"] if start else []
    way += [f"to {end}"] if end else []
    said = [" ".join(way)] if way else []
    said += [f"now {now}"] if now else []
    if said and goal.measure_unit:
        said[0] = f"{said[0]} {goal.measure_unit}"
    return ", ".join(said)


def in_a_line(goal: Measured) -> str:
    """Return the measure with its values: Weeks to the first shift alone: from 6 to 2, now 3."""
    return ": ".join(part for part in (goal.measure, scale(goal)) if part)
