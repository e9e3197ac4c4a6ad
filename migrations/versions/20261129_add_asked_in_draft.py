"""Add when a question was asked in a draft; questions in drafts that were never shown get it."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_asked_in_draft"
down_revision = "20261129_indexes_for_today"

CHANGES_ROWS_OF: set[str] = set()

NEVER_SHOWN = (
    "goal.approval_state = 'draft' AND NOT EXISTS (SELECT 1 FROM event WHERE event.goal_id = goal.id"
    " AND event.action IN ('goal_proposed', 'goal_agreed', 'goal_returned_to_draft'))"
)


def upgrade() -> None:
    for table in ("goal", "task"):
        op.add_column(table, sa.Column("asked_in_draft_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE goal SET asked_in_draft_at = waiting_since WHERE {NEVER_SHOWN}")  # noqa: S608  text of ours
    op.execute(
        "UPDATE task SET asked_in_draft_at = waiting_since"  # noqa: S608
        f" WHERE EXISTS (SELECT 1 FROM goal WHERE goal.id = task.goal_id AND {NEVER_SHOWN})"
        " AND NOT EXISTS (SELECT 1 FROM event WHERE event.task_id = task.id"
        " AND event.action = 'task_goal_changed' AND event.happened_at >= task.waiting_since)"
    )


def downgrade() -> None:
    for table in ("goal", "task"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN asked_in_draft_at")
