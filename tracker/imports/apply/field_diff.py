"""The values of a goal, task or step in a file, as texts that can be compared field by field. Pure.

`SourceValues` holds one text for each field. A blank status or kind means the default one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from tracker.imports.parsers.plan import PlannedGoal, PlannedStep, PlannedTask

Level = Literal["goal", "task", "step"]
SourceValues = dict[str, str]

USUAL = {"status": "not_started", "kind": "build", "done": "no", "seen_by": "all"}
FIELD_LABELS = {
    "title": "title",
    "why": "why",
    "owner": "owner",
    "due": "date",
    "status": "status",
    "details": "details",
    "kind": "kind",
    "goal": "goal",
    "done": "tick",
    "seen_by": "seen by",
}
LONG = 300
"""Longer texts are kept as a digest, which is enough to see that they changed."""


def day_text(day: date | None) -> str:
    """Return the date in ISO format; blank for None."""
    return day.isoformat() if day else ""


def text_or_digest(text: str) -> str:
    """Return the text, or the digest of a long one."""
    return text if len(text) <= LONG else f"sha256:{sha256(text.encode()).hexdigest()}"


def person_text(name: str, email: str) -> str:
    """Return a person as files name them: Rosa Delgado <rosa@fornello.example>."""
    return f"{name} <{email}>".strip() if email else name


def same_person(one: str, other: str) -> bool:
    """Whether both texts mean the same person: they share the address or the whole name."""
    if not one or not other:
        return one == other
    (name, email), (name_too, email_too) = split_person(one), split_person(other)
    if email and email == email_too:
        return True
    return bool(name) and name == name_too


def split_person(text: str) -> tuple[str, str]:
    """Return name and address, case-folded; each is blank if the text does not hold it."""
    line = " ".join(text.casefold().split())
    if "<" in line:
        name, _, email = line.removesuffix(">").rpartition("<")
        return name.strip(), email.strip()
    return ("", line) if "@" in line and " " not in line else (line, "")


def values_of_goal(goal: PlannedGoal) -> SourceValues:
    """Return the goal's texts by field; dates are in ISO format."""
    return {
        "title": goal.title,
        "why": goal.why,
        "owner": person_text(goal.owner_name, goal.owner_email),
        "due": day_text(goal.due),
        "status": goal.status or "",
    }


def values_of_task(task: PlannedTask, goal_key: str) -> SourceValues:
    """Return the task's texts by field. `goal_key` is its goal's key; readers only if the file names them."""
    seen_by: SourceValues = {"seen_by": task.seen_by} if task.seen_by else {}
    return {
        **seen_by,
        "title": task.title,
        "details": text_or_digest(task.details),
        "kind": task.kind or "",
        "owner": person_text(task.owner_name, task.owner_email),
        "due": day_text(task.due),
        "status": task.status or "",
        "goal": goal_key,
    }


def values_of_step(step: PlannedStep) -> SourceValues:
    """Return the step's texts by field: its title, and `yes` or `no` for its tick."""
    return {"title": step.title, "done": "yes" if step.done else "no"}


def value_meant(field: str, text: str) -> str:
    """Return the value a record gets from this text: a blank one means the default."""
    return text or USUAL.get(field, "")


Verdict = Literal["same", "changes", "kept", "ours"]
"""same: no difference · changes: only the file changed it · kept: both did · ours: only we did."""


@dataclass(frozen=True)
class Field:
    """A field: the file's value now, its value at the last import, and our value."""

    name: str
    now: str
    before: str
    here: str
    stays: bool = False
    """Whether our value stays even if only the file changed it."""

    def is_here(self, text: str) -> bool:
        """Whether our value is the one that this text means."""
        wanted = value_meant(self.name, text)
        return same_person(wanted, self.here) if self.name == "owner" else wanted == self.here

    @property
    def verdict(self) -> Verdict:
        """Whether it follows the file: only if the file changed it and we did not, to keep our work.

        A file never shows a task to more people.
        """
        if self.is_here(self.now):
            return "same"
        if self.now == self.before:
            return "ours"
        if self.stays or (self.name == "seen_by" and self.here == "leads"):
            return "kept"
        return "changes" if self.is_here(self.before) else "kept"


def compare_fields(now: SourceValues, before: Mapping[str, str], here: Mapping[str, str]) -> list[Field]:
    """Return a field for each value of the file: now, at its last import (`before`), and here."""
    return [Field(name, text, before.get(name, ""), here.get(name, "")) for name, text in now.items()]
