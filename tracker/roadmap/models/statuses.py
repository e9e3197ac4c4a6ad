"""The closed sets of the road map. No custom ones."""

from enum import StrEnum


class Status(StrEnum):
    """The statuses of goals and tasks; set by a person, never computed."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    WATCH = "watch"
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"

    @property
    def word(self) -> str:
        """Return the status as the practice says it."""
        return WORDS[self]


CLOSED = (Status.DONE, Status.PARKED)
"""Statuses in which nobody works on it any more."""
EXPLAINED = (Status.WATCH, Status.WAITING)
"""Statuses that come with a reason, or with the person waited on."""
UNDER_WAY = (Status.ON_TRACK, Status.WATCH)
"""Statuses in which somebody works on it now."""

WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.ON_TRACK: "On track",
    Status.WATCH: "Watch",
    Status.WAITING: "Waiting",
    Status.DONE: "Done",
    Status.PARKED: "Parked",
}


class Kind(StrEnum):
    """The kind of a task: deciding, the one-time work of building, or repeating work."""

    STRATEGY = "strategy"
    BUILD = "build"
    ROUTINE = "routine"

    @property
    def word(self) -> str:
        """Return the kind as a client reads it."""
        return {"strategy": "Planning", "build": "Building", "routine": "Running"}[self]


class ApprovalState(StrEnum):
    """The approval of a goal by the CEO."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"


class Visibility(StrEnum):
    """Who at the client sees a task: everybody, or the CEO and the COO."""

    ALL = "all"
    LEADS = "leads"
