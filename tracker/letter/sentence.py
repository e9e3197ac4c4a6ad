"""The opening sentence about the state of the work, and a second one that counts the goals. Pure.

Each sentence follows from its facts: none promises a call, a reason or an action that is not recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.foundation.text.formatting import number_word
from tracker.roadmap.presentation.wording import later_word


class Standing(StrEnum):
    """The state of a goal for the reader, in the order of the sentence."""

    DONE = "done"
    ON_TRACK = "on_track"
    WATCHED = "watched"
    LATER = "later"
    PAST_DATE = "past_date"
    ON_OTHERS = "on_others"
    WAITING = "waiting"
    ON_YOU = "on_you"
    TO_DISCUSS = "to_discuss"
    COMING = "coming"
    ASIDE = "aside"


SAID = {
    Standing.DONE: ("is done", "are done"),
    Standing.ON_TRACK: ("is on track", "are on track"),
    Standing.WATCHED: ("is on track, keeping an eye on it", "are on track, keeping an eye on them"),
    Standing.LATER: ("is now due later", "are now due later"),
    Standing.PAST_DATE: ("was planned for an earlier day", "were planned for an earlier day"),
    Standing.ON_OTHERS: ("is waiting on someone else", "are waiting on someone else"),
    Standing.WAITING: ("is waiting", "are waiting"),
    Standing.ON_YOU: ("needs your answer", "need your answer"),
    Standing.TO_DISCUSS: ("is waiting to be discussed", "are waiting to be discussed"),
    Standing.COMING: ("is coming up", "are coming up"),
    Standing.ASIDE: ("is set aside for now", "are set aside for now"),
}
MOVING = {Standing.DONE, Standing.ON_TRACK}
WAITING_STANDINGS = (Standing.ON_YOU, Standing.ON_OTHERS, Standing.WAITING)
MANY = 4
"""From this number on, the first sentence does not count the requests."""


@dataclass(frozen=True)
class Facts:
    """The facts from which both sentences follow.

    name         the reader's first name; empty for a future CEO
    goals        the standing of each goal for the reader
    requests     the number of things that wait for the reader's answer
    own_work     whether the reader has tasks of their own that are late or due in the next seven days
    dates_later  the number of promised dates that moved later in the last seven days
    dates_gone   the number of promised dates that were removed in the last seven days
    dates_passed the number of open goals and tasks whose date has passed, without the requests to the reader
    requests_late the number of requests to the reader whose date has passed, which are listed as requests
    step_in      whether the COO set the client's health to Step in
    watched      whether the COO set the client's health to Watch
    upcoming     whether the letter lists work that comes next
    nothing_yet  whether the client never had a goal or task that the reader may see
    had_goals    whether there are no goals now, but there were some
    this_quarter whether the goals are those of this quarter, not all of them
    others       whether there are more goals than these
    of_other_quarters  whether some of these goals have no quarter or an earlier one, and are open
    days_later   the largest number of days by which a goal's date moved later
    """

    name: str = ""
    goals: Sequence[Standing] = ()
    requests: int = 0
    own_work: bool = False
    dates_later: int = 0
    dates_gone: int = 0
    dates_passed: int = 0
    requests_late: int = 0
    step_in: bool = False
    watched: bool = False
    upcoming: bool = False
    nothing_yet: bool = False
    had_goals: bool = False
    this_quarter: bool = True
    others: bool = False
    of_other_quarters: bool = False
    days_later: int = 0

    @property
    def scope(self) -> str:
        """Return which goals are counted; empty if these are all."""
        return self.period if self.others else ""

    @property
    def period(self) -> str:
        """Return “ this quarter” or, with goals of other quarters among them, “ at present”.

        Empty if the goals are not those of this quarter only.
        """
        if not self.this_quarter:
            return ""
        return " at present" if self.of_other_quarters else " this quarter"

    @property
    def to_name(self) -> str:
        """Return the reader's name as the end of a clause: “, Marco”; empty for a future CEO."""
        return f", {self.name}" if self.name else ""


def opening_sentence(facts: Facts) -> str:
    """Return how the work goes and how much is asked, by the first case that applies."""
    to_name = facts.to_name
    if facts.nothing_yet:
        return f"Nothing for you to do yet{to_name}. That’s how it should feel."
    if facts.step_in:
        return f"Some things need extra care right now{to_name}. {next_part_phrase(facts)}".rstrip()
    steady = steadiness_phrase(facts)
    if facts.requests >= MANY:
        return f"Several things need your answer{to_name}. The first three are here."
    if facts.requests:
        return f"{steady}{to_name}. {answers_phrase(facts.requests)}"
    if facts.dates_later or facts.dates_gone:
        return f"{steady}{to_name}. {moved_dates_sentence(facts)}"
    if facts.dates_passed:
        passed = passed_dates_sentence(facts.dates_passed)
        return f"{without_asks(facts, steady)}. {passed} {nothing_asked_sentence(facts)}"
    return f"{without_asks(facts, steady)}. {nothing_asked_sentence(facts)}"


