"""Lets an invitation wait for the COO to make its link."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_invitation_requests"
down_revision = "20261121_220000"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("link_by_id", sa.Integer(), nullable=True))
        batch_op.alter_column("token_hash", existing_type=sa.String(length=64), nullable=True)
        batch_op.alter_column("expires_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_link_by_id_person"), "person", ["link_by_id"], ["id"]
        )
    op.execute("UPDATE invitation SET link_by_id = invited_by_id")


def downgrade() -> None:
    # A request without a link cannot be kept: it becomes an expired invitation with a hash that fits no link.
    op.execute("UPDATE invitation SET token_hash = 'none' || pid WHERE token_hash IS NULL")
    op.execute("UPDATE invitation SET expires_at = created_at WHERE expires_at IS NULL")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitation_link_by_id_person"), type_="foreignkey")
        batch_op.alter_column("expires_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("token_hash", existing_type=sa.String(length=64), nullable=False)
        batch_op.drop_column("link_by_id")
