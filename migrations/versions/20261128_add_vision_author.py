"""Add the author of a client's vision, taken from the last line of history that changed it."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_vision_author"
down_revision = "20261128_sign_in_attempts"

CHANGES_ROWS_OF: set[str] = set()


def upgrade() -> None:
    with op.batch_alter_table("client") as batch_op:
        batch_op.add_column(sa.Column("vision_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_client_vision_by_id_person"), "person", ["vision_by_id"], ["id"])
    op.execute(
        """UPDATE client SET vision_by_id = (
            SELECT event.actor_id FROM event
            WHERE event.client_id = client.id AND event.action = 'vision_changed' AND event.undone_at IS NULL
            ORDER BY event.id DESC LIMIT 1
        ) WHERE vision <> ''"""
    )


def downgrade() -> None:
    with op.batch_alter_table("client") as batch_op:
        batch_op.drop_constraint(op.f("fk_client_vision_by_id_person"), type_="foreignkey")
        batch_op.drop_column("vision_by_id")
