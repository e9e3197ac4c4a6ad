"""What several seats may read together, for pages over more than one client."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_

from tracker.clients.models import Role, Seat
from tracker.roadmap.models import Goal, Task


def shown(model: type[Goal] | type[Task], seats: Sequence[Seat]) -> ColumnElement[bool]:
    """WHERE clause for what these seats may read, each at its own client."""
    coo = [seat.client_id for seat in seats if seat.role == Role.COO]
    others = [
        and_(model.client_id == seat.client_id, model.shown_to(seat))
        for seat in seats
        if seat.role != Role.COO
    ]
    return and_(model.trashed_at.is_(None), or_(model.client_id.in_(coo) if coo else false(), *others))
