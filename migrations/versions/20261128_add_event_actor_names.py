"""Keeps with every line of history what its actor was called."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_event_actor_names"
down_revision = "20261128_parts_of_words"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""


def upgrade() -> None:
    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(sa.Column("actor_name", sa.String(length=120), nullable=True))
    op.execute("UPDATE event SET actor_name = (SELECT name FROM person WHERE person.id = event.actor_id)")
    with op.batch_alter_table("event") as batch_op:
        batch_op.alter_column("actor_name", existing_type=sa.String(length=120), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_column("actor_name")
