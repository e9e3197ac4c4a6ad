"""Remove the rule that a person did everything: what an operator imports on the server is the practice's."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_required_actor"
down_revision = "20261128_new_link_requests"

CHANGES_ROWS_OF: set[str] = set()
COLUMNS = (("event", "actor_id"), ("import_run", "created_by_id"))
FIRST_COO = """UPDATE {table} SET {column} = (
    SELECT seat.person_id FROM seat
    WHERE seat.client_id = {table}.client_id AND seat.role = 'coo' ORDER BY seat.number LIMIT 1
) WHERE {column} IS NULL"""


def upgrade() -> None:
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    for table, column in COLUMNS:
        op.execute(FIRST_COO.format(table=table, column=column))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, existing_type=sa.Integer(), nullable=False)
