"""Add when an invitation was declined: it stays open for the client’s people, and the COO reads it."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_declined_invitations"
down_revision = "20261128_rename_columns"

CHANGES_ROWS_OF: set[str] = set()


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Withdraw what was declined, as the earlier version did, or it could be accepted again."""
    op.execute(
        "UPDATE invitation SET revoked_at = declined_at WHERE declined_at IS NOT NULL AND revoked_at IS NULL"
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_column("declined_at")
