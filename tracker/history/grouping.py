"""Several events of one request as one sentence: “Dana moved 12 tasks to Done”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.foundation.text.formatting import count_of, join_names
from tracker.history.actions import actions
from tracker.history.sentences import HistoryEvent, capital_predicate, sentence, undo_suffix
from tracker.history.viewpoint import Details, Viewpoint


def grouped_sentence(events: Sequence[HistoryEvent], viewpoint: Viewpoint, subject: str = "it") -> str:
    """Return one sentence for events of the same action and actor; a single event has its usual one."""
    if len(events) == 1:
        return sentence(events[0], viewpoint, subject)
    return f"{viewpoint.actor(events[0])} {plural_predicate(events, viewpoint)}{undo_suffix(events[0])}"


def grouped_predicate(events: Sequence[HistoryEvent], viewpoint: Viewpoint) -> str:
    """Return one sentence for events of one or more actions, without the actor: “Moved 12 tasks to Done”."""
    if len({event.action for event in events}) > 1:
        words = joined_predicate(events, viewpoint)
    else:
        words = (
            capital_predicate(events[0], viewpoint)
            if len(events) == 1
            else plural_predicate(events, viewpoint)
        )
    return words[:1].upper() + words[1:]


def joined_predicate(events: Sequence[HistoryEvent], viewpoint: Viewpoint) -> str:
    """Return the sentence for joined actions: “added one goal and nine tasks”; “saved” for any others."""
    happened = {event.action for event in events}
    kinds = [action for action in actions() if action.name in happened]
    if len(kinds) < len(happened) or len({kind.together for kind in kinds}) > 1 or not kinds[0].together:
        return "saved"
    counts = [
        count_of(sum(event.action == kind.name for event in events), kind.counted, kind.plural_noun)
        for kind in kinds
    ]
    return kinds[0].plural_sentence(join_names(counts), CommonDetails(events), viewpoint)


def plural_predicate(events: Sequence[HistoryEvent], viewpoint: Viewpoint) -> str:
    """Return the plural sentence without the actor."""
    action = actions().get(events[0].action)
    if action is None:
        return f"changed {count_of(len(events), events[0].action.partition('_')[0])}"
    return action.plural_sentence(
        count_of(len(events), action.counted, action.plural_noun), CommonDetails(events), viewpoint
    )


class CommonDetails(Details):
    """The details that are the same in all the events, and in `filled` the names of those that all of them have.

    Events are compared only by what a sentence asks for, because most sentences of a long import ask for nothing.
    """

    def __init__(self, events: Sequence[HistoryEvent]) -> None:
        self.events = events

    def __getitem__(self, name: str) -> object:
        first = self.events[0].details
        if name == "filled":
            return {each for each in first if all(event.details.get(each) for event in self.events)}
        if any(event.details.get(name) != first[name] for event in self.events):
            raise KeyError(name)
        return first[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in (*self.events[0].details, "filled") if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
