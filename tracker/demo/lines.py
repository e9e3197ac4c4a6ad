"""How a story is written down: plain lines, days counted from the day it is told (0 today, -7 a week ago).

Words may hold a day as `{+10}`, which becomes "30 Nov".
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SaidLine:
    """One comment: who, how many days ago, at what time of the client's clock."""

    who: str
    day: int
    time: str
    words: str


@dataclass(frozen=True)
class TaskLine:
    """A task and how it came to be as it is. A step that begins with "x " is done."""

    title: str
    status: str = "not_started"
    due: int | None = None
    owner: str = ""
    kind: str = "build"
    details: str = ""
    steps: tuple[str, ...] = ()
    said: tuple[SaidLine, ...] = ()
    was: int | None = None  # the first date, when it moved
    moved: int = -1  # the day it was moved, or the status was set
    why: str = ""
    waiting: str = ""
    added: int | None = None
    joined: bool = False  # only after its goal was agreed
    leads: bool = False  # between CEO and COO
    waits_for: str = ""  # another task of the client, by title


@dataclass(frozen=True)
class GoalLine:
    """A goal and its tasks. `quarter` counts from this one."""

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
    proposed: int | None = None  # the day; before it the goal is a draft
    agreed: int | None = None
    talk: str = ""  # what the CEO wants to talk over first, the day after
    draft: bool = False
    measure: str = ""
    scale: tuple[float, float, float, str] | None = None  # from, to, now, in what

    @property
    def is_staged(self) -> bool:
        """Told from its draft on; every other goal was agreed the day it was added."""
        return self.draft or self.proposed is not None


@dataclass(frozen=True)
class SeatLine:
    role: str
    name: str
    email: str


@dataclass(frozen=True)
class ClientLine:
    """A client: its people, its goals, its inbox."""

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


def done(title: str, day: int, owner: str, kind: str = "build", **more: str) -> TaskLine:
    """A task that was finished on that day."""
    return TaskLine(title, "done", due=day, owner=owner, kind=kind, moved=day, added=day - 12, **more)  # type: ignore[arg-type]
