"""Actions as features declare them: their sentences, their readers, and how they are undone.

A feature lists its actions in its `actions.py`. An event whose action is not declared is readable by the
practice's people only, reads “changed it”, and cannot be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from flask import current_app

from tracker.history.readers import MAY_READ, PRACTICE, ReaderGroup, Readers
from tracker.history.viewpoint import Details, HistoryEvent, Viewpoint

if TYPE_CHECKING:
    from tracker.history.undo import UndoStep

SentenceFn = Callable[[Details, str, Viewpoint], str]
"""(details of an event, its subject, the reader's viewpoint) → the sentence without the actor."""
PluralFn = Callable[[str, Details, Viewpoint], str]
"""(“12 tasks”, the details that all events share, the reader's viewpoint) → the sentence, without actor."""
WholeSentenceFn = Callable[[HistoryEvent, str, Viewpoint], str]
"""(event, the actor's name, the reader's viewpoint) → a whole sentence; empty for the usual one."""


class Category(StrEnum):
    """Categories by which a history page can be filtered."""

    STATUS = "status"
    DATES = "dates"
    PEOPLE = "people"
    THINGS = "things"
    WORDS = "words"
    OTHER = ""
    """No filter of its own; shown only without a filter."""


class Effect(StrEnum):
    """How an action affects a record on pages that already show it."""

    FIELDS = "fields"
    """A value in the record changes."""
    POSITION = "position"
    """The record changes its place in a list."""
    PRESENCE = "presence"
    """The record is added or removed."""
    SIGHT = "sight"
    """The record may become visible, or invisible, to some readers."""


@dataclass(frozen=True)
class Undo:
    """How an action is undone.

    `touches`: actions that change the same thing; undo is refused if one of them, or the action itself,
    happened since. `is_whole`: undoing this event alone undoes everything its request did. `names`: other
    records that undo touches, by the key in `before` that has their number; readers who may not see all of
    them are not offered undo. `check` raises the DomainError with which `reverse` would refuse, and changes
    nothing, so that an undo that would be refused is not offered. It may query the database, so use it only
    where few undos are open at a time.
    """

    reverse: Callable[[UndoStep], None]
    may: Callable[[UndoStep], bool]
    touches: tuple[str, ...] = ()
    is_whole: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[UndoStep], None] | None = None
    shows_words: bool = field(kw_only=True)
    """Whether undoing shows text that was replaced or removed.

    It is then refused if the record had fewer readers at the time.
    """
    leaves_words: bool = field(kw_only=True)
    """Whether the action leaves text that others can read once they may read the record.

    An undo that lets more people read the record is then refused until somebody has read that text. A comment
    keeps the readers it was written for, so it leaves none.
    """
    readers_after: Callable[[UndoStep], ReaderGroup] | None = field(default=None, kw_only=True)
    """Return which group (`all`, `leads` or `coo`) may read the record after the undo; None if it stays the same."""


@dataclass(frozen=True)
class Action:
    """One action. `undo` is how it is undone, or a text: the reason why it cannot be."""

    name: str
    sentence: SentenceFn
    plural_sentence: PluralFn
    undo: Undo | str
    readers: Readers = PRACTICE
    category: Category = Category.OTHER
    noun: str = ""
    """The noun that a plural sentence counts; by default the first part of the name."""
    plural_noun: str | None = None
    """The plural of that noun, if it is not formed with an s."""
    together: str = ""
    """Actions with the same value share one sentence: “added one goal and nine tasks”."""
    full_sentence: WholeSentenceFn | None = None
    """A function for a sentence whose subject is not always the actor."""
    effect: Effect = Effect.FIELDS
    refreshes: str = ""
    """The part of the record's own page that shows the change."""
    icon: str = "arrow"
    """The icon beside it in the discussion of a task."""
    in_discussion: bool = True
    """Whether the discussion of a task has a line for it."""
    verb_in_a_row: str = ""
    """The verb of one line for several in a row, such as “added” three steps; empty if each has its own line."""

    @property
    def counted(self) -> str:
        """Return the noun that a plural sentence counts."""
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
        """Return the action of this name, or None if no feature declares it."""
        return self.by_name.get(name)

    def out_of_discussion(self) -> list[str]:
        """Return the names of the actions that have no line in the discussion of a task."""
        return [action.name for action in self if not action.in_discussion]

    def undo_of(self, name: str) -> Undo | None:
        """Return how this action is undone; None if it cannot be."""
        action = self.by_name.get(name)
        return action.undo if action and isinstance(action.undo, Undo) else None

    def readers_of(self, name: str) -> Readers:
        """Return the group that may read an action; the practice if the action is not declared."""
        action = self.by_name.get(name)
        return action.readers if action else PRACTICE

    def without_words(self) -> list[str]:
        """Return the names of the actions that leave no text for further readers of the record."""
        return [each.name for each in self if isinstance(each.undo, Undo) and not each.undo.leaves_words]

    def may_read(self, role: str, name: str) -> bool:
        """Whether this role may read an action, by the action's readers alone."""
        return self.readers_of(name) in MAY_READ.get(role, frozenset())

    def readable_by(self, role: str) -> list[str]:
        """Return the names of all actions that this role may read; their subjects must also be visible."""
        return sorted(name for name in self.by_name if self.may_read(role, name))

    def in_category(self, category: str) -> list[str]:
        """Return the names of the actions in this category."""
        return [action.name for action in self if action.category == category]

    def about(self, noun: str) -> list[str]:
        """Return the names of the actions whose plural counts this noun, such as “step”."""
        return [action.name for action in self if action.counted == noun]


def actions() -> ActionSet:
    """Return the actions of the current application."""
    found: ActionSet = current_app.extensions["actions"]
    return found
