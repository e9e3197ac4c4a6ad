"""Sentences about goals and tasks, one or many. Pure."""

from __future__ import annotations

from tracker.foundation.text.formatting import count_of
from tracker.history.phrases import reason_phrase, shown_day, source_phrase, subject_phrase
from tracker.history.viewpoint import Details, Viewpoint


def status_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return “moved it from On track to Waiting on Rosa: “The oven is late””, in the reader's words."""
    before, now = viewpoint.status(details["previous"]), viewpoint.status(details["current"])
    on = f" on {viewpoint.name(details['waiting_on'])}" if details.get("waiting_on") else ""
    return f"moved {subject} from {before} to {now}{on}{reason_phrase(details)}"


def waiting_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for another person to wait on, or none."""
    if not details["current"]:
        return f"cleared who {subject} is waiting on"
    return f"set {subject} to wait on {viewpoint.name(details['current'])}"


def reason_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “gave the reason: “The oven is late””, or “removed the reason”."""
    of = "" if subject == "it" else f" for {subject}"
    return (
        f"gave the reason{of}: “{details['current']}”"
        if details.get("current")
        else f"removed the reason{of}"
    )


def owner_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a new owner, or none."""
    if not details["current"]:
        return f"left {subject} without an owner"
    before = f" (was {viewpoint.name(details['previous'])})" if details.get("previous") else ""
    return f"assigned {subject} to {viewpoint.name(details['current'])}{before}"


def date_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return the sentence for a date that was set, moved or removed."""
    before, now = details.get("previous"), details.get("current")
    of = subject_phrase(subject)
    end = source_phrase(details) + reason_phrase(details)
    if not now:
        return f"removed the date{of}{end}"
    if not before:
        return f"set the date{of} to {shown_day(now)}"
    return f"moved the date{of} from {shown_day(before)} to {shown_day(now)}{end}"


def order_sentence(details: Details, subject: str, _viewpoint: Viewpoint) -> str:
    """Return “moved it up in the list”; after a drag, without a direction."""
    return f"moved {subject} {details.get('direction', '')} in the list".replace("  ", " ")


def trashed_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return “moved it to the trash”; for a goal “, with three tasks”."""
    return f"moved {subject} to the trash{with_task_count(details, viewpoint)}"


def restored_sentence(details: Details, subject: str, viewpoint: Viewpoint) -> str:
    """Return “restored it”; for a goal “, with three tasks”."""
    return f"restored {subject}{with_task_count(details, viewpoint)}"


def with_task_count(details: Details, viewpoint: Viewpoint) -> str:
    """Return how many tasks were trashed or restored with a goal, of those this reader sees.

    Older events have only the total.
    """
    tasks = details.get("tasks") if viewpoint.reads_leads else details.get("shared_tasks")
    return f", with {count_of(tasks, 'task')}" if tasks else ""


def status_plural(many: str, shared: Details, viewpoint: Viewpoint) -> str:
    """Return “moved three tasks to Done”; only “moved three tasks” if their statuses differ."""
    return (
        f"moved {many} to {viewpoint.status(shared['current'])}" if "current" in shared else f"moved {many}"
    )


def owner_plural(many: str, shared: Details, viewpoint: Viewpoint) -> str:
    """Return “assigned three tasks to Rosa”, or “left three tasks without an owner”.

    “reassigned three tasks” if their owners differ.
    """
    if "current" not in shared:
        return f"reassigned {many}"
    return (
        f"assigned {many} to {viewpoint.name(shared['current'])}"
        if shared["current"]
        else f"left {many} without an owner"
    )


def date_plural(many: str, shared: Details, _viewpoint: Viewpoint) -> str:
    """Return “moved the dates of three tasks to Fri 4 Dec”, without the day if they differ.

    “set” if none had a date, “changed” if only some had one or have one now, “removed” if they have none now.
    """
    if "current" in shared and not shared["current"]:
        return f"removed the dates of {many}"
    to = f" to {shown_day(shared['current'])}" if shared.get("current") else ""
    if "previous" in shared and not shared["previous"]:
        return f"set the dates of {many}{to}"
    have_both = {"previous", "current"} <= set(shared.get("filled", ()))
    return f"{'moved' if have_both else 'changed'} the dates of {many}{to}{reason_phrase(shared)}"
