"""The actions that goals and tasks share, once for each of them."""

from __future__ import annotations

from tracker.history.actions import Action, Category, Effect, Undo
from tracker.history.phrases import plural, renamed_sentence, singular
from tracker.history.readers import VISIBILITY
from tracker.history.undo import undo_field
from tracker.roadmap.presentation.work_actions import sentences, undo


def actions_of_work(kind: str) -> list[Action]:
    """Return the shared actions of one kind of record, “goal” or “task”."""
    return [*presence_actions(kind), *field_actions(kind)]


def presence_actions(kind: str) -> list[Action]:
    """Return the actions for adding, trashing and restoring."""
    trashed, restored = f"{kind}_trashed", f"{kind}_restored"
    touches = (f"{kind}_added", restored, trashed)
    undo_of_coming = Undo(
        undo.undo_adding, may=undo.may_trash, touches=touches, shows_words=False, leaves_words=True
    )
    return [
        Action(
            f"{kind}_added", singular("added {}"), plural("added {}"), together="added", undo=undo_of_coming,
            readers=VISIBILITY, category=Category.THINGS, effect=Effect.PRESENCE, icon="plus",
        ),
        Action(
            trashed, sentences.trashed_sentence, plural("moved {} to the trash"), together="trashed",
            undo=Undo(undo.undo_trashing, may=undo.may_trash, touches=(restored,), shows_words=True, leaves_words=True),
            readers=VISIBILITY, category=Category.THINGS, effect=Effect.PRESENCE,
        ),
        Action(
            restored, sentences.restored_sentence, plural("restored {}"), together="restored", undo=undo_of_coming,
            readers=VISIBILITY, category=Category.THINGS, effect=Effect.PRESENCE,
        ),
    ]  # fmt: skip


def field_actions(kind: str) -> list[Action]:
    """Return the actions that change a field, with the part of a task's panel to refresh."""
    parts = {"status": "status", "owner": "owner", "due": "due", "title": "title"} if kind == "task" else {}
    status = f"{kind}_status_changed"
    return [
        Action(
            status, sentences.status_sentence, sentences.status_plural, together="moved",
            undo=Undo(undo.undo_status, may=undo.may_move, shows_words=True, leaves_words=True),
            readers=VISIBILITY, category=Category.STATUS, refreshes=parts.get("status", ""),
        ),
        Action(
            f"{kind}_waiting_changed", sentences.waiting_sentence, plural("changed on whom {} wait"), together="waits",
            undo=Undo(undo.undo_waiting, may=undo.may_move, touches=(status,), shows_words=True, leaves_words=True),
            readers=VISIBILITY, category=Category.STATUS, refreshes=parts.get("status", ""),
        ),
        Action(
            f"{kind}_owner_changed", sentences.owner_sentence, sentences.owner_plural, together="handed",
            undo=Undo(undo.undo_owner, may=undo.may_edit, shows_words=True, leaves_words=True),
            readers=VISIBILITY, category=Category.PEOPLE, refreshes=parts.get("owner", ""), icon="people",
        ),
        Action(
            f"{kind}_date_changed", sentences.date_sentence, sentences.date_plural, together="dated",
            undo=Undo(undo.undo_date, may=undo.may_edit, shows_words=True, leaves_words=True),
            readers=VISIBILITY, category=Category.DATES, refreshes=parts.get("due", ""), icon="cal",
        ),
        Action(
            f"{kind}_title_changed", renamed_sentence, plural("renamed {}"), together="renamed",
            undo=Undo(undo_field, may=undo.may_edit, shows_words=True, leaves_words=True),
            readers=VISIBILITY, category=Category.WORDS, refreshes=parts.get("title", ""),
        ),
    ]  # fmt: skip
