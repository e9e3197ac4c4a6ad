"""The line under a goal, or under the inbox, that adds the next task. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_urlsafe

from tracker.clients.short_names import short_name
from tracker.foundation.text.formatting import day
from tracker.roadmap.models import Goal
from tracker.roadmap.models.statuses import Kind, Visibility
from tracker.roadmap.presentation.name_matching import PersonRef
from tracker.roadmap.presentation.wording import Audience, kind_word
from tracker.roadmap.quick_add.tokens import ParsedLine, ParsedToken, Problem

PIECE_ICONS = {"owner": "people", "due": "cal", "kind": "flag", "visibility": "lock"}


@dataclass(frozen=True)
class AddLine:
    """A line to type in. Each has a key of its own, so that sending it twice adds one task."""

    goal: Goal | None = None
    title: str = ""
    error: str = ""
    has_focus: bool = False
    for_leads: bool = False
    """Whether “Who sees it” is set to CEO and COO. It stays so until it is changed or the page is loaded."""
    key: str = field(default_factory=lambda: token_urlsafe(9))

    @property
    def dom_name(self) -> str:
        """Its id on a page: “goal-3-add” or “inbox-add”."""
        return line_name(self.number)

    @property
    def number(self) -> int | str:
        """The goal's number as the form sends it; empty for the inbox."""
        return self.goal.number if self.goal else ""

    def is_under(self, goal: Goal | None) -> bool:
        """Whether it is the line of this goal, or for None of the inbox."""
        return self.number == (goal.number if goal else "")


def line_name(number: int | str | None) -> str:
    """Return the id of a goal's line on a page."""
    return f"goal-{number}-add" if number else "inbox-add"


@dataclass(frozen=True)
class LinePreview:
    """The text under a line while it is typed: how it is read, and the problems with it."""

    name: str
    line: ParsedLine
    today: date
    audience: Audience
    leads: str
    """The CEO and the COO by their first names."""

    @property
    def dom_name(self) -> str:
        """Its id on a page: that of its line with “-read”, such as “goal-3-add-read”."""
        return f"{self.name}-read"

    @property
    def chips(self) -> list[tuple[ParsedToken, str, str]]:
        """The quick words that were read, each with its icon and its label."""
        pieces = self.line.pieces
        return [(piece, PIECE_ICONS[piece.what], token_label(piece, self)) for piece in pieces]

    @property
    def problems(self) -> Sequence[Problem]:
        """The reasons why the line would be refused, with suggestions; empty if it would not."""
        return self.line.problems

    @property
    def dates_to_confirm(self) -> list[tuple[str, str]]:
        """The dates that figures in the title could be (“Fri 4 Dec”), each with the line that uses it."""
        offer = self.line.date_offer
        return [(day(due, self.today), line) for due, line in offer.choices] if offer else []


def token_label(piece: ParsedToken, preview: LinePreview) -> str:
    """Return the label of quick words: “Rosa Delgado”, “Fri 27 Nov”, “Build”, “Marco and Dana only”."""
    value = piece.value
    if isinstance(value, Visibility):
        return f"{preview.leads} only"
    if isinstance(value, Kind):
        return kind_word(value, preview.audience)
    if isinstance(value, date):
        return day(value, preview.today)
    return value.name if isinstance(value, PersonRef) else value


def added_message(line: ParsedLine, today: date, audience: Audience, only: str = "") -> str:
    """Return the toast, with the quick words that were read: “Task added: Rosa, by Fri 27 Nov, build”.

    `only` names the people who see it, if not everyone does.
    """
    owner = line.owner
    facts = [
        short_name(owner.name) if isinstance(owner, PersonRef) else owner or "",
        f"by {day(line.due, today)}" if line.due else "",
        kind_word(line.kind, audience).lower() if line.kind else "",
        f"{only} only" if only else "",
    ]
    facts_read = ", ".join(fact for fact in facts if fact)
    return f"Task added: {facts_read}" if facts_read else "Task added"
