"""Adds to a sign-in attempt its page, what else there is to say and its first time, and devices known before."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_sign_in_details"
down_revision = "20261128_event_actor_names"

CHANGES_ROWS_OF: set[str] = set()

CHECKS = {
    "page": "page IN ('sign_in', 'password', 'invitation')",
    "detail": "detail IN ('', 'closed', 'network', 'new_password')",
}


def upgrade() -> None:
    with op.batch_alter_table("sign_in_attempt") as batch_op:
        for name in CHECKS:
            batch_op.add_column(sa.Column(name, sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("began_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sign_in_attempt SET page = 'sign_in', detail = '', began_at = happened_at")
    with op.batch_alter_table("sign_in_attempt") as batch_op:
        for name, condition in CHECKS.items():
            batch_op.alter_column(name, existing_type=sa.String(length=12), nullable=False)
            batch_op.create_check_constraint(op.f(f"ck_sign_in_attempt_{name}"), condition)
        batch_op.alter_column("began_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("known_device") as batch_op:
        batch_op.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM known_device WHERE forgotten_at IS NOT NULL")
    with op.batch_alter_table("known_device") as batch_op:
        batch_op.drop_column("forgotten_at")
    with op.batch_alter_table("sign_in_attempt") as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_sign_in_attempt_{name}"), type_="check")
        for name in (*CHECKS, "began_at"):
            batch_op.drop_column(name)
