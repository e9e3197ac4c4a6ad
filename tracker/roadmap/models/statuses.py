"""The closed sets of the road map. No custom ones."""

from enum import StrEnum


class Status(StrEnum):
    """One set for goals and tasks; set by a person, never computed."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    WATCH = "watch"
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"

    @property
    def word(self) -> str:
        """As the practice says it."""
        return WORDS[self]


CLOSED = (Status.DONE, Status.PARKED)
"""What nobody works on any more."""
EXPLAINED = (Status.WATCH, Status.WAITING)
"""What comes with a reason, or with whom it waits for."""
UNDER_WAY = (Status.ON_TRACK, Status.WATCH)
"""What somebody works on now."""

WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.ON_TRACK: "On track",
    Status.WATCH: "Watch",
    Status.WAITING: "Waiting",
    Status.DONE: "Done",
    Status.PARKED: "Parked",
}


class Kind(StrEnum):
    """What a task is: deciding, the one-time slog of building, or the repeating work."""

    STRATEGY = "strategy"
    BUILD = "build"
    ROUTINE = "routine"

    @property
    def word(self) -> str:
        """As a client reads it."""
        return {"strategy": "Planning", "build": "Building", "routine": "Running"}[self]


class ApprovalState(StrEnum):
    """How far a goal is agreed with the CEO."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"


class Visibility(StrEnum):
    """Who at the client sees a task: everybody, or the CEO and the COO."""

    ALL = "all"
    LEADS = "leads"
