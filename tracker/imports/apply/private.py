"""Tasks of a file that only CEO and COO see: whom they are not given to, and who sees the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from tracker.clients.models import Role, Seat
from tracker.foundation.text.formatting import first_name
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.owners import Owners
from tracker.imports.parsers.plan import PlannedTask
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.models.task import sees_shared_only

ORDER = {Role.CEO: 0, Role.COO: 1, Role.TEAM: 2, Role.VIEWER: 3}


def is_for_leads(task: ImportItem) -> bool:
    """Whether only CEO and COO see this task of the file: as it stands here, or as it comes in."""
    if task.known is not None:
        return task.known.is_for_leads
    return cast(PlannedTask, task.planned).seen_by == str(Visibility.LEADS)


def withhold_owners(comparison: Comparison, seats: Iterable[Seat]) -> None:
    """Give no task to somebody who cannot see it: it comes in without an owner, or keeps the one it has."""
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


def who_will_see(comparison: Comparison, seats: Iterable[Seat], reader: Seat) -> str:
    """Marco (CEO) and two others will see what is imported."""
    written = [piece for piece in comparison.pieces() if piece.is_new or piece.changes]
    hidden = [piece for piece in written if will_be_hidden(piece)]
    only_leads = bool(hidden) and len(hidden) == len(written)
    others = [seat for seat in seats if seat.is_live and seat.id != reader.id]
    if not others:
        return "Nobody else has access yet. Anyone you invite later will see what is imported."
    if only_leads:
        others = [seat for seat in others if not sees_shared_only(seat)]
    if not others:
        return "Only you will see what is imported."
    first = min(others, key=lambda seat: (ORDER[Role(seat.role)], seat.number))
    name = f"{first.name.split()[0]} ({first.role_word})"
    rest = len(others) - 1
    also = f" and {rest} others" if rest > 1 else " and 1 other" if rest else ""
    few = sum(piece.level == "task" for piece in hidden)
    but = (
        ", but for "
        + (f"{few:,} tasks that only" if few > 1 else "1 task that only")
        + " the CEO and the COO see"
    )
    return f"{name}{also} will see what is imported{but if few and not only_leads else ''}."


def will_be_hidden(piece: ImportItem) -> bool:
    """Whether only CEO and COO will see it: such a task, or a step of one."""
    task = piece.parent if piece.level == "step" else piece
    return task is not None and task.level == "task" and is_for_leads(task)
