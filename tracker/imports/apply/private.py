"""Imported tasks for CEO and COO only: who may not own them, and who sees the rest of the import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from tracker.clients.models import Role, Seat
from tracker.foundation.text.formatting import first_name
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.existing import ExistingRecord
from tracker.imports.apply.field_diff import split_person
from tracker.imports.apply.owners import Owners
from tracker.imports.parsers.plan import PlannedTask
from tracker.roadmap.models.facts import sees_shared_only
from tracker.roadmap.models.statuses import Visibility

CEO_FIRST = {Role.CEO: 0, Role.COO: 1, Role.TEAM: 2, Role.VIEWER: 3}


def is_for_leads(task: ImportItem) -> bool:
    """Whether only CEO and COO see this task once the file is imported."""
    if task.known is not None:
        return task.known.is_for_leads or hides_task(task)
    return cast(PlannedTask, task.planned).seen_by == str(Visibility.LEADS)


def hides_task(task: ImportItem) -> bool:
    """Whether the file hides this task from everybody but CEO and COO."""
    return any(each.name == "seen_by" for each in task.changes)


def keep_readers(comparison: Comparison, seats: Iterable[Seat]) -> None:
    """Hide no task from the person who owns it or is waited on; who sees it then stays as it is here."""
    owners = Owners(seats)
    for task in comparison.pieces():
        if (
            task.level == "task"
            and hides_task(task)
            and any(map(sees_shared_only, involved_seats(task, owners)))
        ):
            task.fields = [
                replace(each, stays=True) if each.name == "seen_by" else each for each in task.fields
            ]


def involved_seats(task: ImportItem, owners: Owners) -> list[Seat | None]:
    """Return the seats of the person an existing task waits on and of its owner, unless the file replaces them."""
    known, planned = cast(ExistingRecord, task.known), cast(PlannedTask, task.planned)
    waited_on = next((seat for seat in owners.seats if seat.id == known.waiting_seat_id), None)
    given = owners.seat(planned.owner_name, planned.owner_email)
    if any(each.name == "owner" for each in task.changes) and not sees_shared_only(given):
        return [waited_on, given]
    name, email = split_person(known.here["owner"])
    return [waited_on, owners.seat(name, email)]


def withhold_owners(comparison: Comparison, seats: Iterable[Seat]) -> None:
    """Assign no task to a person who cannot see it: a new one gets no owner, another keeps its own."""
    owners = Owners(seats)
    for task in comparison.pieces():
        if task.level != "task" or not is_for_leads(task):
            continue
        planned = cast(PlannedTask, task.planned)
        seat = owners.seat(planned.owner_name, planned.owner_email)
        gives = task.is_new or any(each.name == "owner" for each in task.changes)
        if seat is None or not gives or not sees_shared_only(seat):
            continue
        if task.is_new:
            task.planned = replace(planned, owner_name="", owner_email="")
        task.fields = [each for each in task.fields if each.name != "owner"]
        comparison.unseen.append((task, first_name(seat.name)))


def import_readers_sentence(comparison: Comparison, seats: Iterable[Seat], viewer_seat: Seat) -> str:
    """Return a sentence such as “Marco (CEO) and 2 others will see what is imported.”; empty if nothing is.

    It names those who see at least one of the items that the import adds or changes.
    """
    return sentence_for(written_items(comparison), seats, viewer_seat, "what is imported")


def changes_readers_sentence(comparison: Comparison, seats: Iterable[Seat], viewer_seat: Seat) -> str:
    """Return who will see what the import writes outside its new goals, as a sentence; empty if only COOs will.

    New goals that come as drafts hide nothing of it: the file may name work that is shared by now.
    """
    shown = [
        piece for piece in written_items(comparison) if not (is_in_new_goal(piece) or is_in_draft(piece))
    ]
    return sentence_for(shown, seats, viewer_seat, "what it changes in other work")


def written_items(comparison: Comparison) -> list[ImportItem]:
    """Return the items that the import adds or changes."""
    return [
        piece
        for piece in comparison.pieces()
        if (piece.is_new or piece.changes) and not (piece.level == "step" and piece.is_under_trash())
    ]


def is_in_new_goal(piece: ImportItem) -> bool:
    """Whether it is a new goal of the file, or something new in one or in the inbox."""
    return piece.is_new and (piece.parent is None or is_in_new_goal(piece.parent))


def sentence_for(written: list[ImportItem], seats: Iterable[Seat], viewer_seat: Seat, what: str) -> str:
    """Return who will see at least one of these items, as a sentence; empty without items."""
    if not written:
        return ""
    shown = [piece for piece in written if not is_in_draft(piece)]
    hidden = [piece for piece in shown if will_be_hidden(piece)]
    only_leads = len(hidden) == len(shown)
    others = [seat for seat in seats if seat.is_live and seat.id != viewer_seat.id]
    if not others:
        return f"Nobody else has access yet. Anyone you invite later will see {what}."
    if only_leads:
        others = [seat for seat in others if not sees_shared_only(seat)]
    if not shown:
        others = [seat for seat in others if seat.role == Role.COO]
    if not others:
        return f"Only you will see {what}."
    first = min(others, key=lambda seat: (CEO_FIRST[Role(seat.role)], seat.number))
    name = f"{first.name.split()[0]} ({first.role_word})"
    rest = len(others) - 1
    also = f" and {rest} others" if rest > 1 else " and 1 other" if rest else ""
    few = sum(piece.level == "task" for piece in hidden)
    but = (
        ", but for "
        + (f"{few:,} tasks that only" if few > 1 else "1 task that only")
        + " the CEO and the COO see"
    )
    return f"{name}{also} will see {what}{but if few and not only_leads else ''}."


def is_in_draft(piece: ImportItem) -> bool:
    """Whether the item is, and stays, in a draft that is here already, which only COOs see."""
    work = piece.parent if piece.level == "step" else piece
    if work is None or work.level == "goal":
        return work is not None and work.known is not None and work.known.in_draft
    goal = work.parent if work.parent and not work.parent.in_trash else None
    moves = any(each.name == "goal" for each in work.changes)
    if work.known is not None and not moves:
        return work.known.in_draft
    return goal is not None and goal.known is not None and goal.known.in_draft


def will_be_hidden(piece: ImportItem) -> bool:
    """Whether only CEO and COO will see this item: a task for them, or a step of one."""
    task = piece.parent if piece.level == "step" else piece
    return task is not None and task.level == "task" and is_for_leads(task)
