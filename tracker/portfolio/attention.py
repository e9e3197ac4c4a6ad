"""What needs the COO at a client, in words; and whose turn comes first. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tracker.clients.models import Health
from tracker.foundation.collation import SortKey, sort_key
from tracker.foundation.formats import count_word

RANK = [Health.STEP_IN, Health.WATCH, Health.SETTLING_IN, Health.STEADY]
"""Worst first."""


@dataclass(frozen=True)
class Asked:
    """Something that waits on somebody, since a day."""

    title: str
    who: str
    since: date | None


@dataclass(frozen=True)
class Signs:
    """What is known about a client, counted."""

    health: str
    reason: str = ""
    waiting: list[Asked] = field(default_factory=list)
    late: int = 0
    quiet: list[str] = field(default_factory=list)
    goals: int = 0


def needs(signs: Signs, today: date) -> list[str]:
    """Sentences, the weightiest first; none when it runs by itself."""
    said = [sentence_of(signs.reason), waiting(signs.waiting, today), late(signs.late), quiet(signs.quiet)]
    if not signs.goals:
        said.append("No goals yet.")
    return [words for words in said if words]


def sentence_of(reason: str) -> str:
    """The COO's own line, with its full stop."""
    return reason if not reason or reason[-1] in ".?…" else f"{reason}."


def waiting(asked: list[Asked], today: date) -> str:
    if len(asked) == 1:
        one = asked[0]
        who = f"waits on {one.who}" if one.who else "waits"
        return f"“{one.title}” {who}{', ' + since(one.since, today) if one.since else ''}."
    if not asked:
        return ""
    names = list(dict.fromkeys(each.who for each in asked if each.who))
    on_whom = f" on {' and '.join(names)}" if 1 <= len(names) <= 2 else ""
    return f"{count_word(len(asked)).capitalize()} things wait{on_whom}."


def since(day: date, today: date) -> str:
    """Asked today, yesterday, Monday, 2 November."""
    days = (today - day).days
    if days <= 1:
        return "asked today" if days <= 0 else "asked yesterday"
    return f"asked {day:%A}" if days < 7 else f"asked {day.day} {day:%B}"


def late(number: int) -> str:
    if not number:
        return ""
    return "One task is late." if number == 1 else f"{count_word(number).capitalize()} tasks are late."


def quiet(titles: list[str]) -> str:
    if len(titles) == 1:
        return f"“{titles[0]}” has gone quiet."
    return f"{count_word(len(titles)).capitalize()} goals have gone quiet." if titles else ""


def urgency(signs: Signs, name: str) -> tuple[int, int, int, int, SortKey]:
    """Sorts clients by need: the COO's own judgement, then what is late, waits, or went quiet."""
    return (
        RANK.index(Health(signs.health)),
        -signs.late,
        -len(signs.waiting),
        -len(signs.quiet),
        sort_key(name),
    )
