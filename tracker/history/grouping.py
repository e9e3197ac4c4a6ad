"""Several events of one request as one sentence: Dana moved 12 tasks to Done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.foundation.text.formatting import count_of, join_names
from tracker.history.actions import actions
from tracker.history.sentences import HistoryEvent, act, sentence
from tracker.history.viewpoint import Viewpoint


def folded(events: Sequence[HistoryEvent], voice: Viewpoint, subject: str = "it") -> str:
    """Return one sentence for events of one action by one person; a single event reads as usual."""
    if len(events) == 1:
        return sentence(events[0], voice, subject)
    details = events[0].details
    undid = "undid a change: " if "undoes" in details and not details.get("again") else ""
    return f"{voice.actor(events[0])} {undid}{done(events, voice)}"


def act_of_many(events: Sequence[HistoryEvent], voice: Viewpoint) -> str:
    """The same, addressed to the actor, for one or several actions: Moved 12 tasks to Done."""
    if len({event.action for event in events}) > 1:
        words = done_to_both(events, voice)
    else:
        words = act(events[0], voice) if len(events) == 1 else done(events, voice)
    return words[:1].upper() + words[1:]


def done_to_both(events: Sequence[HistoryEvent], voice: Viewpoint) -> str:
    """A goal together with its tasks: added one goal and nine tasks. Any other mixture reads “saved”."""
    happened = {event.action for event in events}
    kinds = [action for action in actions() if action.name in happened]
    if len(kinds) < len(happened) or len({kind.together for kind in kinds}) > 1 or not kinds[0].together:
        return "saved"
    counts = [
        count_of(sum(event.action == kind.name for event in events), kind.counted, kind.plural)
        for kind in kinds
    ]
    return kinds[0].many(join_names(counts), in_common(events), voice)


def done(events: Sequence[HistoryEvent], voice: Viewpoint) -> str:
    action = actions().get(events[0].action)
    if action is None:
        return f"changed {count_of(len(events), events[0].action.partition('_')[0])}"
    return action.many(count_of(len(events), action.counted, action.plural), in_common(events), voice)


def in_common(events: Sequence[HistoryEvent]) -> dict[str, Any]:
    """Return the details that are the same in all the events."""
    first = events[0].details
    return {name: value for name, value in first.items() if all(e.details.get(name) == value for e in events)}
