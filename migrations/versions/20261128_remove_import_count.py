"""Remove the count of imports from clients: nothing ever read or raised it."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_remove_import_count"
down_revision = "20261128_comment_readers"

CHANGES_ROWS_OF: set[str] = set()


def upgrade() -> None:
    with op.batch_alter_table("client") as batch_op:
        batch_op.drop_column("import_count")


def downgrade() -> None:
    with op.batch_alter_table("client") as batch_op:
        batch_op.add_column(sa.Column("import_count", sa.Integer(), nullable=True))
    op.execute("UPDATE client SET import_count = 0")
    with op.batch_alter_table("client") as batch_op:
        batch_op.alter_column("import_count", existing_type=sa.Integer(), nullable=False)
