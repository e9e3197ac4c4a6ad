"""What needs the COO at a client, in sentences, and the order of the clients by need. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.clients.models import Health
from tracker.foundation.text.collation import SortKey, sort_key
from tracker.foundation.text.formatting import number_word, plain_day

RANK = [Health.STEP_IN, Health.WATCH, Health.SETTLING_IN, Health.STEADY]
"""The healths, worst first."""


@dataclass(frozen=True)
class PendingRequest:
    """Work that waits on a person, and since when."""

    title: str
    who: str
    since: date | None
    who_exactly: str = ""
    """The full name, if `who` is a first name."""
    asked_word: str = "asked"
    """What happened that day (`WorkSummary.asked_word`)."""
    many: int = 1
    """The number of tasks, if it is several; `title` and `since` are then those of none."""


@dataclass(frozen=True)
class LateGoal:
    """An agreed goal whose date has passed."""

    title: str
    due: date


@dataclass(frozen=True)
class ClientSignals:
    """Counts of a client's work that may need the COO."""

    health: str
    reason: str = ""
    waiting: list[PendingRequest] = field(default_factory=list)
    late: int = 0
    """The number of late tasks."""
    late_goals: list[LateGoal] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    goals: int = 0
    drafts: int = 0
    """Those of the goals that nobody at the client sees yet."""
    parked_goals: int = 0
    had_goals: bool = False
    """Whether there are goals in the trash."""
    discussions: list[str] = field(default_factory=list)
    """Proposed goals that a CEO wants to discuss first."""
    without_ceo: int = 0
    """The number of proposed goals that nobody can answer, because nobody has access as CEO."""

    @property
    def all_waiting(self) -> int:
        """Return the number of goals and tasks that wait."""
        return sum(each.many for each in self.waiting)

    @property
    def all_late(self) -> int:
        """Return the number of late tasks and goals."""
        return self.late + len(self.late_goals)

    @property
    def no_goals(self) -> str:
        """Return the words for a client without goals going on: none open, none now, or none yet."""
        if self.parked_goals:
            return "No open goals"
        return "No goals now" if self.had_goals else "No goals yet"


@dataclass(frozen=True)
class Need:
    """One sentence about a client; with `filters` the road map shows the work that it counts.

    `asks_for_people`: whether it is settled on the people page.
    """

    words: str
    filters: Mapping[str, str] = field(default_factory=dict)
    asks_for_people: bool = False

    def __str__(self) -> str:
        return self.words


def client_needs(signs: ClientSignals, today: date) -> list[Need]:
    """Return the sentences, most important first; empty if the client needs nothing."""
    needs = [
        Need(sentence_of(signs.reason) or missing_reason(signs.health)),
        Need(waiting_words(signs.waiting, today)),
        Need(late_sentence(signs.late, signs.late_goals, today), {"late": "1"}),
        Need(discussions_sentence(signs.discussions)),
        Need(proposals_without_ceo(signs.without_ceo), asks_for_people=True),
        Need(quiet_sentence(signs.quiet)),
        Need("" if signs.goals else f"{signs.no_goals}."),
        Need(only_drafts_sentence(signs.drafts) if signs.drafts == signs.goals else ""),
    ]
    return [need for need in needs if need.words]


def no_needs_sentence(is_listed: bool) -> str:
    """Return the sentence for a client without needs. `is_listed`: Today lists something of it."""
    return "Nothing besides what is listed above." if is_listed else "Nothing. Let it run."


def missing_reason(health: str) -> str:
    """Return the sentence for a client that needs care and has no reason for its health; otherwise empty."""
    worried = Health(health) in (Health.STEP_IN, Health.WATCH)
    return f"“{Health(health).word}” has no reason yet." if worried else ""


def discussions_sentence(titles: list[str]) -> str:
    """Return the sentence about goals that a CEO wants to discuss first; empty if there are none."""
    if len(titles) == 1:
        return f"“{titles[0]}” is to be discussed first."
    return f"{number_word(len(titles)).capitalize()} goals are to be discussed first." if titles else ""


def only_drafts_sentence(number: int) -> str:
    """Return “Two goals are drafts; none is proposed yet.”; empty for none."""
    if not number:
        return ""
    if number == 1:
        return "Its only goal is a draft, not proposed yet."
    return f"All {number_word(number)} goals are drafts; none is proposed yet."


def proposals_without_ceo(number: int) -> str:
    """Return “Two goals are proposed, and nobody has access as CEO.”; empty for none."""
    if not number:
        return ""
    goals = "goal is" if number == 1 else "goals are"
    return f"{number_word(number).capitalize()} {goals} proposed, and nobody has access as CEO."


