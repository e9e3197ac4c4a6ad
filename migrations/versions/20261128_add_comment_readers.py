"""Keeps who could read a task when something was written about it: marks lines of history, and comments.

A comment on a task that everybody reads by now stays readable: it has been shown to them.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_comment_readers"
down_revision = "20261128_sign_in_details"

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""

COUNTS = ("comments_for_leads", "comments_for_coo")
READERS = "readers IN ('all', 'leads', 'coo')"

event = sa.table(
    "event", sa.column("id", sa.Integer), sa.column("action", sa.String), sa.column("task_id", sa.Integer),
    sa.column("details", sa.JSON),
)  # fmt: skip
task = sa.table(
    "task", sa.column("id", sa.Integer), sa.column("visibility", sa.String), sa.column("goal_id", sa.Integer),
)  # fmt: skip
goal = sa.table("goal", sa.column("id", sa.Integer), sa.column("life", sa.String))
comment = sa.table(
    "comment", sa.column("id", sa.Integer), sa.column("task_id", sa.Integer), sa.column("number", sa.Integer),
    sa.column("readers", sa.String),
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("comment") as batch_op:
        batch_op.add_column(sa.Column("readers", sa.String(length=10), nullable=True))
    with op.batch_alter_table("task") as batch_op:
        for name in COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    mark_lines()
    op.execute("UPDATE comment SET readers = 'all'")
    mark_comments()
    for name in COUNTS:
        readers = name.removeprefix("comments_for_")
        op.execute(
            f"""UPDATE task SET {name} = (
                SELECT count(*) FROM comment
                WHERE comment.task_id = task.id AND comment.trashed_at IS NULL AND comment.readers = '{readers}'
            )"""  # noqa: S608  names of ours
        )
    with op.batch_alter_table("comment") as batch_op:
        batch_op.alter_column("readers", existing_type=sa.String(length=10), nullable=False)
        batch_op.create_check_constraint(op.f("ck_comment_readers"), READERS)
    with op.batch_alter_table("task") as batch_op:
        for name in COUNTS:
            batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    for key, details in op.get_bind().execute(sa.select(event.c.id, event.c.details)).all():
        if "leads" in details:
            write(key, {name: value for name, value in details.items() if name != "leads"})
    with op.batch_alter_table("task") as batch_op:
        for name in COUNTS:
            batch_op.drop_column(name)
    with op.batch_alter_table("comment") as batch_op:
        batch_op.drop_constraint(op.f("ck_comment_readers"), type_="check")
        batch_op.drop_column("readers")


def mark_lines() -> None:
    """Lines written while their task was for CEO and COO only are theirs."""
    for lines in lines_of_hidden().values():
        shown_first = next((line.details.get("previous") for line in lines if is_sharing(line)), "leads")
        hidden = shown_first == "leads"
        for line in lines:
            if is_sharing(line):
                hidden = line.details.get("current") == "leads"
            if hidden:
                write(line.id, {**line.details, "leads": True})


def lines_of_hidden() -> dict[int, list]:
    """The lines of every task that is, or once was, for CEO and COO only, oldest first."""
    shared = sa.select(event.c.task_id).where(event.c.action == "task_visibility_changed")
    ever = sa.select(task.c.id).where(sa.or_(task.c.visibility == "leads", task.c.id.in_(shared)))
    found: dict[int, list] = {}
    for line in op.get_bind().execute(sa.select(event).where(event.c.task_id.in_(ever)).order_by(event.c.id)):
        found.setdefault(line.task_id, []).append(line)
    return found


def is_sharing(line: sa.Row) -> bool:
    return line.action == "task_visibility_changed"


def mark_comments() -> None:
    """Comments on tasks that not everybody reads: as their task was when they were written."""
    in_draft = sa.case((goal.c.life == "draft", True), else_=False)
    query = sa.select(
        comment.c.id, comment.c.task_id, comment.c.number, task.c.visibility, in_draft.label("in_draft")
    )
    joined = comment.join(task, task.c.id == comment.c.task_id).outerjoin(goal, goal.c.id == task.c.goal_id)
    hidden = sa.or_(goal.c.life == "draft", task.c.visibility == "leads")
    marks = marks_when_written()
    for row in op.get_bind().execute(query.select_from(joined).where(hidden)).all():
        written = marks.get((row.task_id, row.number), {"draft": True, "leads": True})
        if row.in_draft and written.get("draft"):
            readers = "coo"
        elif row.visibility == "leads" and (written.get("leads") or written.get("draft")):
            readers = "leads"
        else:
            continue
        op.get_bind().execute(comment.update().where(comment.c.id == row.id).values(readers=readers))


def marks_when_written() -> dict[tuple[int, int], dict]:
    """The details of the line that tells of each comment, by its task and number."""
    query = sa.select(event.c.task_id, event.c.details).where(event.c.action == "task_comment_added")
    return {
        (task_id, details["before"]["number"]): details
        for task_id, details in op.get_bind().execute(query)
        if "number" in (details.get("before") or {})
    }


def write(key: int, details: dict) -> None:
    op.get_bind().execute(event.update().where(event.c.id == key).values(details=details))
