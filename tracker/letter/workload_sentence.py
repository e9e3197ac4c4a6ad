"""A person's workload at one client, in an opening sentence and a second one with details. Pure.

For a tired person on a phone: a number, never a reproach. Late work is called “planned for earlier”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.foundation.text.formatting import count_of, day, number_word

A_LOT = 7


@dataclass(frozen=True)
class Workload:
    """The facts of the sentences: the number of open things by kind."""

    name: str
    asked: int = 0  # wait for the reader's answer
    asked_later: int = 0  # of these, the number needed only after the next seven days
    asked_late: int = 0  # of these, the number planned for a day that has passed
    late: int = 0  # own tasks planned for a day that has passed
    soon: int = 0  # planned for today or the next seven days
    later: int = 0  # planned for after that, or without a day
    finished: int = 0  # in the last seven days
    nothing_yet: bool = False  # the client has no goal and no task the reader may see

    @property
    def this_week(self) -> int:
        """Return the number of things to do now: requests, and own tasks that are late or due within a week."""
        return self.asked + self.late + self.soon

    @property
    def when(self) -> str:
        """Return “this week”, unless everything is needed later."""
        return "" if self.asked_later else " this week"


def workload_sentence(workload: Workload) -> str:
    """Return “Rosa, three things this week.” The first case that applies."""
    if workload.nothing_yet:
        return f"Nothing for you to do yet, {workload.name}. That’s how it should feel."
    if workload.this_week >= A_LOT and not workload.asked_later:
        return f"{workload.name}, a full week: {count_of(workload.this_week, 'thing')}. One at a time."
    if workload.this_week:
        return f"{workload.name}, {count_of(workload.this_week, 'thing')}{workload.when}."
    if workload.later:
        return f"Nothing has to be done this week, {workload.name}."
    if workload.finished:
        return f"You’re up to date, {workload.name}. Nothing is waiting for you."
    return f"Nothing is waiting for you, {workload.name}."


def second_sentence(workload: Workload) -> str:
    """Return how many need an answer, were planned for earlier or can wait; empty if nothing applies."""
    sentences = [
        asked_phrase(workload.asked, workload.this_week),
        late_phrase(workload.late + workload.asked_late, workload.this_week),
    ]
    if workload.later:
        more = (
            count_of(workload.later, "thing").capitalize()
            if not workload.this_week
            else f"{number_word(workload.later)} more"
        )
        sentences.append(f"{more.capitalize()} can wait.")
    if workload.finished and not workload.this_week:
        sentences.append(f"You finished {count_of(workload.finished, 'thing')} in the last seven days.")
    return " ".join(part for part in sentences if part)


def asked_phrase(number: int, of: int) -> str:
    """Return how many of them need the reader's answer; empty for none."""
    if not number:
        return ""
    if number == of:
        return "It needs your answer." if number == 1 else "They need your answer."
    return f"{number_word(number).capitalize()} of them {'needs' if number == 1 else 'need'} your answer."


def late_phrase(number: int, of: int) -> str:
    """Return how many of them were planned for earlier; empty for none."""
    if not number:
        return ""
    if number == of:
        return "It was planned for earlier." if number == 1 else "They were planned for earlier."
    return (
        f"{number_word(number).capitalize()} of them {'was' if number == 1 else 'were'} planned for earlier."
    )


def due_words(due: date | None, today: date) -> str:
    """Return “Today”, “Tomorrow” or “Fri 27 Nov”; for a past day “Planned for Fri 20 Nov, still open”."""
    if due is None:
        return ""
    if due < today:
        return f"Planned for {day(due, today)}, still open"
    return {today: "Today", today + timedelta(days=1): "Tomorrow"}.get(due, day(due, today))
