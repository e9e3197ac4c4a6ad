"""Since when a person at the client could read a question: no earlier than their first sight of the work.

`waiting_since` is set when work begins to wait. If that was in a draft, it starts anew when the work is first shown,
in whatever way; work that was seen before keeps its day, however often it is hidden meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update

from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event

SAME_MOMENT = timedelta(seconds=5)
"""A record and its event are written in one request, each with its own reading of the clock."""
ASKS = ("added", "status_changed", "waiting_changed")


def asked_in_draft(kind: str, client_id: int, ids: Collection[int]) -> dict[int, datetime]:
    """Return when waiting goals or tasks began to wait, of those that did so while they were hidden in a draft.

    `kind` is the name of their table; the keys are ids.
    """
    table, subject = db.metadata.tables[kind], Event.goal_id if kind == "goal" else Event.task_id
    mine = table.c.client_id == client_id, table.c.id.in_(ids), table.c.waiting_since.is_not(None)
    waiting = set(db.session.scalars(select(table.c.id).where(*mine)))
    if not waiting:
        return {}
    lines = select(subject, Event.happened_at, Event.details).where(
        Event.client_id == client_id,
        subject.in_(waiting),
        Event.action.in_([f"{kind}_{verb}" for verb in ASKS]),
    )
    last = {key: (at, details) for key, at, details in db.session.execute(lines.order_by(Event.id))}
    return {key: at for key, (at, details) in last.items() if key and details.get("draft")}


def ask_now(kind: str, client_id: int, ids: Collection[int]) -> None:
    """Set `waiting_since` to now where the work began to wait in a draft and nobody at the client has seen it."""
    table = db.metadata.tables[kind]
    for key, at in asked_in_draft(kind, client_id, ids).items():
        unseen = table.c.id == key, table.c.waiting_since <= at + SAME_MOMENT
        db.session.execute(update(table).where(*unseen).values(waiting_since=clock.now()))
    expire(kind, ids)


def forget_asking(kind: str, client_id: int, ids: Collection[int], shown_at: datetime) -> None:
    """Set `waiting_since` back to when the work began to wait in a draft, if a showing by mistake had set it."""
    table = db.metadata.tables[kind]
    for key, at in asked_in_draft(kind, client_id, ids).items():
        just_shown = table.c.id == key, table.c.waiting_since >= shown_at - SAME_MOMENT
        db.session.execute(update(table).where(*just_shown).values(waiting_since=at))
    expire(kind, ids)


def expire(kind: str, ids: Collection[int]) -> None:
    """Have loaded records read `waiting_since` again."""
    for record in db.session:
        if getattr(record, "__tablename__", "") == kind and getattr(record, "id", None) in ids:
            db.session.expire(record, ["waiting_since"])
