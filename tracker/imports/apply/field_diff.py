"""What a file says of a goal, a task or a step, field by field, as texts that can be compared. Pure.

`said` is a text a field. A blank one says nothing: of a status or a kind that means the usual one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from tracker.imports.parsers.plan import PlannedGoal, PlannedStep, PlannedTask

Level = Literal["goal", "task", "step"]
Said = dict[str, str]

USUAL = {"status": "not_started", "kind": "build", "done": "no"}
LABELS = {
    "title": "title",
    "why": "why",
    "owner": "owner",
    "due": "date",
    "status": "status",
    "details": "details",
    "kind": "kind",
    "goal": "goal",
    "done": "tick",
}
LONG = 300
"""Longer texts are kept as a fingerprint: to see that they changed is enough."""


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def short_mark(text: str) -> str:
    """The text, or the fingerprint of a long one."""
    return text if len(text) <= LONG else f"sha256:{sha256(text.encode()).hexdigest()}"


def person_text(name: str, email: str) -> str:
    """A person as a file names them: Rosa Delgado <rosa@fornello.example>."""
    return f"{name} <{email}>".strip() if email else name


def same_person(one: str, other: str) -> bool:
    """Whether two such texts mean one person: by address, or by the whole name."""
    if not one or not other:
        return one == other
    (name, email), (name_too, email_too) = parted(one), parted(other)
    if email and email == email_too:
        return True
    return bool(name) and name == name_too


def parted(text: str) -> tuple[str, str]:
    """Name and address, each blank where it is not told."""
    line = " ".join(text.casefold().split())
    if "<" in line:
        name, _, email = line.removesuffix(">").rpartition("<")
        return name.strip(), email.strip()
    return ("", line) if "@" in line and " " not in line else (line, "")


def said_of_goal(goal: PlannedGoal) -> Said:
    return {
        "title": goal.title,
        "why": goal.why,
        "owner": person_text(goal.owner_name, goal.owner_email),
        "due": day_text(goal.due),
        "status": goal.status or "",
    }


def said_of_task(task: PlannedTask, goal_key: str) -> Said:
    return {
        "title": task.title,
        "details": short_mark(task.details),
        "kind": task.kind or "",
        "owner": person_text(task.owner_name, task.owner_email),
        "due": day_text(task.due),
        "status": task.status or "",
        "goal": goal_key,
    }


def said_of_step(step: PlannedStep) -> Said:
    return {"title": step.title, "done": "yes" if step.done else "no"}


def value_meant(field: str, text: str) -> str:
    """What a record would hold after the file said this."""
    return text or USUAL.get(field, "")


Verdict = Literal["same", "changes", "kept", "ours"]
"""same: here as in the file · changes: the file moved on · kept: both did · ours: only we did."""


@dataclass(frozen=True)
class Field:
    """One field: what the file says now, what it said last time, what stands here."""

    name: str
    now: str
    before: str
    here: str

    def is_here(self, text: str) -> bool:
        wanted = value_meant(self.name, text)
        return same_person(wanted, self.here) if self.name == "owner" else wanted == self.here

    @property
    def verdict(self) -> Verdict:
        """A field follows the file only if the file changed and we did not (the issue, section 5)."""
        if self.is_here(self.now):
            return "same"
        if self.now == self.before:
            return "ours"
        return "changes" if self.is_here(self.before) else "kept"


def compared(now: Said, before: Mapping[str, str], here: Mapping[str, str]) -> list[Field]:
    return [Field(name, text, before.get(name, ""), here.get(name, "")) for name, text in now.items()]
