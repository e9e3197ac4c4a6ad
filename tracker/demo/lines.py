"""The lines a story is written in. Days count from the day it is played: 0 is today, -7 a week ago.

A text may hold a day as `{+10}`, which becomes "30 Nov".
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CommentLine:
    """A comment: its author, the day, and the time on the client's clock."""

    who: str
    day: int
    time: str
    words: str


@dataclass(frozen=True)
class TaskLine:
    """A task and its history. A step that begins with "x " is done."""

    title: str
    status: str = "not_started"
    due: int | None = None
    owner: str = ""
    kind: str = "build"
    details: str = ""
    steps: tuple[str, ...] = ()
    comments: tuple[CommentLine, ...] = ()
    was: int | None = None  # the first date, if it was changed
    moved: int = -1  # the day on which date and status were set
    why: str = ""
    waiting: str = ""
    added: int | None = None
    joined: bool = False  # added only after its goal was agreed
    leads: bool = False  # visible to CEO and COO only
    waits_for: str = ""  # the title of another task of the client


@dataclass(frozen=True)
class GoalLine:
    """A goal and its tasks. `quarter` counts from the current one."""

    title: str
    why: str
    span: int
    status: str = "on_track"
    quarter: int = 0
    done_by: int | None = None
    owner: str = "Dana Whitlock"
    tasks: tuple[TaskLine, ...] = ()
    was: int | None = None
    moved: int = -6
    reason: str = ""
    waiting: str = ""
    added: int = -60
    proposed: int | None = None  # the day; the goal is a draft before
    agreed: int | None = None
    discussion: str = ""  # the CEO's question about the proposal, a day later
    draft: bool = False
    measure: str = ""
    scale: tuple[float, float, float, str] | None = None  # start, target, current value, unit

    @property
    def is_staged(self) -> bool:
        """Whether the goal starts as a draft. All others were agreed on the day they were added."""
        return self.draft or self.proposed is not None


@dataclass(frozen=True)
class SeatLine:
    """A person with access to the client."""

    role: str
    name: str
    email: str


@dataclass(frozen=True)
class ClientLine:
    """A client: its people, its goals and its inbox."""

    slug: str
    name: str
    zone: str
    colour: int
    health: str
    reason: str
    vision: str
    vision_on: int
    seats: tuple[SeatLine, ...]
    goals: tuple[GoalLine, ...] = ()
    inbox: tuple[TaskLine, ...] = ()
    since: int = -75
    spans: dict[int, str] = field(default_factory=dict)


def done_task(title: str, day: int, owner: str, kind: str = "build", **more: str) -> TaskLine:
    """Return a task finished on that day and added twelve days before."""
    return TaskLine(title, "done", due=day, owner=owner, kind=kind, moved=day, added=day - 12, **more)  # type: ignore[arg-type]
