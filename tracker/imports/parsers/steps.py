"""Steps out of checklist items and subtasks, which often hold more than a step can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.limits import DETAILS, STEP_TITLE
from tracker.imports.parsers.notes import Remarks
from tracker.imports.parsers.plan import PlannedStep
from tracker.imports.parsers.text import fit_key, fit_title, paragraphs, plain_line


@dataclass(frozen=True)
class Item:
    """A checklist item or a subtask as the file has it."""

    key: str
    title: str
    done: bool = False
    owner: str = ""
    due: date | None = None
    notes: str = ""

    def step(self) -> PlannedStep:
        return PlannedStep(fit_key(self.key) or None, fit_title(self.title, STEP_TITLE)[0], self.done)

    def rest(self) -> str:
        """What the step cannot hold: a very long title, an owner, a due date, notes. Often nothing."""
        title, full = fit_title(self.title, STEP_TITLE)
        facts = ", ".join(
            fact for fact in (plain_line(self.owner), f"due {self.due}" if self.due else "") if fact
        )
        notes = paragraphs(self.notes)
        if not (full or facts or notes):
            return ""
        first = f"Step: {full or title}" + (f" ({facts})" if facts else "")
        return f"{first}\n\n{notes}" if notes else first


def details_with(full_title: str, details: str, items: Sequence[Item], remarks: Remarks) -> str:
    """A task's details: its whole title if that was cut, its own text, then what its steps could not hold."""
    rests = [rest for item in items if (rest := item.rest())]
    for _ in rests:
        remarks.add(
            "1 step has an owner, a due date, notes or a long title; see the end of the details.",
            "{n} steps have an owner, a due date, notes or a long title; see the end of the details.",
        )
    if full_title:
        remarks.add(
            "1 title is longer than 200 letters; the full title is at the top of the details.",
            "{n} titles are longer than 200 letters; the full titles are at the top of the details.",
            full_title,
        )
    return "\n\n".join(text for text in (full_title, paragraphs(details), *rests) if text)


def check_details(details: str, row: int, problems: Problems) -> None:
    """The parts together may be longer than each of them was allowed to be."""
    if len(details) > DETAILS:
        problems.add(
            row, f"its text and that of its steps come to {len(details):,} letters; {DETAILS:,} is the most."
        )
