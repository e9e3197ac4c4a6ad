"""Many lines of one request as one: Dana moved 12 tasks to Done. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.foundation.text.formatting import count_of
from tracker.history.sentences import HistoryEvent, act, sentence
from tracker.history.tellers import shown_day
from tracker.history.viewpoint import Viewpoint

Many = Callable[[str, Mapping[str, Any], Viewpoint], str]
"""From “12 tasks”, what all their lines have in common, and the reader's voice to what was done."""

SAME = {"step": "step", "comment": "comment"}


def moved(many: str, shared: Mapping[str, Any], voice: Viewpoint) -> str:
    return f"moved {many} to {voice.status(shared['current'])}" if "current" in shared else f"moved {many}"


def handed(many: str, shared: Mapping[str, Any], voice: Viewpoint) -> str:
    if "current" not in shared:
        return f"handed {many} on"
    return (
        f"gave {many} to {voice.name(shared['current'])}"
        if shared["current"]
        else f"left {many} without an owner"
    )


def dated(many: str, shared: Mapping[str, Any], _voice: Viewpoint) -> str:
    if not shared.get("current"):
        return f"took the dates of {many} away" if "current" in shared else f"moved the dates of {many}"
    return f"moved the dates of {many} to {shown_day(shared['current'])}"


def put(many: str, shared: Mapping[str, Any], _voice: Viewpoint) -> str:
    if "current" not in shared:
        return f"moved {many} to other goals"
    return f"moved {many} under “{shared['current']}”" if shared["current"] else f"moved {many} to the inbox"


def did(words: str) -> Many:
    return lambda many, _shared, _voice: words.format(many)


MANY: dict[str, Many] = {
    "added": did("added {}"),
    "status_changed": moved,
    "owner_changed": handed,
    "date_changed": dated,
    "goal_changed": put,
    "kind_changed": did("changed the kind of {}"),
    "reordered": did("changed the order of {}"),
    "trashed": did("moved {} to the trash"),
    "restored": did("restored {}"),
    "title_changed": did("renamed {}"),
    "details_changed": did("rewrote the details of {}"),
    "step_added": did("added {}"),
    "step_done": did("finished {}"),
    "step_undone": did("reopened {}"),
    "step_trashed": did("removed {}"),
    "comment_added": did("wrote {}"),
}
"""By the action without its first word, as in `tellers.WORK`."""


def folded(events: Sequence[HistoryEvent], voice: Viewpoint, subject: str = "it") -> str:
    """Lines of one action by one person as a sentence; a single one is told as ever."""
    if len(events) == 1:
        return sentence(events[0], voice, subject)
    details = events[0].details
    undid = "took a change back: " if "undoes" in details and not details.get("again") else ""
    return f"{voice.actor(events[0])} {undid}{done(events, voice)}"


def act_of_many(events: Sequence[HistoryEvent], voice: Viewpoint) -> str:
    """The same to whoever did it, of one or several actions: Moved 12 tasks to Done."""
    if len({event.action for event in events}) > 1:
        words = done_to_both(events, voice)
    else:
        words = act(events[0], voice) if len(events) == 1 else done(events, voice)
    return words[:1].upper() + words[1:]


def done_to_both(events: Sequence[HistoryEvent], voice: Viewpoint) -> str:
    """A goal together with its tasks: added one goal and nine tasks. Anything more mixed is just saved."""
    goals = sum(event.action.startswith("goal_") for event in events)
    verbs = {event.action.partition("_")[2] for event in events}
    tell = MANY.get(verbs.pop()) if len(verbs) == 1 else None
    if tell is None or not all(event.action.startswith(("goal_", "task_")) for event in events):
        return "saved"
    many = f"{count_of(goals, 'goal')} and {count_of(len(events) - goals, 'task')}"
    return tell(many, in_common(events), voice)


def done(events: Sequence[HistoryEvent], voice: Viewpoint) -> str:
    kind, _, verb = events[0].action.partition("_")
    piece = verb.partition("_")[0]
    many = count_of(len(events), SAME.get(piece, kind))
    tell = MANY.get(verb) if kind in ("goal", "task") else None
    return tell(many, in_common(events), voice) if tell else f"changed {many}"


def in_common(events: Sequence[HistoryEvent]) -> dict[str, Any]:
    """The words all the lines say alike."""
    first = events[0].details
    return {name: value for name, value in first.items() if all(e.details.get(name) == value for e in events)}
