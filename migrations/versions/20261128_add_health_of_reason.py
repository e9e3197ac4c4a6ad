"""Add the health for which a client's reason was given, taken from the last line of history with that reason."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_health_of_reason"
down_revision = "20261128_remove_import_count"

CHANGES_ROWS_OF: set[str] = set()

NAME, KIND = "health_of_reason", sa.String(length=20)
CHECK = f"{NAME} IN ('step_in', 'watch', 'settling_in', 'steady')"


def upgrade() -> None:
    with op.batch_alter_table("client") as batch_op:
        batch_op.add_column(sa.Column(NAME, KIND, nullable=True))
    op.execute("UPDATE client SET health_of_reason = health")
    take_from_history()
    with op.batch_alter_table("client") as batch_op:
        batch_op.alter_column(NAME, existing_type=KIND, nullable=False)
        batch_op.create_check_constraint(op.f(f"ck_client_{NAME}"), CHECK)


def take_from_history() -> None:
    client = sa.table("client", *map(sa.column, ("id", "health", "health_reason", NAME)))
    event = sa.table("event", *map(sa.column, ("id", "client_id", "action")), sa.column("details", sa.JSON()))
    connection = op.get_bind()
    told = sa.select(event.c.client_id, event.c.details).where(event.c.action == "health_changed")
    reasons = dict(connection.execute(sa.select(client.c.id, client.c.health_reason)).all())
    given_for = {
        client_id: details["current"]
        for client_id, details in connection.execute(told.order_by(event.c.id))
        if details.get("why") and details["why"] == reasons.get(client_id)
    }
    for client_id, health in given_for.items():
        connection.execute(client.update().where(client.c.id == client_id).values({NAME: health}))


def downgrade() -> None:
    with op.batch_alter_table("client") as batch_op:
        batch_op.drop_constraint(op.f(f"ck_client_{NAME}"), type_="check")
        batch_op.drop_column(NAME)