def sentence_of(reason: str) -> str:
    """Return the COO's own line, with its full stop."""
    return reason if not reason or reason.rstrip("”’\"')")[-1:] in (".", "?", "!", "…") else f"{reason}."


def waiting_words(asked: list[PendingRequest], today: date) -> str:
    """Return the sentence about work that waits on people; empty if there is none."""
    if sum(each.many for each in asked) == 1:
        one = asked[0]
        who = f"waits on {one.who}" if one.who else "waits"
        if not one.since:
            return f"“{one.title}” {who}."
        is_silent = one.asked_word == "waiting since"
        when = (
            " " + asked_since(one.since, today, "since")
            if is_silent
            else ", " + asked_since(one.since, today, one.asked_word)
        )
        return f"“{one.title}” {who}{when}."
    if not asked:
        return ""
    return f"{count_per_person(asked)}."


def count_per_person(asked: list[PendingRequest]) -> str:
    """Return two things wait on Marco, one on Rosa: a count per person; the rest is counted at the end.

    Nobody is named twice: what waits on “Marco and Rosa” together is counted with the rest if one of them is named.
    """
    counted: Counter[str] = Counter()
    for each in asked:
        counted[each.who_exactly or each.who] += each.many
    first = {each.who_exactly or each.who: each.who for each in asked}
    shared = Counter(first.values())
    names = {exact: exact if shared[name] > 1 else name for exact, name in first.items()}
    named: list[str] = []
    for exact, _ in counted.most_common():
        if exact and len(named) < 2 and not any(has_common_name(exact, other, first) for other in named):
            named.append(exact)
    parts = [f"{number_word(counted[exact])} on {names[exact]}" for exact in named]
    rest = counted.total() - sum(counted[exact] for exact in named)
    if not parts:
        return f"{number_word(rest).capitalize()} things wait"
    number, _, on = parts[0].partition(" ")
    first_part = f"{number.capitalize()} {'thing waits' if number == 'one' else 'things wait'} {on}"
    return ", ".join([first_part, *parts[1:], *([f"and {number_word(rest)} more"] if rest else [])])


BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&+]|\b(?:and|or)\b)\s*", re.IGNORECASE)
"""Separates the names in a text such as “Marco and Rosa”."""


def has_common_name(one: str, other: str, first: Mapping[str, str]) -> bool:
    """Whether one of two texts lists several people, and one of those is in the other text as well.

    `first`: the short names. Two people who only share a first name are still two.
    """
    lists = [names_in(one), names_in(other)]
    if all(len(names) == 1 for names in lists):
        return False
    return bool((lists[0] | names_in(first[one])) & (lists[1] | names_in(first[other])))


def names_in(text: str) -> set[str]:
    """Return the names in a text, folded for comparison."""
    return {name.casefold() for name in BETWEEN_NAMES.split(text) if name}


def asked_since(day: date, today: date, done: str = "asked") -> str:
    """Return “asked today”, “asked Monday” or “asked 2 November”; `done` replaces “asked”."""
    days = (today - day).days
    if days <= 1:
        return f"{done} {'today' if days <= 0 else 'yesterday'}"
    return f"{done} {day:%A}" if days < 7 else f"{done} {day.day} {day:%B}"


def late_sentence(tasks: int, goals: list[LateGoal], today: date) -> str:
    """Return “Two goals and three tasks are late.”; empty if nothing is late.

    A single goal is named: “‘Oven decided’ was due 2 November.”
    """
    if len(goals) == 1 and not tasks:
        return f"“{goals[0].title}” was due {plain_day(goals[0].due, today)}."
    counts = [(len(goals), "goal"), (tasks, "task")]
    parts = [f"{number_word(many)} {what}{'s' if many > 1 else ''}" for many, what in counts if many]
    sentence = " and ".join(parts)
    return (
        f"{sentence[0].upper()}{sentence[1:]} {'is' if len(goals) + tasks == 1 else 'are'} late."
        if parts
        else ""
    )


def quiet_sentence(titles: list[str]) -> str:
    """Return the sentence about goals that have gone quiet; empty if there are none."""
    if len(titles) == 1:
        return f"“{titles[0]}” has gone quiet."
    return f"{number_word(len(titles)).capitalize()} goals have gone quiet." if titles else ""


def urgency(signs: ClientSignals, name: str) -> tuple[int, int, int, int, SortKey]:
    """Sort key for clients by need: the COO's own judgement, then late, waiting and quiet work."""
    return (
        RANK.index(Health(signs.health)),
        -signs.all_late,
        -signs.all_waiting,
        -len(signs.quiet),
        sort_key(name),
    )
