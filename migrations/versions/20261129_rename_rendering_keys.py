"""Rename the columns with the version and hash of rendered HTML, which is kept."""

from alembic import op

revision = "20261129_rendering_keys"
down_revision = "20261129_asked_in_draft"

CHANGES_ROWS_OF: set[str] = set()

COLUMNS = {"task": "details", "comment": "body"}


def upgrade() -> None:
    for table, name in COLUMNS.items():
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {name}_mark TO {name}_rendering_key")


def downgrade() -> None:
    for table, name in COLUMNS.items():
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {name}_rendering_key TO {name}_mark")
