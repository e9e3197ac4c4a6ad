"""Adds sign-in attempts, delays and known devices."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_sign_in_attempts"
down_revision = "20261128_invitation_requests"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""


def moment(name):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "sign_in_network",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_network")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_in_network_key")),
        sa.UniqueConstraint("number", name=op.f("uq_sign_in_network_number")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("is_new_device", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        moment("happened_at"),
        sa.CheckConstraint(
            "result IN ('signed_in', 'refused', 'slowed')", name=op.f("ck_sign_in_attempt_result")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_attempt_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["sign_in_network.id"], name=op.f("fk_sign_in_attempt_network_id_sign_in_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt") as batch_op:
        batch_op.create_index("ix_sign_in_attempt_account", ["account", "result"], unique=False)
        for column in ("happened_at", "network_id", "person_id"):
            batch_op.create_index(batch_op.f(f"ix_sign_in_attempt_{column}"), [column], unique=False)
    op.create_table(
        "sign_in_delay",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        moment("counted_at"),
        moment("blocked_until"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_delay")),
    )
    with op.batch_alter_table("sign_in_delay") as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_delay_account"), ["account"], unique=False)
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        moment("created_at"),
        moment("seen_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_device_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("person_id", "token_hash", name=op.f("uq_known_device_person_id_token_hash")),
    )
    with op.batch_alter_table("known_device") as batch_op:
        for column in ("person_id", "token_hash"):
            batch_op.create_index(batch_op.f(f"ix_known_device_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in ("known_device", "sign_in_delay", "sign_in_attempt", "sign_in_network"):
        op.drop_table(table)
