"""What agreeing tells: a goal proposed, agreed, talked over, measured; a task kept between CEO and COO. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker.history.viewpoint import Viewpoint

Details = Mapping[str, Any]


def proposed(details: Details, subject: str, _voice: Viewpoint) -> str:
    if "undoes" in details:
        return f"put {subject} back to proposed"
    before = (details.get("before") or {}).get("life")
    return f"proposed {subject} anew" if before in ("agreed", "proposed") else f"proposed {subject}"


def agreed(details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"put {subject} back to agreed" if "undoes" in details else f"agreed to {subject}"


def talk_wanted(details: Details, subject: str, _voice: Viewpoint) -> str:
    """Brought back by an undo, the wish is still whose it was, who need not be the one who took the change back."""
    if "undoes" in details:
        return f"the wish to talk {subject} over first stands again"
    words = f": “{details['why']}”" if details.get("why") else ""
    return f"wants to talk {subject} over first{words}"


def talk_withdrawn(_details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"withdrew the wish to talk {subject} over first"


def put_back(_details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"took {subject} back to work on it as a draft"


def measured(details: Details, subject: str, _voice: Viewpoint) -> str:
    of = "" if subject == "it" else f" of {subject}"
    current = details.get("current")
    return f"wrote down the measure{of}: {current}" if current else f"took the measure{of} away"


def measured_now(details: Details, subject: str, _voice: Viewpoint) -> str:
    """The measure stands at 3 weeks now, before at 4."""
    of = "" if subject == "it" else f" of {subject}"
    current, previous = details.get("current"), details.get("previous")
    if not current:
        return f"took back where the measure{of} stands"
    before = f", before at {previous}" if previous else ""
    return f"wrote that the measure{of} stands at {current} now{before}"


def kept(details: Details, subject: str, _voice: Viewpoint) -> str:
    if details.get("current") == "leads":
        return f"kept {subject} between CEO and COO"
    return f"shared {subject} with everybody here"


AGREED: dict[str, Callable[[Details, str, Viewpoint], str]] = {
    "proposed": proposed,
    "agreed": agreed,
    "talk_wanted": talk_wanted,
    "talk_withdrawn": talk_withdrawn,
    "put_back": put_back,
    "measure_changed": measured,
    "measure_now_changed": measured_now,
    "visibility_changed": kept,
}
