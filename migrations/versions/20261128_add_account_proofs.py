"""Keeps who vouches for an account, who made a link to a new password, and whether its person was told."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_account_proofs"
down_revision = "20261128_vision_author"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""

PERSON = sa.table("person", sa.column("id"), sa.column("pid"), sa.column("email"), sa.column("staff_role"))
INVITATION = sa.table(
    "invitation",
    sa.column("email"),
    sa.column("client_id"),
    sa.column("invited_by_id"),
    sa.column("accepted_at"),
)
SEAT = sa.table("seat", sa.column("person_id"), sa.column("client_id"), sa.column("role"))
LINK = sa.table(
    "reset_link",
    sa.column("id"),
    sa.column("person_id"),
    sa.column("made_by_id"),
    sa.column("used_at", sa.DateTime(timezone=True)),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("told_at", sa.DateTime(timezone=True)),
)
NOTED = sa.table(
    "practice_event",
    sa.column("id"),
    sa.column("action"),
    sa.column("details", sa.JSON()),
    sa.column("actor_id"),
)


def upgrade() -> None:
    proof = op.create_table(
        "account_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "how IN ('console', 'owner', 'coo', 'mailbox')", name=op.f("ck_account_proof_how")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_proof_person_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_account_proof_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_proof")),
    )
    with op.batch_alter_table("account_proof") as batch_op:
        batch_op.create_index(batch_op.f("ix_account_proof_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("reset_link") as batch_op:
        batch_op.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_reset_link_made_by_id_person"), "person", ["made_by_id"], ["id"]
        )
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("has_notices", sa.Boolean(), nullable=True))
    op.execute("UPDATE person SET has_notices = false")
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column("has_notices", existing_type=sa.Boolean(), nullable=False)
    name_makers(op.get_bind())
    prove(op.get_bind(), proof)


def name_makers(connection: sa.Connection) -> None:
    """Who made each link is read from the practice's history; one that nobody is known for stops working."""
    now = sa.func.now()
    connection.execute(sa.update(LINK).values(told_at=now))
    pids = dict(connection.execute(sa.select(PERSON.c.pid, PERSON.c.id)).all())
    makers = {}
    noted = sa.select(NOTED.c.details, NOTED.c.actor_id).where(NOTED.c.action == "reset_link_made")
    for details, actor in connection.execute(noted.order_by(NOTED.c.id)):
        makers[pids.get(details.get("person"))] = actor
    for number, person in connection.execute(
        sa.select(LINK.c.id, LINK.c.person_id).where(LINK.c.used_at.is_(None))
    ):
        known = {"made_by_id": makers[person]} if person in makers else {"used_at": now}
        connection.execute(sa.update(LINK).where(LINK.c.id == number).values(**known))


def prove(connection: sa.Connection, proof: sa.Table) -> None:
    """An account counts as proven if nobody invited it, so that the console or the owner made it, or if a COO
    invited it: then only by that COO. Nobody is signed out."""
    owners = set(connection.scalars(sa.select(PERSON.c.id).where(PERSON.c.staff_role == "owner")))
    staff = set(connection.scalars(sa.select(PERSON.c.id).where(PERSON.c.staff_role.is_not(None))))
    coos = set(
        connection.execute(sa.select(SEAT.c.person_id, SEAT.c.client_id).where(SEAT.c.role == "coo")).all()
    )
    invited: dict[str, set[int]] = {}
    accepted = sa.select(INVITATION.c.email, INVITATION.c.invited_by_id, INVITATION.c.client_id)
    for email, by, client in connection.execute(accepted.where(INVITATION.c.accepted_at.is_not(None))):
        invited.setdefault(email, set()).update({by} if by in staff and (by, client) in coos else ())
    rows = []
    for number, email in connection.execute(sa.select(PERSON.c.id, PERSON.c.email)):
        if email not in invited:
            rows.append({"person_id": number, "how": "owner", "by_id": None})
        rows += [
            {"person_id": number, "how": "owner" if by in owners else "coo", "by_id": by}
            for by in sorted(invited.get(email, ()))
        ]
    if rows:
        connection.execute(sa.insert(proof).values(proven_at=sa.func.now()), rows)


def downgrade() -> None:
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("has_notices")
    with op.batch_alter_table("reset_link") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_reset_link_made_by_id_person"), type_="foreignkey")
        batch_op.drop_column("told_at")
        batch_op.drop_column("made_by_id")
    with op.batch_alter_table("account_proof") as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_proof_person_id"))
    op.drop_table("account_proof")
