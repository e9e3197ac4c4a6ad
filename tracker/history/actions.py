"""What may happen, as features declare it: how each action is told, who may read it and how it is undone.

A feature lists its actions in its `actions.py`. An action that is not declared is for the practice's people only, reads
“changed it”, and cannot be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask import current_app

from tracker.history.readers import MAY_READ, PRACTICE, Readers
from tracker.history.viewpoint import Viewpoint

if TYPE_CHECKING:
    from tracker.history.undo import UndoStep

Details = Mapping[str, Any]
SentenceFn = Callable[[Details, str, Viewpoint], str]
"""From the details of an event, its subject and the reader's voice to what was done, without the actor."""
PluralFn = Callable[[str, Details, Viewpoint], str]
"""From “12 tasks”, what all their lines have in common, and the reader's voice to what was done."""
WholeSentenceFn = Callable[[Any, str, Viewpoint], str]
"""From an event, its actor's name and the reader's voice to a whole sentence; empty: the usual one is right."""


class Category(StrEnum):
    """By which a history can be filtered."""

    STATUS = "status"
    DATES = "dates"
    PEOPLE = "people"
    THINGS = "things"
    WORDS = "words"
    OTHER = ""
    """Only found among everything."""


class Effect(StrEnum):
    """What an action does to a record on pages that show it already."""

    FIELDS = "fields"
    """Something in it changes."""
    POSITION = "position"
    """It changes its place in a list."""
    PRESENCE = "presence"
    """It comes or goes."""
    SIGHT = "sight"
    """It may become visible to somebody, or invisible."""


@dataclass(frozen=True)
class Undo:
    """How an action is undone.

    `touches`: actions that change the same thing; the undo is refused when one of them, or the action itself, came
    since. `is_whole`: this line alone takes back all that its request did. `names`: the records beside its own that
    are touched too, by where `before` has their number; who may not see one of them is not offered the undo.
    `check` raises the DomainError with which `take_back` would refuse, and changes nothing: what would be refused is
    not offered. It may ask the database, so it belongs to an undo of which few are open at a time.
    """

    take_back: Callable[[UndoStep], None]
    may: Callable[[UndoStep], bool]
    touches: tuple[str, ...] = ()
    is_whole: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[UndoStep], None] | None = None


@dataclass(frozen=True)
class Action:
    """One action. `undo` is how it is undone or, as a text, why it cannot be."""

    name: str
    says: SentenceFn
    many: PluralFn
    undo: Undo | str
    readers: Readers = PRACTICE
    category: Category = Category.OTHER
    noun: str = ""
    """What a plural sentence counts; the first word of the name, if it says nothing."""
    plural: str | None = None
    """Of the noun, where it is not made with an s."""
    together: str = ""
    """Actions with the same word are told in one sentence: added one goal and nine tasks."""
    whole: WholeSentenceFn | None = None
    """For a sentence whose subject is not simply who did it."""
    effect: Effect = Effect.FIELDS
    refreshes: str = ""
    """The part of the record's own page that shows the change."""

    @property
    def counted(self) -> str:
        return self.noun or self.name.partition("_")[0]


class ActionSet:
    """All actions of an application, by name."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self.by_name: dict[str, Action] = {}
        for action in actions:
            if action.name in self.by_name:
                raise ValueError(f"Two features declare the action {action.name}.")
            self.by_name[action.name] = action

    def __iter__(self) -> Iterator[Action]:
        return iter(self.by_name.values())

    def get(self, name: str) -> Action | None:
        return self.by_name.get(name)

    def undo_of(self, name: str) -> Undo | None:
        """How this action is undone; None, where it cannot be."""
        action = self.by_name.get(name)
        return action.undo if action and isinstance(action.undo, Undo) else None

    def readers_of(self, name: str) -> Readers:
        """The group an action is for; the practice, if nobody declared it."""
        action = self.by_name.get(name)
        return action.readers if action else PRACTICE

    def may_read(self, role: str, name: str) -> bool:
        """Whether somebody in this role may read an action, as far as its name decides."""
        return self.readers_of(name) in MAY_READ.get(role, frozenset())

    def readable_by(self, role: str) -> list[str]:
        """Every action that somebody in this role may read, where they may see what it is about."""
        return sorted(name for name in self.by_name if self.may_read(role, name))

    def in_category(self, category: str) -> list[str]:
        return [action.name for action in self if action.category == category]

    def about(self, noun: str) -> list[str]:
        """Actions whose plural counts this: steps, comments."""
        return [action.name for action in self if action.counted == noun]


def actions() -> ActionSet:
    """The actions of this application."""
    found: ActionSet = current_app.extensions["actions"]
    return found