def steadiness_phrase(facts: Facts) -> str:
    """Return how steady the work is.

    Things take longer if most of the open goals are past their date and wait for nobody's answer.
    """
    going_on = [each for each in facts.goals if each not in (Standing.DONE, Standing.ASIDE)]
    if going_on.count(Standing.PAST_DATE) * 2 > len(going_on):
        return "Things take longer than planned"
    passed_dates = facts.dates_passed or facts.requests_late
    unsteady = facts.watched or facts.dates_later or facts.dates_gone or passed_dates
    return "Mostly steady" if unsteady else "Things are steady"


def without_asks(facts: Facts, steady: str) -> str:
    """Return the sentence if nothing is asked and no promised date moved later or was removed."""
    goals, aside = set(facts.goals) - {Standing.ASIDE}, facts.goals.count(Standing.ASIDE)
    if not goals:
        return f"Things are quiet{facts.to_name}"
    if goals == {Standing.DONE}:
        which = f" but the {number_word(aside)} set aside" if aside else facts.period
        return f"Every goal{which} is done{facts.to_name}"
    if goals <= MOVING and not facts.watched:
        return f"Every goal{facts.scope} is {'on track' if len(goals) == 1 else 'done or on track'}{facts.to_name}"
    return f"{steady}{facts.to_name}"


def next_part_phrase(facts: Facts) -> str:
    """Return what the page shows next; empty if nothing."""
    if facts.requests >= MANY:
        return "Several things need your answer. The first three are here."
    if facts.requests:
        return answers_phrase(facts.requests)
    return "Here is what comes next." if facts.upcoming else ""


def answers_phrase(asks: int) -> str:
    """Return “One thing needs your answer.” or “Two things need your answer.”, by their number."""
    return (
        "One thing needs your answer."
        if asks == 1
        else f"{number_word(asks).capitalize()} things need your answer."
    )


def nothing_asked_sentence(facts: Facts) -> str:
    """Return that nothing is asked; readers with dated work of their own read that no answer is needed."""
    return "No answer is needed from you." if facts.own_work else "Nothing needs you."


def moved_dates_sentence(facts: Facts) -> str:
    """Return “Two dates moved later and one was removed.”, for the last seven days."""
    later, gone = facts.dates_later, facts.dates_gone
    parts = [f"{dates_phrase(later)} moved later"] if later else []
    if gone:
        count = number_word(gone) if later else dates_phrase(gone)
        parts.append(f"{count} {'was' if gone == 1 else 'were'} removed")
    return f"{' and '.join(parts)}."


def passed_dates_sentence(number: int) -> str:
    """Return “One date has passed.” or “Two dates have passed.”, by their number."""
    return f"{dates_phrase(number)} {'has' if number == 1 else 'have'} passed."


def dates_phrase(number: int) -> str:
    """Return “One date” or “Two dates”, at the beginning of a sentence."""
    return "One date" if number == 1 else f"{number_word(number).capitalize()} dates"


def goal_count(facts: Facts) -> str:
    """Return the sentence that counts the goals by their standing; empty without goals.

    “Of your four goals, two are on track, one is now due a week later, one needs your answer.” The counts add
    up.
    """
    standings = Counter(facts.goals)
    phrases = [
        opening_phrase(standings[each], each, facts.days_later) for each in Standing if standings[each]
    ]
    total = len(facts.goals)
    if len(phrases) > 1:
        return f"Of your {number_word(total)} goals{facts.scope}, {', '.join(phrases)}."
    if not phrases:
        return ""
    _, _, rest = phrases[0].partition(" ")
    which = {1: "Your goal", 2: "Both of your goals"}.get(total, f"All {number_word(total)} of your goals")
    return f"{which}{facts.scope} {rest}."


def opening_phrase(number: int, standing: Standing, days_later: int) -> str:
    """Return “two are on track” or “one is now due a week later”."""
    one, many = SAID[standing]
    if standing == Standing.LATER and number == 1 and days_later:
        one = f"is now due {later_word(days_later).lower()}"
    return f"{number_word(number)} {one if number == 1 else many}"
