"""Add the indexes that Today counts with: open, waiting and done tasks, each only those outside the trash."""

import sqlalchemy as sa
from alembic import op

revision = "20261129_indexes_for_today"
down_revision = "20261128_promised_dates"

CHANGES_ROWS_OF: set[str] = set()

LIVE = "trashed_at IS NULL"
OPEN = f"{LIVE} AND status NOT IN ('done', 'parked')"
WAITING = f"{LIVE} AND status = 'waiting'"
ASKED = ["goal_id", "visibility", "status", "trashed_at", "id"]

INDEXES = [
    ("ix_task_open_due", ["client_id", "due"], OPEN),
    ("ix_task_open_owner", ["client_id", "owner_seat_id", "due", "position", *ASKED], OPEN),
    (
        "ix_task_waiting",
        ["client_id", "waiting_seat_id", "waiting_name", "waiting_since", "due", *ASKED],
        WAITING,
    ),
    ("ix_task_done", ["client_id", "done_at"], f"{LIVE} AND status = 'done'"),
]


def upgrade() -> None:
    for name, columns, where in INDEXES:
        op.create_index(name, "task", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, _, _ in reversed(INDEXES):
        op.drop_index(name, "task")
