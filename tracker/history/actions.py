"""Actions as features declare them: the sentence for each, who may read it and how it is undone.

A feature lists its actions in its `actions.py`. An action that is not declared is readable by the practice's people
only, reads “changed it”, and cannot be undone.
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
"""(details of an event, its subject, the reader's viewpoint) → what was done, without the actor."""
PluralFn = Callable[[str, Details, Viewpoint], str]
"""(“12 tasks”, the details all the events share, the reader's viewpoint) → what was done."""
WholeSentenceFn = Callable[[Any, str, Viewpoint], str]
"""(event, the actor's name, the reader's viewpoint) → a whole sentence; empty for the usual one."""


class Category(StrEnum):
    """Categories a history page can be filtered by."""

    STATUS = "status"
    DATES = "dates"
    PEOPLE = "people"
    THINGS = "things"
    WORDS = "words"
    OTHER = ""
    """Has no filter of its own; shown only when nothing is filtered."""


class Effect(StrEnum):
    """How an action affects a record on pages that already show it."""

    FIELDS = "fields"
    """Something in the record changes."""
    POSITION = "position"
    """The record changes its place in a list."""
    PRESENCE = "presence"
    """The record is added or removed."""
    SIGHT = "sight"
    """The record may become visible, or invisible, to some readers."""


@dataclass(frozen=True)
class Undo:
    """How an action is undone.

    `touches`: actions that change the same thing; undo is refused when one of them, or the action itself, happened
    since. `is_whole`: undoing this event alone undoes everything its request did. `names`: other records that undo
    touches, by the key in `before` that has their number; readers who may not see one of them are not offered undo.
    `check` raises the DomainError with which `take_back` would refuse, and changes nothing, so that an undo that
    would be refused is not offered. It may query the database, so use it only where few undos are open at a time.
    """

    take_back: Callable[[UndoStep], None]
    may: Callable[[UndoStep], bool]
    touches: tuple[str, ...] = ()
    is_whole: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[UndoStep], None] | None = None


@dataclass(frozen=True)
class Action:
    """One action. `undo` says how it is undone; as a text, it is the reason why it cannot be."""

    name: str
    says: SentenceFn
    many: PluralFn
    undo: Undo | str
    readers: Readers = PRACTICE
    category: Category = Category.OTHER
    noun: str = ""
    """The noun that a plural sentence counts; by default the first word of the name."""
    plural: str | None = None
    """The plural of that noun, where it is not formed with an s."""
    together: str = ""
    """Actions with the same value are joined in one sentence: added one goal and nine tasks."""
    whole: WholeSentenceFn | None = None
    """For a sentence whose subject is not simply the actor."""
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
        """Return how this action is undone; None if it cannot be."""
        action = self.by_name.get(name)
        return action.undo if action and isinstance(action.undo, Undo) else None

    def readers_of(self, name: str) -> Readers:
        """Return the group that may read an action; the practice if the action is not declared."""
        action = self.by_name.get(name)
        return action.readers if action else PRACTICE

    def may_read(self, role: str, name: str) -> bool:
        """Whether this role may read an action, judged by its name alone."""
        return self.readers_of(name) in MAY_READ.get(role, frozenset())

    def readable_by(self, role: str) -> list[str]:
        """Return every action that this role may read, provided its subject is visible to the reader."""
        return sorted(name for name in self.by_name if self.may_read(role, name))

    def in_category(self, category: str) -> list[str]:
        return [action.name for action in self if action.category == category]

    def about(self, noun: str) -> list[str]:
        """Return the actions whose plural counts this noun: steps, comments."""
        return [action.name for action in self if action.counted == noun]


def actions() -> ActionSet:
    """Return the actions of the current application."""
    found: ActionSet = current_app.extensions["actions"]
    return found
