"""What needs the COO at a client, in words, and the order of the clients by need. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.clients.models import Health
from tracker.foundation.text.collation import SortKey, sort_key
from tracker.foundation.text.formatting import number_word

RANK = [Health.STEP_IN, Health.WATCH, Health.SETTLING_IN, Health.STEADY]
"""Worst first."""


@dataclass(frozen=True)
class PendingRequest:
    """Something that waits on a person, since a day."""

    title: str
    who: str
    since: date | None
    who_exactly: str = ""
    """The full name, if `who` is a first name."""


@dataclass(frozen=True)
class ClientSignals:
    """Counts of a client's work that may need the COO."""

    health: str
    reason: str = ""
    waiting: list[PendingRequest] = field(default_factory=list)
    late: int = 0
    quiet: list[str] = field(default_factory=list)
    goals: int = 0
    parked_goals: int = 0
    talks: list[str] = field(default_factory=list)
    """Proposed goals that a CEO wants to discuss first."""
    listed: bool = False
    """Whether Today lists something of the client."""


@dataclass(frozen=True)
class Need:
    """One sentence; `filters` of the road map show the work it counts."""

    words: str
    filters: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words


def needs(signs: ClientSignals, today: date) -> list[Need]:
    """Return the sentences, most important first; empty if the client needs nothing."""
    said = [
        Need(sentence_of(signs.reason) or missing_reason(signs.health)),
        Need(waiting_words(signs.waiting, today)),
        Need(late(signs.late), {"late": "1"}),
        Need(talks(signs.talks)),
        Need(quiet(signs.quiet)),
        Need("" if signs.goals else "No open goals." if signs.parked_goals else "No goals yet."),
    ]
    return [need for need in said if need.words]


def nothing(signs: ClientSignals) -> str:
    """Return the words for a client without needs."""
    return "Nothing besides what is listed above." if signs.listed else "Nothing. Let it run."


def missing_reason(health: str) -> str:
    """Return the words for a client that needs care and has no reason for its health; otherwise empty."""
    worried = Health(health) in (Health.STEP_IN, Health.WATCH)
    return f"“{Health(health).word}” has no reason yet." if worried else ""


def talks(titles: list[str]) -> str:
    if len(titles) == 1:
        return f"“{titles[0]}” is to be discussed first."
    return f"{number_word(len(titles)).capitalize()} goals are to be discussed first." if titles else ""


def sentence_of(reason: str) -> str:
    """Return the COO's own line, with its full stop."""
    return reason if not reason or reason[-1] in ".?…" else f"{reason}."


def waiting_words(asked: list[PendingRequest], today: date) -> str:
    if len(asked) == 1:
        one = asked[0]
        who = f"waits on {one.who}" if one.who else "waits"
        return f"“{one.title}” {who}{', ' + since(one.since, today) if one.since else ''}."
    if not asked:
        return ""
    return f"{on_each(asked)}."


def on_each(asked: list[PendingRequest]) -> str:
    """Return two things wait on Marco, one on Rosa: a count per person; all people after the second together."""
    told = Counter(each.who_exactly or each.who for each in asked)
    first = {each.who_exactly or each.who: each.who for each in asked}
    shared = Counter(first.values())
    names = {exact: exact if shared[name] > 1 else name for exact, name in first.items()}
    named = [exact for exact, _ in told.most_common() if exact][:2]
    parts = [f"{number_word(told[exact])} on {names[exact]}" for exact in named]
    rest = len(asked) - sum(told[exact] for exact in named)
    if not parts:
        return f"{number_word(rest).capitalize()} things wait"
    number, _, on = parts[0].partition(" ")
    first_part = f"{number.capitalize()} {'thing waits' if number == 'one' else 'things wait'} {on}"
    return ", ".join([first_part, *parts[1:], *([f"{number_word(rest)} on others"] if rest else [])])


def since(day: date, today: date, done: str = "asked") -> str:
    """Return since when: asked today, yesterday, Monday, 2 November."""
    days = (today - day).days
    if days <= 1:
        return f"{done} {'today' if days <= 0 else 'yesterday'}"
    return f"{done} {day:%A}" if days < 7 else f"{done} {day.day} {day:%B}"


def late(number: int) -> str:
    if not number:
        return ""
    return "One task is late." if number == 1 else f"{number_word(number).capitalize()} tasks are late."


def quiet(titles: list[str]) -> str:
    if len(titles) == 1:
        return f"“{titles[0]}” has gone quiet."
    return f"{number_word(len(titles)).capitalize()} goals have gone quiet." if titles else ""


def urgency(signs: ClientSignals, name: str) -> tuple[int, int, int, int, SortKey]:
    """Sort key for clients by need: the COO's own judgement, then late, waiting and quiet work."""
    return (
        RANK.index(Health(signs.health)),
        -signs.late,
        -len(signs.waiting),
        -len(signs.quiet),
        sort_key(name),
    )
