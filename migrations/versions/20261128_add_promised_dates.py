"""Add the last date that a client could read as a promise; recent changes of dates name the one they replaced."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261128_promised_dates"
down_revision = "20261128_declined_invitations"

CHANGES_ROWS_OF: set[str] = set()

FIRST_DATES = {"goal": ("target_date", "original_target_date"), "task": ("due", "original_due")}
TWO_WEEKS = timedelta(days=14)
"""Longer than the letter looks back."""

event = sa.table(
    "event", sa.column("id"), sa.column("action"), sa.column("goal_id"), sa.column("task_id"),
    sa.column("happened_at", sa.DateTime(timezone=True)), sa.column("details", sa.JSON()),
)  # fmt: skip


def upgrade() -> None:
    for table in FIRST_DATES:
        op.add_column(table, sa.Column("promised_date", sa.Date(), nullable=True))
    keep_moved()
    keep_hidden()
    name_replaced()


def downgrade() -> None:
    for table in FIRST_DATES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN promised_date")


def keep_moved() -> None:
    """A first date that differs from the present one was kept because it was a promise."""
    for table, (date, first) in FIRST_DATES.items():
        op.execute(
            f"UPDATE {table} SET promised_date = {first} WHERE {first} IS NOT NULL"  # noqa: S608  names of ours
            f" AND ({date} IS NULL OR {date} <> {first})"
        )


def keep_hidden() -> None:
    """Drafts that were agreed before, and the tasks they had when they became drafts again."""
    op.execute(
        "UPDATE goal SET promised_date = original_target_date"
        " WHERE approval_state = 'draft' AND agreed_at IS NOT NULL"
    )
    op.execute(
        "UPDATE task SET promised_date = original_due WHERE EXISTS (SELECT 1 FROM goal JOIN event"
        " ON event.goal_id = goal.id AND event.action = 'goal_returned_to_draft'"
        " WHERE goal.id = task.goal_id AND goal.approval_state = 'draft' AND goal.agreed_at IS NOT NULL"
        " AND event.happened_at >= task.created_at)"
    )


def name_replaced() -> None:
    """Changes that the client could read, of the inbox or of a goal that was agreed by then, replaced a promise."""
    found = op.get_bind().execute(sa.text("SELECT id, agreed_at FROM goal")).all()
    agreed_at = {row.id: row.agreed_at for row in found}
    for key, goal_id, happened_at, details in recent_changes():
        since = agreed_at.get(goal_id)
        since = datetime.fromisoformat(since) if isinstance(since, str) else since
        is_promised = goal_id is None or (since is not None and in_utc(since) <= in_utc(happened_at))
        if is_promised and details.get("previous") and "draft" not in details:
            named = {**details, "promised": details["previous"]}
            op.execute(sa.update(event).where(event.c.id == key).values(details=named))


def recent_changes() -> Iterator[tuple[int, int | None, datetime, dict[str, Any]]]:
    query = sa.select(event.c.id, event.c.goal_id, event.c.happened_at, event.c.details).where(
        event.c.action.in_(["goal_date_changed", "task_date_changed"]),
        event.c.happened_at >= datetime.now(UTC) - TWO_WEEKS,
    )
    for row in op.get_bind().execute(query).all():
        yield row.id, row.goal_id, row.happened_at, dict(row.details)


def in_utc(at: datetime) -> datetime:
    """SQLite gives times without their zone, which is UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
