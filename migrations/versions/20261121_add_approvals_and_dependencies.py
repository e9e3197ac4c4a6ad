"""Add the approval of goals, dependencies between tasks, and undone events."""

import sqlalchemy as sa
from alembic import op

revision = "20261121_212955"
down_revision = "20261121_1914"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""


def upgrade() -> None:
    op.create_table(
        "kept_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id", "seat_id"],
            ["seat.client_id", "seat.id"],
            name=op.f("fk_kept_filters_client_id_seat_id_seat"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_kept_filters_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_filters")),
        sa.UniqueConstraint("client_id", "seat_id", name=op.f("uq_kept_filters_client_id_seat_id")),
    )
    with op.batch_alter_table("kept_filters") as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_filters_client_id"), ["client_id"], unique=False)

    op.create_table(
        "wait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("task_id <> before_id", name=op.f("ck_wait_not_on_itself")),
        sa.ForeignKeyConstraint(
            ["client_id", "before_id"],
            ["task.client_id", "task.id"],
            name=op.f("fk_wait_client_id_before_id_task"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "task_id"],
            ["task.client_id", "task.id"],
            name=op.f("fk_wait_client_id_task_id_task"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_wait_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wait")),
        sa.UniqueConstraint("task_id", "before_id", name=op.f("uq_wait_task_id_before_id")),
    )
    with op.batch_alter_table("wait") as batch_op:
        batch_op.create_index("ix_wait_client_before_id", ["client_id", "before_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wait_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_wait_client_task_id", ["client_id", "task_id"], unique=False)

    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(sa.Column("change", sa.String(length=16), nullable=True))
        batch_op.create_index("ix_event_client_change", ["client_id", "change"], unique=False)

    with op.batch_alter_table("goal") as batch_op:
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("talk_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE goal SET agreed_at = created_at WHERE life = 'agreed'")

    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("keys", sa.Boolean(), nullable=True))
    op.execute("UPDATE person SET keys = true")
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column("keys", existing_type=sa.Boolean(), nullable=False)

    with op.batch_alter_table("step") as batch_op:
        batch_op.add_column(sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE task SET joined_at = created_at")
    with op.batch_alter_table("task") as batch_op:
        batch_op.alter_column("joined_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_column("joined_at")

    with op.batch_alter_table("step") as batch_op:
        batch_op.drop_column("trashed_at")

    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("keys")

    with op.batch_alter_table("goal") as batch_op:
        batch_op.drop_column("talk_at")
        batch_op.drop_column("agreed_at")

    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_index("ix_event_client_change")
        batch_op.drop_column("change")

    with op.batch_alter_table("wait") as batch_op:
        batch_op.drop_index("ix_wait_client_task_id")
        batch_op.drop_index(batch_op.f("ix_wait_client_id"))
        batch_op.drop_index("ix_wait_client_before_id")

    op.drop_table("wait")
    with op.batch_alter_table("kept_filters") as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_filters_client_id"))

    op.drop_table("kept_filters")
