"""Turns checklist items and subtasks into steps; what a step cannot hold goes to the task's details."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.limits import DETAILS, STEP_TITLE
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.plan import PlannedStep
from tracker.imports.parsers.text import fit_key, fit_title, paragraphs, plain_line


@dataclass(frozen=True)
class Item:
    """A checklist item or subtask as the file has it."""

    key: str
    title: str
    done: bool = False
    owner: str = ""
    due: date | None = None
    notes: str = ""

    def step(self) -> PlannedStep:
        """Return the step, with its title cut to fit."""
        return PlannedStep(fit_key(self.key) or None, fit_title(self.title, STEP_TITLE)[0], self.done)

    def rest(self) -> str:
        """Return the part a step cannot hold: a very long title, an owner, a due date, notes; or blank."""
        title, full = fit_title(self.title, STEP_TITLE)
        facts = ", ".join(
            fact for fact in (plain_line(self.owner), f"due {self.due}" if self.due else "") if fact
        )
        notes = paragraphs(self.notes)
        if not (full or facts or notes):
            return ""
        first = f"Step: {full or title}" + (f" ({facts})" if facts else "")
        return f"{first}\n\n{notes}" if notes else first


def details_with(full_title: str, details: str, items: Sequence[Item], notes: Notes) -> str:
    """Return a task's details: its full title if that was cut, its own text, then the rest of its steps."""
    rests = [rest for item in items if (rest := item.rest())]
    for _ in rests:
        notes.add(
            "1 step has an owner, a due date, notes or a long title; see the end of the details.",
            "{n} steps have an owner, a due date, notes or a long title; see the end of the details.",
        )
    if full_title:
        notes.add(
            "1 title is longer than 200 letters; the full title is at the top of the details.",
            "{n} titles are longer than 200 letters; the full titles are at the top of the details.",
            full_title,
        )
    return "\n\n".join(text for text in (full_title, paragraphs(details), *rests) if text)


def check_details(details: str, row: int, problems: Problems) -> None:
    """Collect a problem if the details are too long once their parts are joined."""
    if len(details) > DETAILS:
        problems.add(
            row, f"its text and that of its steps come to {len(details):,} letters; {DETAILS:,} is the most."
        )
