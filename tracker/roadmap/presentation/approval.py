"""A goal's approval in words for a reader, the reader's options, and the readers of a task. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.clients.models import LEAD_ROLES, Role, Seat
from tracker.clients.short_names import short_name
from tracker.foundation.text.formatting import count_of, day, join_names, number_word
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState


@dataclass(frozen=True)
class DiscussionRequest:
    """The last time a CEO asked to discuss a proposed goal first: the person and their text."""

    person_id: int | None
    name: str
    words: str


@dataclass(frozen=True)
class ApprovalView:
    """The approval of a goal for a reader; `seats` are everybody with access."""

    goal: Goal
    seat: Seat
    seats: Sequence[Seat]
    discussion: DiscussionRequest | None = None

    @property
    def ceos(self) -> str:
        """The first name of the CEO, or of both if there are two."""
        return all_ceos(seat for seat in self.seats if seat.role == Role.CEO)

    @property
    def coos(self) -> str:
        """The first names of the COOs, or “Your COO”."""
        return all_ceos(seat for seat in self.seats if seat.role == Role.COO) or "Your COO"

    @property
    def is_mine(self) -> bool:
        """Whether the reader decides, as the CEO."""
        return self.seat.role == Role.CEO

    @property
    def words(self) -> str:
        """The state of the approval in a few words; empty if it is agreed."""
        if self.goal.is_draft:
            return f"Draft, only {self.drafters} it"
        if not self.goal.is_proposed:
            return ""
        if not self.goal.is_open:
            return "Proposed, not agreed"
        if self.goal.is_to_discuss and self.discussion and self.may_read_discussion:
            if self.discussion.person_id == self.seat.person_id:
                return f"You want to discuss this with {self.coos} first"
            with_whom = f" with {self.coos}" if self.is_mine else ""
            who = short_name(self.discussion.name, self.discussion.person_id)
            return f"{who} wants to discuss this{with_whom} first"
        if self.is_mine:
            return f"{self.coos} proposed this goal"
        if self.seat.role != Role.COO:
            return "Proposed, not agreed yet"
        return (
            f"Proposed. It needs an answer from {any_ceo(self.seats)}"
            if self.ceos
            else "Proposed. Nobody has access as CEO"
        )

    @property
    def discussion_words(self) -> str:
        """The CEO's text about the request to discuss it, for those who may read it."""
        return (
            self.discussion.words
            if self.discussion and self.goal.is_to_discuss and self.may_read_discussion
            else ""
        )

    @property
    def may_read_discussion(self) -> bool:
        """Whether the reader may read it, as CEO or COO."""
        return self.seat.is_lead

    @property
    def before_proposing(self) -> str:
        """The note for a COO that a draft's history and comments stay hidden after it is proposed."""
        if not (self.goal.is_draft and self.drafts):
            return ""
        shown = "If you propose it, the goal and its tasks are shown as they are."
        return f"{shown} Their history and comments until now stay with the COOs."

    @property
    def drafters(self) -> str:
        """The people who see a draft: “you see”, “you and Ash see”."""
        others = [seat for seat in self.seats if seat.role == Role.COO and seat.id != self.seat.id]
        return f"you and {all_ceos(others)} see" if others else "you see"

    @property
    def drafts(self) -> bool:
        """Whether the reader may draft and propose goals, as COO."""
        return self.seat.role == Role.COO

    @property
    def may_agree(self) -> bool:
        """Whether the reader may agree: the CEO, or a COO without a CEO. A closed goal needs no answer."""
        return self.goal.is_open and (self.is_mine or (self.drafts and not self.ceos))

    @property
    def propose(self) -> str:
        """The label of the button that proposes it; empty if it is proposed and not answered yet.

        “Again” only for a proposed goal: one that is agreed may never have been proposed.
        """
        if not self.drafts or (self.goal.is_proposed and not self.goal.discussion_requested_at):
            return ""
        again = " again" if self.goal.is_proposed else ""
        return f"Propose it to {self.ceos}{again}" if self.ceos else f"Propose it{again}"


def approval_states(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    """Return the approval states a COO may give a new goal. “Agreed” is the CEO's, if there is one."""
    ceos = all_ceos(each for each in seats if each.role == Role.CEO)
    found = [
        (ApprovalState.DRAFT, "A draft for now"),
        (ApprovalState.PROPOSED, f"Propose it to {ceos}" if ceos else "Proposed"),
    ]
    return [(str(key), word) for key, word in found] + (
        [] if ceos else [(str(ApprovalState.AGREED), "Agreed already")]
    )


def all_ceos(seats: Iterable[Seat]) -> str:
    """Return the first names: “Marco”, or “Marco and Carla”."""
    return list_up_to([short_name(seat) for seat in sorted(seats, key=lambda seat: seat.number)])


def any_ceo(seats: Iterable[Seat]) -> str:
    """Return the CEOs, one of whom is enough: “Marco”, or “Marco or Carla”."""
    ceos = sorted((seat for seat in seats if seat.role == Role.CEO), key=lambda seat: seat.number)
    return join_names([short_name(seat) for seat in ceos], "or")


def names_up_to(names: Sequence[Seat | str], most: int = 6) -> str:
    """Return the short names: “Rosa, Priya and Luca”; longer lists end in a number."""
    return list_up_to([short_name(name) for name in names], most)


def list_up_to(first: Sequence[str], most: int = 6) -> str:
    """Return the names as a list that has at most `most` parts; the last is then a number."""
    if len(first) > most:
        left = len(first) - most + 1
        first = [*first[: most - 1], f"{number_word(left)} others"]
    return join_names(first)


def task_readers(task: Task, seats: Iterable[Seat]) -> list[Seat]:
    """Return the seats that may read a task: fewer if its goal is a draft, or if it is for CEO and COO."""
    roles = {Role.COO} if task.in_draft() else LEAD_ROLES if task.is_for_leads else set(Role)
    return [seat for seat in seats if seat.role in roles]


@dataclass(frozen=True)
class BeforeSharing:
    """The parts of a task that sharing it shows and does not show, in words."""

    shown: str
    comments: str
    """The choice to show the comments, too; empty if there are none."""
    kept: str


def before_sharing(task: Task, steps: int, seats: Sequence[Seat]) -> BeforeSharing:
    """Return the parts that others will read if this task is shared, and those that stay hidden."""
    parts = ["its title"]
    parts += ["details"] if task.details else []
    parts += ["status"] if not task.status_reason else ["status with its reason"]
    parts += ["owner"] if task.owner else []
    parts += ["date"] if task.due else []
    parts += [f"first date ({day(task.original_due)})"] if task.date_moved else []
    parts += [count_of(steps, "step")] if steps else []
    until = ", once its goal is proposed" if task.in_draft() else ""
    many = task.comments_for_leads
    choice = f"Show the {count_of(many, 'comment')} written until now, too" if many else ""
    them = "comments unless you choose to show them" if many > 1 else "comment unless you choose to show it"
    others = names_up_to([seat for seat in seats if not seat.is_lead])
    return BeforeSharing(
        f"{others or 'Everyone who gets access'} will see the task as it is now: {join_names(parts)}{until}.",
        choice,
        f"Only {leads_by_name(seats)} can read its history until now{f', and its {them}' if many else ''}.",
    )


def leads_by_name(seats: Iterable[Seat]) -> str:
    """Return the short names, the CEO’s first: “Marco and Dana”."""
    found = [seat for seat in seats if seat.is_lead]
    found.sort(key=lambda seat: (seat.role != Role.CEO, seat.number))
    return names_up_to(found)
