"""How things stand in one sentence, and an honest count in a second one (DECISIONS 19). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.roadmap.words import counted, later_word


class Standing(StrEnum):
    """Where one goal stands, as its reader hears it; in the order they are told."""

    DONE = "done"
    ON_TRACK = "on_track"
    WATCHED = "watched"
    LATER = "later"
    ON_OTHERS = "on_others"
    ON_YOU = "on_you"
    TO_TALK_OVER = "to_talk_over"
    COMING = "coming"
    ASIDE = "aside"


SAID = {
    Standing.DONE: ("is done", "are done"),
    Standing.ON_TRACK: ("is on track", "are on track"),
    Standing.WATCHED: ("is on track and being watched", "are on track and being watched"),
    Standing.LATER: ("runs a little late", "run a little late"),
    Standing.ON_OTHERS: ("waits on somebody else", "wait on somebody else"),
    Standing.ON_YOU: ("waits for your word", "wait for your word"),
    Standing.TO_TALK_OVER: ("is for us to talk over", "are for us to talk over"),
    Standing.COMING: ("is coming up", "are coming up"),
    Standing.ASIDE: ("is set aside for now", "are set aside for now"),
}
MOVING = {Standing.DONE, Standing.ON_TRACK}


@dataclass(frozen=True)
class Facts:
    """All the sentence is told from. `name` is the reader's first name, empty when nobody reads yet."""

    name: str = ""
    goals: Sequence[Standing] = ()
    asks: int = 0
    dates_moved: int = 0
    step_in: bool = False
    days_later: int = 0  # of the goal that runs late, when there is just one

    @property
    def is_empty(self) -> bool:
        """Nothing has been agreed and nothing is asked."""
        return not self.goals and not self.asks

    @property
    def to_name(self) -> str:
        return f", {self.name}" if self.name else ""


def sentence(facts: Facts) -> str:
    """How it is and how much is asked. The first that fits is said."""
    to_name, goals = facts.to_name, set(facts.goals) - {Standing.ASIDE}
    if facts.is_empty:
        return f"Nothing for you to do yet{to_name}. That’s how it should feel."
    if facts.step_in:
        return f"A bumpy week{to_name}. Here is what we’re doing about it."
    if facts.asks >= 4:
        return f"Several things need your word{to_name}. The first three are here."
    if facts.asks >= 2:
        things = f"{counted(facts.asks).capitalize()} small things"
        return f"Things are steady{to_name}. {things} and your week is clear."
    if facts.asks == 1:
        return f"Things are steady{to_name}. One small thing and your week is clear."
    if facts.dates_moved:
        return f"Mostly steady{to_name}. {dates(facts.dates_moved)}"
    if goals == {Standing.DONE}:
        return f"Everything we set out to do is done{to_name}. Nothing needs you."
    if goals <= MOVING:
        return f"Everything is moving{to_name}. Nothing needs you."
    return f"Things are steady{to_name}. Nothing needs you."


def dates(moved: int) -> str:
    if moved == 1:
        return "One date moved, and I have it."
    return f"{counted(moved).capitalize()} dates moved, and I have them."


def goal_count(facts: Facts) -> str:
    """Two goals are on track, one runs a week late, one waits for your word. They add up to all goals."""
    told = Counter(facts.goals)
    phrases = [phrase(told[each], each, facts.days_later) for each in Standing if told[each]]
    if not phrases:
        return ""
    number, _, rest = phrases[0].partition(" ")
    noun = "goal" if number == "one" else "goals"
    return ", ".join([f"{number.capitalize()} {noun} {rest}", *phrases[1:]]) + "."


def phrase(number: int, standing: Standing, days_later: int) -> str:
    one, many = SAID[standing]
    if standing == Standing.LATER and number == 1 and days_later:
        one = f"runs {later_word(days_later).lower().removesuffix('r')}"
    return f"{counted(number)} {one if number == 1 else many}"
