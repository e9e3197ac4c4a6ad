"""Sentences about goals and tasks, one or many. Pure."""

from __future__ import annotations

from tracker.foundation.text.formatting import count_of
from tracker.history.actions import Details
from tracker.history.phrases import because, of_subject, shown_day
from tracker.history.viewpoint import Viewpoint


def moved(details: Details, subject: str, voice: Viewpoint) -> str:
    before, now = voice.status(details["previous"]), voice.status(details["current"])
    on = f" on {voice.name(details['waiting_on'])}" if details.get("waiting_on") else ""
    return f"moved {subject} from {before} to {now}{on}{because(details)}"


def waits(details: Details, subject: str, voice: Viewpoint) -> str:
    if not details["current"]:
        return f"cleared who {subject} is waiting on"
    return f"set {subject} to wait on {voice.name(details['current'])}"


def gave_reason(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"gave the reason: “{details['current']}”" if details.get("current") else "removed the reason"


def handed(details: Details, subject: str, voice: Viewpoint) -> str:
    if not details["current"]:
        return f"left {subject} without an owner"
    before = f" (was {voice.name(details['previous'])})" if details.get("previous") else ""
    return f"assigned {subject} to {voice.name(details['current'])}{before}"


def dated(details: Details, subject: str, _voice: Viewpoint) -> str:
    before, now = details.get("previous"), details.get("current")
    of = of_subject(subject)
    if not now:
        return f"removed the date{of}{because(details)}"
    if not before:
        return f"set the date{of} to {shown_day(now)}"
    return f"moved the date{of} from {shown_day(before)} to {shown_day(now)}{because(details)}"


def ordered(details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"moved {subject} {details.get('direction', '')} in the list".replace("  ", " ")


def trashed(details: Details, subject: str, voice: Viewpoint) -> str:
    return f"moved {subject} to the trash{along(details, voice)}"


def restored(details: Details, subject: str, voice: Viewpoint) -> str:
    return f"restored {subject}{along(details, voice)}"


def along(details: Details, voice: Viewpoint) -> str:
    """Return how many tasks went with a goal, of those this reader sees. Older events have only the total."""
    tasks = details.get("tasks") if voice.reads_leads else details.get("shared_tasks")
    return f", with {count_of(tasks, 'task')}" if tasks else ""


def many_moved(many: str, shared: Details, voice: Viewpoint) -> str:
    return f"moved {many} to {voice.status(shared['current'])}" if "current" in shared else f"moved {many}"


def many_handed(many: str, shared: Details, voice: Viewpoint) -> str:
    if "current" not in shared:
        return f"reassigned {many}"
    return (
        f"assigned {many} to {voice.name(shared['current'])}"
        if shared["current"]
        else f"left {many} without an owner"
    )


def many_dated(many: str, shared: Details, _voice: Viewpoint) -> str:
    if not shared.get("current"):
        return f"removed the dates of {many}" if "current" in shared else f"moved the dates of {many}"
    return f"moved the dates of {many} to {shown_day(shared['current'])}"
