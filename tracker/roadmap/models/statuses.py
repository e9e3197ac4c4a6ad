"""The statuses, kinds, approval states and visibilities of the road map. Clients cannot add their own."""

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
        """The status in the practice's words."""
        return WORDS[self]


CLOSED = (Status.DONE, Status.PARKED)
"""The statuses of work that is over."""
EXPLAINED = (Status.WATCH, Status.WAITING)
"""The statuses that may have a reason."""
UNDER_WAY = (Status.ON_TRACK, Status.WATCH)
"""The statuses of work that is moving."""

WORDS = {
    Status.NOT_STARTED: "Not started",
    Status.ON_TRACK: "On track",
    Status.WATCH: "Watch",
    Status.WAITING: "Waiting",
    Status.DONE: "Done",
    Status.PARKED: "Parked",
}


class Kind(StrEnum):
    """The kind of a task: deciding, one-time building, or repeating work."""

    STRATEGY = "strategy"
    BUILD = "build"
    ROUTINE = "routine"

    @property
    def word(self) -> str:
        """The kind in the client's words."""
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
