"""The lines of the letter, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import url_for

from tracker.clients.models import Client
from tracker.clients.short_names import short_name
from tracker.foundation.text.formatting import plain_day
from tracker.letter.addressee import Addressee
from tracker.letter.phrases import short_day
from tracker.letter.sentence import Facts, goal_count, opening_sentence
from tracker.letter.task_rows import TaskRow
from tracker.roadmap.models import Goal
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Status

SHOWN_ASKS, SHOWN_LINES, NAMED_LATE = 3, 8, 3
"""How many requests, lines of a list, and late tasks a letter shows; the others are counted."""
NEXT_TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Request:
    """Work that waits for the reader: the reason, the dates, and the effect of its button."""

    work: Goal | TaskRow
    why: str
    when: str
    wrote: str = ""
    """“You wrote today.”: the last writer, if the reader has commented since the task has been waiting."""
    is_readers_word: bool = False
    """Whether the newest comment is the reader's."""
    ends_it: bool = False
    """Whether it is a task without another owner; the reader's answer then completes it."""

    @property
    def is_proposal(self) -> bool:
        """Whether it is a goal that the reader may agree to or discuss."""
        return isinstance(self.work, Goal) and self.work.awaits_decision

    @property
    def is_task(self) -> bool:
        """Whether it is a task, not a goal."""
        return isinstance(self.work, TaskRow)

    @property
    def button(self) -> str:
        """Return the label of the button that completes the task, ends the reader's part, or agrees."""
        if self.is_proposal:
            return "Go with it"
        return "It’s done" if self.ends_it else "I’ve done my part"

    @property
    def read_button(self) -> str:
        """Return the label of the link to it. Goals have no comments, so theirs offers no reply."""
        return "Read and reply" if self.is_task else "Read it"

    @property
    def how_to_end(self) -> str:
        """Return how to end the request after the reader's comment, which alone does not; otherwise empty."""
        return f"If that was your answer, press “{self.button}”." if self.is_readers_word else ""

    @property
    def status(self) -> Status:
        """Return the status that the button sets."""
        return Status.DONE if self.ends_it else Status.ON_TRACK

    @property
    def discussion_url(self) -> str:
        """Return the address that asks to discuss a proposal first."""
        return url_for("client.approval.request_discussion", number=self.work.number)

    @property
    def answer_url(self) -> str:
        """Return the address the button posts to: agreeing to a proposal, or setting a status."""
        if self.is_proposal:
            return url_for("client.approval.agree", number=self.work.number)
        blueprint = "tasks" if self.is_task else "goals"
        return url_for(f"client.{blueprint}.change_status", number=self.work.number)

    @property
    def url(self) -> str:
        """Return the address of the goal or task."""
        blueprint = "tasks" if self.is_task else "goals"
        return url_for(f"client.{blueprint}.show", number=self.work.number)


@dataclass(frozen=True)
class FinishedLine:
    """Work finished in the last seven days, and by whom."""

    title: str
    who: str
    day: date
    is_goal: bool = False


@dataclass(frozen=True)
class MovedDate:
    """A promised date that moved: “is now due 22 December”, the old date, the reason.

    `is_later`: whether it is later or removed; `is_removed`: whether there is none now.
    """

    title: str
    words: str
    was: str
    why: str
    is_later: bool
    is_removed: bool


@dataclass(frozen=True)
class Discussion:
    """A proposed goal that a CEO wants to discuss first: the CEO, the day, and their words."""

    goal: Goal
    who: str
    when: str
    words: str

    @property
    def url(self) -> str:
        """Return the address of the goal."""
        return url_for("client.goals.show", number=self.goal.number)

    @property
    def agree_url(self) -> str:
        """Return the address that agrees to the goal after all."""
        return url_for("client.approval.agree", number=self.goal.number)


@dataclass(frozen=True)
class UpcomingTask:
    """A task with its day and owner."""

    task: TaskRow
    day: str
    who: str


@dataclass(frozen=True)
class LetterGoal:
    """A goal with its status, progress and date in the letter's wording."""

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
    addressee: Addressee
    facts: Facts
    coos: str
    vision_from: str = ""
    discussions: list[Discussion] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    moved: list[FinishedLine] = field(default_factory=list)
    """The first lines of finished work, of `moved_count`."""
    moved_count: int = 0
    dates: list[MovedDate] = field(default_factory=list)
    late: list[TaskRow] = field(default_factory=list)
    """Tasks past their date and, in `upcoming`, those due soon, without the requests."""
    upcoming: list[TaskRow] = field(default_factory=list)
    goals: list[LetterGoal] = field(default_factory=list)
    all: Progress = field(default_factory=Progress)

    @property
    def heading(self) -> str:
        """Return the opening sentence."""
        return opening_sentence(self.facts)

    @property
    def count(self) -> str:
        """Return the sentence that counts the goals; empty without goals."""
        return goal_count(self.facts)

    @property
    def nothing_asked(self) -> str:
        """Return the text under “Needs you” if nothing is asked."""
        if self.discussions:
            return "Nothing to answer. What is to be discussed is below."
        return "Nothing to answer." if self.facts.own_work else "Nothing."

    @property
    def goals_heading(self) -> str:
        """Return the heading of the goals; it names the quarter only if all of them have one."""
        return f"Your goals{'' if self.facts.of_other_quarters or not self.facts.this_quarter else ' this quarter'}"

    @property
    def tell_button(self) -> str:
        """Return “Tell Dana”, “Tell Dana and Ash” or “Tell your COO”."""
        return f"Tell {self.coos.partition(',')[0]}" if self.coos else "Tell your COO"

    @property
    def nothing_next(self) -> str:
        """Return the text under “What’s next” if it is empty.

        It allows for dates in other parts of the page.
        """
        asked = [ask.work.planned_date for ask in self.requests]
        goals = [letter_goal.goal.target_date for letter_goal in self.goals if letter_goal.goal.is_open]
        last = self.today + NEXT_TWO_WEEKS
        named = any(day is not None and self.today <= day <= last for day in [*asked, *goals])
        return f"Nothing {'else ' if named else ''}has a date in the next two weeks."

    @property
    def is_own_vision(self) -> bool:
        """Whether the reader wrote the vision. Only its author is asked whether it is still true."""
        return self.client.vision_by_id in (None, self.addressee.seat.person_id)

    @property
    def vision_day(self) -> str:
        """Return the day of the vision; empty if it has none."""
        return plain_day(self.client.vision_on, self.today) if self.client.vision_on else ""

    @property
    def first_requests(self) -> list[Request]:
        """Return the requests that are shown in full."""
        return self.requests[:SHOWN_ASKS]

    @property
    def other_requests(self) -> list[Request]:
        """Return the requests that are only named, with a link."""
        return self.requests[SHOWN_ASKS:]

    @property
    def first_upcoming(self) -> list[UpcomingTask]:
        """Return the tasks due soon that are shown."""
        addressee_seat_id = self.addressee.seat.id
        return [
            UpcomingTask(
                task,
                short_day(task.due or self.today, self.today),
                "You" if task.owner_seat_id == addressee_seat_id else short_name(task.assigned_to),
            )
            for task in self.upcoming[:SHOWN_LINES]
        ]

    @property
    def first_late(self) -> list[TaskRow]:
        """Return the late tasks that are named."""
        return self.late[:NAMED_LATE]
