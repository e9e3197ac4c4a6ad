"""The line under a goal, or under the inbox, where the next task is typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_urlsafe

from tracker.roadmap.models import Goal


@dataclass(frozen=True)
class AddLine:
    """An empty line has a key of its own, so that sending it twice makes one task (SECURITY K4)."""

    goal: Goal | None = None
    title: str = ""
    error: str = ""
    has_focus: bool = False
    key: str = field(default_factory=lambda: token_urlsafe(9))

    @property
    def dom_name(self) -> str:
        return f"{self.goal.dom_name}-add" if self.goal else "inbox-add"

    @property
    def number(self) -> int | str:
        """The goal's number as the form sends it; nothing for the inbox."""
        return self.goal.number if self.goal else ""

    def stands_under(self, goal: Goal | None) -> bool:
        return self.number == (goal.number if goal else "")
