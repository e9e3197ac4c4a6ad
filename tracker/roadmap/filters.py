"""The filters in the road map's address: a quarter, a status, whether finished work shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from tracker.roadmap.models import Goal, Task
from tracker.roadmap.quarters import is_quarter
from tracker.roadmap.status import Status

NONE_YET = "none"
"""How the address says: goals without a quarter."""


class HasStatus(Protocol):
    @property
    def status(self) -> str: ...


@dataclass(frozen=True)
class Filters:
    """What to leave out. `strange`: the address asked for something there is not, and was not heeded."""

    quarter: str = ""
    status: str = ""
    hide_done: bool = False
    strange: bool = False

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> Filters:
        quarter, status, done = (args.get(name, "") for name in ("quarter", "status", "done"))
        known_quarter = quarter if is_quarter(quarter) or quarter == NONE_YET else ""
        known_status = status if status in set(Status) else ""
        return cls(
            quarter=known_quarter,
            status=known_status,
            hide_done=done == "hidden",
            strange=(quarter, status) != (known_quarter, known_status) or done not in ("", "hidden"),
        )

    @property
    def any(self) -> bool:
        return bool(self.quarter or self.status or self.hide_done)

    def args(self) -> dict[str, str]:
        """As they stand in an address."""
        asked = {"quarter": self.quarter, "status": self.status, "done": "hidden" if self.hide_done else ""}
        return {name: value for name, value in asked.items() if value}

    def toggled(self, **changes: str | bool) -> dict[str, str]:
        """The address's arguments with one filter put in place, or taken away where it already holds."""
        holds = all(getattr(self, name) == value for name, value in changes.items())
        off: dict[str, str | bool] = {"quarter": "", "status": "", "hide_done": False}
        return replace(self, **({name: off[name] for name in changes} if holds else changes)).args()  # type: ignore[arg-type]

    def in_quarter(self, goal: Goal) -> bool:
        return not self.quarter or (goal.quarter or NONE_YET) == self.quarter

    def keeps(self, work: HasStatus) -> bool:
        if self.status:
            return work.status == self.status
        return not (self.hide_done and work.status == Status.DONE)

    def tasks(self, tasks: Iterable[Task]) -> list[Task]:
        return [task for task in tasks if self.keeps(task)]
