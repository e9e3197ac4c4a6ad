"""The state of the goals in one sentence, and a count of the goals in a second one. Pure.

Each sentence follows from its facts: none promises a call, a reason or an action that nobody wrote down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.foundation.text.formatting import number_word
from tracker.roadmap.presentation.wording import later_word


class Standing(StrEnum):
    """The standing of one goal as the reader sees it, in the order of the sentence."""

    DONE = "done"
    ON_TRACK = "on_track"
    WATCHED = "watched"
    LATER = "later"
    PAST_DATE = "past_date"
    ON_OTHERS = "on_others"
    ON_YOU = "on_you"
    TO_TALK_OVER = "to_talk_over"
    COMING = "coming"
    ASIDE = "aside"


SAID = {
    Standing.DONE: ("is done", "are done"),
    Standing.ON_TRACK: ("is on track", "are on track"),
    Standing.WATCHED: ("is on track with a close eye on it", "are on track with a close eye on them"),
    Standing.LATER: ("is now due later", "are now due later"),
    Standing.PAST_DATE: ("was planned for an earlier day", "were planned for an earlier day"),
    Standing.ON_OTHERS: ("is waiting on someone else", "are waiting on someone else"),
    Standing.ON_YOU: ("needs your answer", "need your answer"),
    Standing.TO_TALK_OVER: ("is waiting to be discussed", "are waiting to be discussed"),
    Standing.COMING: ("is coming up", "are coming up"),
    Standing.ASIDE: ("is set aside for now", "are set aside for now"),
}
MOVING = {Standing.DONE, Standing.ON_TRACK}
MANY = 4
"""From this number on, the first sentence does not count the answers needed."""


@dataclass(frozen=True)
class Facts:
    """The facts from which the first two sentences follow.

    name         the reader's first name; empty when nobody reads yet
    goals        the standing of each goal as the reader sees it
    asks         how many things wait for the reader's answer
    own_work     the reader has tasks of their own with a date in the next seven days, or late ones
    dates_later  how many promised dates moved to a later day in the last seven days
    dates_gone   how many promised dates were removed in the last seven days
    dates_passed how many open goals and tasks were planned for a day that has passed
    step_in      the COO set the client's health to Step in
    watched      the COO set the client's health to Watch
    upcoming     the letter lists work that comes next
    nothing_yet  the client has no goals and no tasks that the reader may see
    this_quarter the goals are those of this quarter, not all of them
    others       there are more goals, which are not among these
    unplanned    some of these goals have no quarter yet, and are counted with those of this one
    days_later   the number of days by which the one late goal is late
    """

    name: str = ""
    goals: Sequence[Standing] = ()
    asks: int = 0
    own_work: bool = False
    dates_later: int = 0
    dates_gone: int = 0
    dates_passed: int = 0
    step_in: bool = False
    watched: bool = False
    upcoming: bool = False
    nothing_yet: bool = False
    this_quarter: bool = True
    others: bool = False
    unplanned: bool = False
    days_later: int = 0

    @property
    def scope(self) -> str:
        """Return which goals are counted; empty if these are all."""
        return self.period if self.others else ""

    @property
    def period(self) -> str:
        if not self.this_quarter:
            return ""
        return " at present" if self.unplanned else " this quarter"

    @property
    def to_name(self) -> str:
        return f", {self.name}" if self.name else ""


def opening_sentence(facts: Facts) -> str:
    """Return how the work goes and how much is asked. The first case that applies."""
    to_name = facts.to_name
    if facts.nothing_yet:
        return f"Nothing for you to do yet{to_name}. That’s how it should feel."
    if facts.step_in:
        return f"Some things need extra care right now{to_name}. {what_follows(facts)}".rstrip()
    steady = how_steady(facts)
    if facts.asks >= MANY:
        return f"Several things need your answer{to_name}. The first three are here."
    if facts.asks:
        return f"{steady}{to_name}. {answers(facts.asks)}"
    if facts.dates_later or facts.dates_gone:
        return f"{steady}{to_name}. {moved(facts)}"
    if facts.dates_passed:
        return f"{without_asks(facts, steady)}. {passed(facts.dates_passed)} {nothing_asked(facts)}"
    return f"{without_asks(facts, steady)}. {nothing_asked(facts)}"


def how_steady(facts: Facts) -> str:
    """Return how steady the work is; never steady if more than half of the open goals are past their date."""
    going_on = [each for each in facts.goals if each not in (Standing.DONE, Standing.ASIDE)]
    if going_on.count(Standing.PAST_DATE) * 2 > len(going_on):
        return "Things take longer than planned"
    unsteady = facts.watched or facts.dates_later or facts.dates_gone or facts.dates_passed
    return "Mostly steady" if unsteady else "Things are steady"


def without_asks(facts: Facts, steady: str) -> str:
    """Return the sentence for when nothing is asked and no promised date moved later or was removed."""
    goals, aside = set(facts.goals) - {Standing.ASIDE}, facts.goals.count(Standing.ASIDE)
    if not goals:
        return f"Things are quiet{facts.to_name}"
    if goals == {Standing.DONE}:
        which = f" but the {number_word(aside)} set aside" if aside else facts.period
        return f"Every goal{which} is done{facts.to_name}"
    if goals <= MOVING and not facts.watched:
        return f"Every goal{facts.scope} is {'on track' if len(goals) == 1 else 'done or on track'}{facts.to_name}"
    return f"{steady}{facts.to_name}"


def what_follows(facts: Facts) -> str:
    """Return what the page shows next; empty if it shows nothing."""
    if facts.asks >= MANY:
        return "Several things need your answer. The first three are here."
    if facts.asks:
        return answers(facts.asks)
    return "Here is what comes next." if facts.upcoming else ""


def answers(asks: int) -> str:
    return (
        "One thing needs your answer."
        if asks == 1
        else f"{number_word(asks).capitalize()} things need your answer."
    )


def nothing_asked(facts: Facts) -> str:
    """Say that nothing is asked; to a reader with dated work of their own, only that no answer is needed."""
    return "No answer is needed from you." if facts.own_work else "Nothing needs you."


def moved(facts: Facts) -> str:
    """Return what happened to promised dates in the last seven days."""
    later, gone = facts.dates_later, facts.dates_gone
    parts = [f"{dates(later)} moved to a later day"] if later else []
    if gone:
        count = number_word(gone) if later else dates(gone)
        parts.append(f"{count} {'was' if gone == 1 else 'were'} taken away")
    return f"{', '.join(parts)}."


def passed(number: int) -> str:
    return f"{dates(number)} {'has' if number == 1 else 'have'} passed."


def dates(number: int) -> str:
    return "One date" if number == 1 else f"{number_word(number).capitalize()} dates"


def goal_count(facts: Facts) -> str:
    """Of your four goals, two are on track, one is now due a week later, one needs your answer. They add up."""
    told = Counter(facts.goals)
    phrases = [opening_phrase(told[each], each, facts.days_later) for each in Standing if told[each]]
    total = len(facts.goals)
    if len(phrases) > 1:
        return f"Of your {number_word(total)} goals{facts.scope}, {', '.join(phrases)}."
    if not phrases:
        return ""
    _, _, rest = phrases[0].partition(" ")
    which = {1: "Your goal", 2: "Both of your goals"}.get(total, f"All {number_word(total)} of your goals")
    return f"{which}{facts.scope} {rest}."


def opening_phrase(number: int, standing: Standing, days_later: int) -> str:
    one, many = SAID[standing]
    if standing == Standing.LATER and number == 1 and days_later:
        one = f"is now due {later_word(days_later).lower()}"
    return f"{number_word(number)} {one if number == 1 else many}"
