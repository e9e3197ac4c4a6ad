"""The actions that goals and tasks share, once for each of them."""

from __future__ import annotations

from tracker.history.actions import Action, Category, Effect, Undo
from tracker.history.phrases import did, renamed, says
from tracker.history.readers import VISIBILITY
from tracker.roadmap.presentation.work_actions import sentences, undo


def actions_of_work(kind: str) -> list[Action]:
    """Return the shared actions for one kind, “goal” or “task”, the first word of their names."""
    return [*coming_and_going(kind), *changing(kind)]


def coming_and_going(kind: str) -> list[Action]:
    trashed, restored = f"{kind}_trashed", f"{kind}_restored"
    undo_of_coming = Undo(undo.undo_adding, may=undo.may_trash, touches=(f"{kind}_added", restored, trashed))
    return [
        Action(
            f"{kind}_added", says("added {}"), did("added {}"), together="added", undo=undo_of_coming,
            readers=VISIBILITY, category=Category.THINGS, effect=Effect.PRESENCE,
        ),
        Action(
            trashed, sentences.trashed, did("moved {} to the trash"), together="trashed",
            undo=Undo(undo.undo_trashing, may=undo.may_trash, touches=(restored,)),
            readers=VISIBILITY, category=Category.THINGS, effect=Effect.PRESENCE,
        ),
        Action(
            restored, sentences.restored, did("restored {}"), together="restored", undo=undo_of_coming,
            readers=VISIBILITY, category=Category.THINGS, effect=Effect.PRESENCE,
        ),
    ]  # fmt: skip


def changing(kind: str) -> list[Action]:
    """Return the part of the page to update: all of a goal's page, or the changed part of a task's panel."""
    parts = {"status": "status", "owner": "owner", "due": "due", "title": "title"} if kind == "task" else {}
    status = f"{kind}_status_changed"
    return [
        Action(
            status, sentences.moved, sentences.many_moved, together="moved",
            undo=Undo(undo.undo_status, may=undo.may_move),
            readers=VISIBILITY, category=Category.STATUS, refreshes=parts.get("status", ""),
        ),
        Action(
            f"{kind}_waiting_changed", sentences.waits, did("changed on whom {} wait"), together="waits",
            undo=Undo(undo.undo_waiting, may=undo.may_move, touches=(status,)),
            readers=VISIBILITY, category=Category.STATUS, refreshes=parts.get("status", ""),
        ),
        Action(
            f"{kind}_owner_changed", sentences.handed, sentences.many_handed, together="handed",
            undo=Undo(undo.undo_owner, may=undo.may_edit),
            readers=VISIBILITY, category=Category.PEOPLE, refreshes=parts.get("owner", ""),
        ),
        Action(
            f"{kind}_date_changed", sentences.dated, sentences.many_dated, together="dated",
            undo=Undo(undo.undo_date, may=undo.may_edit),
            readers=VISIBILITY, category=Category.DATES, refreshes=parts.get("due", ""),
        ),
        Action(
            f"{kind}_title_changed", renamed, did("renamed {}"), together="renamed",
            undo=Undo(undo.undo_field, may=undo.may_edit),
            readers=VISIBILITY, category=Category.WORDS, refreshes=parts.get("title", ""),
        ),
    ]  # fmt: skip
