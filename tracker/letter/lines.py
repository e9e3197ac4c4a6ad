"""The contents of the letter's lines, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import url_for

from tracker.clients.models import Client
from tracker.letter.addressee import Addressee
from tracker.letter.phrases import plain_day
from tracker.letter.sentence import Facts, goal_count, opening_sentence
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Status

SHOWN_ASKS = 3
TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Request:
    """Something that waits for the reader: what, why, until when, and what the button does."""

    work: Goal | Task
    why: str
    when: str
    replied: str = ""
    """“You replied today”: the reader commented, and an answer is still needed."""
    ends_it: bool = False
    """A task that nobody else owns: the reader's answer completes it."""

    @property
    def is_proposal(self) -> bool:
        """Whether it is a goal not agreed yet, which the reader may agree to or discuss."""
        return isinstance(self.work, Goal) and self.work.awaits_decision

    @property
    def is_task(self) -> bool:
        return isinstance(self.work, Task)

    @property
    def button(self) -> str:
        """Return the button's label: completes the reader's task, ends their part of others' work, or agrees."""
        if self.is_proposal:
            return "Go with it"
        return "It’s done" if self.ends_it else "I’ve done my part"

    @property
    def status(self) -> Status:
        """Return the status that the button sets."""
        return Status.DONE if self.ends_it else Status.ON_TRACK

    @property
    def talk_url(self) -> str:
        return url_for("client.approval.talk_over", number=self.work.number)

    @property
    def answer_url(self) -> str:
        if self.is_proposal:
            return url_for("client.approval.agree", number=self.work.number)
        room = "tasks" if self.is_task else "goals"
        return url_for(f"client.{room}.change_status", number=self.work.number)

    @property
    def url(self) -> str:
        room = "tasks" if self.is_task else "goals"
        return url_for(f"client.{room}.show", number=self.work.number)


@dataclass(frozen=True)
class FinishedLine:
    """Something finished this week, and by whom."""

    title: str
    who: str
    day: date
    is_goal: bool = False


@dataclass(frozen=True)
class MovedDate:
    """A date that moved: from, to, why, and whether it is a later day now."""

    title: str
    was: str
    now: str
    why: str
    is_later: bool


@dataclass(frozen=True)
class Discussion:
    """A proposed goal that a CEO wants to discuss first: who, when, and their words."""

    goal: Goal
    who: str
    when: str
    words: str

    @property
    def url(self) -> str:
        return url_for("client.goals.show", number=self.goal.number)

    @property
    def agree_url(self) -> str:
        return url_for("client.approval.agree", number=self.goal.number)


@dataclass(frozen=True)
class UpcomingTask:
    """A task due soon, its day and its owner."""

    task: Task
    day: str
    who: str
    is_readers: bool = False


@dataclass(frozen=True)
class LetterGoal:
    """A goal of this quarter, counted."""

    goal: Goal
    status: str
    word: str
    progress: Progress
    line: str
    measure: str = ""


@dataclass(frozen=True)
class Letter:
    """Everything on the page."""

    client: Client
    today: date
    reader: Addressee
    facts: Facts
    coos: str
    vision_from: str = ""
    discussions: list[Discussion] = field(default_factory=list)
    asks: list[Request] = field(default_factory=list)
    moved: list[FinishedLine] = field(default_factory=list)
    dates: list[MovedDate] = field(default_factory=list)
    late: list[UpcomingTask] = field(default_factory=list)
    upcoming: list[UpcomingTask] = field(default_factory=list)
    aims: list[LetterGoal] = field(default_factory=list)
    all: Progress = field(default_factory=Progress)

    @property
    def hello(self) -> str:
        return opening_sentence(self.facts)

    @property
    def count(self) -> str:
        return goal_count(self.facts)

    @property
    def nothing_asked(self) -> str:
        """Return the words under “Needs you” if nothing is asked."""
        if self.discussions:
            return "Nothing to answer. What is to be discussed is below."
        return "Nothing to answer." if self.facts.own_work else "Nothing."

    @property
    def tell_button(self) -> str:
        """Return “Tell Dana” or “Tell Dana and Ash”."""
        return f"Tell {self.coos.partition(',')[0]}" if self.coos else "Tell your COO"

    @property
    def nothing_next(self) -> str:
        """Return the words under “What’s next” if it is empty; another part of the page may mention a date."""
        asked = [ask.work.due if isinstance(ask.work, Task) else ask.work.done_by for ask in self.asks]
        goals = [aim.goal.done_by for aim in self.aims if not aim.goal.is_done]
        last = self.today + TWO_WEEKS
        named = any(day is not None and self.today <= day <= last for day in [*asked, *goals])
        return f"Nothing {'else ' if named else ''}has a date in the next two weeks."

    @property
    def is_own_vision(self) -> bool:
        """Whether the reader wrote the vision; only its author is asked whether it is still true."""
        return self.client.vision_by_id in (None, self.reader.seat.person_id)

    @property
    def vision_day(self) -> str:
        return plain_day(self.client.vision_on, self.today) if self.client.vision_on else ""

    @property
    def first_asks(self) -> list[Request]:
        return self.asks[:SHOWN_ASKS]

    @property
    def other_asks(self) -> list[Request]:
        return self.asks[SHOWN_ASKS:]
