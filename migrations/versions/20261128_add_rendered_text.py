"""Add the HTML of people's longer texts. It is filled at a text's first view, or by `tracker render-text`."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_033500"
down_revision = "20261128_account_proofs"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""

TEXTS = (("task", "details"), ("comment", "body"))


def upgrade() -> None:
    for table, name in TEXTS:
        op.add_column(table, sa.Column(f"{name}_html", sa.Text(), nullable=True))
        op.add_column(table, sa.Column(f"{name}_mark", sa.String(length=40), nullable=True))


def downgrade() -> None:
    for table, name in TEXTS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(f"{name}_mark")
            batch_op.drop_column(f"{name}_html")
