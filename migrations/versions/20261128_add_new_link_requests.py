"""Add who asked for an invitation that a COO had made already: once its link expires, the COO is told."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_new_link_requests"
down_revision = "20261128_health_of_reason"

CHANGES_ROWS_OF: set[str] = set()

KEY = "fk_invitation_requested_by_id_person"


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("requested_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(KEY), "person", ["requested_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint(op.f(KEY), type_="foreignkey")
        batch_op.drop_column("requested_by_id")
