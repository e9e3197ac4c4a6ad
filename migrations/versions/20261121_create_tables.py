"""Create the tables."""

import sqlalchemy as sa
from alembic import op

revision = "20261121_1914"
down_revision = None

CHANGES_ROWS_OF: set[str] = set()
"""Tables whose number of rows changes on purpose; every other one is counted before and after."""


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("vision_on", sa.Date(), nullable=True),
        sa.Column("health", sa.String(length=20), nullable=False),
        sa.Column("health_reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("goal_count", sa.Integer(), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("seat_count", sa.Integer(), nullable=False),
        sa.Column("import_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "health IN ('step_in', 'watch', 'settling_in', 'steady')", name=op.f("ck_client_health")
        ),
        sa.CheckConstraint("colour BETWEEN 1 AND 4", name=op.f("ck_client_colour")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("form_key", name=op.f("uq_client_form_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_client_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pid", sa.String(length=24), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("staff_role", sa.String(length=10), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("theme", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("staff_role IN ('owner', 'coo')", name=op.f("ck_person_staff_role")),
        sa.CheckConstraint("theme IN ('auto', 'light', 'dark')", name=op.f("ck_person_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("pid", name=op.f("uq_person_pid")),
    )
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("include_archived", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=True),
        sa.Column("plan_name", sa.String(length=120), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("source IN ('trello', 'asana', 'own')", name=op.f("ck_import_run_source")),
        sa.CheckConstraint(
            "state IN ('ready', 'reading', 'refused', 'applied', 'cancelled')",
            name=op.f("ck_import_run_state"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_import_run_client_id_client")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_import_run_created_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("client_id", "form_key", name=op.f("uq_import_run_client_id_form_key")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_import_run_client_id_id")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_import_run_client_id_number")),
    )
    op.create_index("ix_import_run_client_hash", "import_run", ["client_id", "file_hash"], unique=False)
    op.create_index(op.f("ix_import_run_client_id"), "import_run", ["client_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pid", sa.String(length=24), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('ceo', 'team', 'viewer')", name=op.f("ck_invitation_role")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_invitation_client_id_client")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("client_id", "form_key", name=op.f("uq_invitation_client_id_form_key")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_invitation_client_id_id")),
        sa.UniqueConstraint("pid", name=op.f("uq_invitation_pid")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_client_id"), "invitation", ["client_id"], unique=False)
    op.create_table(
        "practice_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_practice_event_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_event")),
    )
    op.create_table(
        "reset_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reset_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reset_link_token_hash")),
    )
    op.create_index(op.f("ix_reset_link_person_id"), "reset_link", ["person_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('coo', 'ceo', 'team', 'viewer')", name=op.f("ck_seat_role")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_seat_client_id_client")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_seat_client_id_id")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_seat_client_id_number")),
    )
    op.create_index(op.f("ix_seat_client_id"), "seat", ["client_id"], unique=False)
    op.create_index(op.f("ix_seat_person_id"), "seat", ["person_id"], unique=False)
    op.create_index(
        "uq_seat_live",
        "seat",
        ["client_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pid", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("pid", name=op.f("uq_sign_in_pid")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 5", name=op.f("ck_span_number")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_span_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_span")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_span_client_id_id")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_span_client_id_number")),
    )
    op.create_index(op.f("ix_span_client_id"), "span", ["client_id"], unique=False)
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("span_id", sa.Integer(), nullable=True),
        sa.Column("quarter", sa.String(length=7), nullable=True),
        sa.Column("done_by", sa.Date(), nullable=True),
        sa.Column("first_done_by", sa.Date(), nullable=True),
        sa.Column("life", sa.String(length=10), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("measure_unit", sa.String(length=40), nullable=False),
        sa.Column("measure_from", sa.Numeric(precision=14, scale=2, asdecimal=False), nullable=True),
        sa.Column("measure_to", sa.Numeric(precision=14, scale=2, asdecimal=False), nullable=True),
        sa.Column("measure_now", sa.Numeric(precision=14, scale=2, asdecimal=False), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_watch", sa.String(length=300), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("waiting_name", sa.String(length=120), nullable=False),
        sa.Column("owner_seat_id", sa.Integer(), nullable=True),
        sa.Column("waiting_seat_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("life IN ('draft', 'proposed', 'agreed')", name=op.f("ck_goal_life")),
        sa.CheckConstraint(
            "status IN ('not_started', 'on_track', 'watch', 'waiting', 'done', 'parked')",
            name=op.f("ck_goal_status"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "owner_seat_id"],
            ["seat.client_id", "seat.id"],
            name=op.f("fk_goal_client_id_owner_seat_id_seat"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "span_id"],
            ["span.client_id", "span.id"],
            name=op.f("fk_goal_client_id_span_id_span"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "waiting_seat_id"],
            ["seat.client_id", "seat.id"],
            name=op.f("fk_goal_client_id_waiting_seat_id_seat"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_goal_client_id_client")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_goal_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("client_id", "form_key", name=op.f("uq_goal_client_id_form_key")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_goal_client_id_id")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_goal_client_id_number")),
    )
    op.create_index(op.f("ix_goal_client_id"), "goal", ["client_id"], unique=False)
    op.create_index("ix_goal_client_owner_seat_id", "goal", ["client_id", "owner_seat_id"], unique=False)
    op.create_index("ix_goal_client_position", "goal", ["client_id", "position"], unique=False)
    op.create_index("ix_goal_client_span_id", "goal", ["client_id", "span_id"], unique=False)
    op.create_index("ix_goal_client_waiting_seat_id", "goal", ["client_id", "waiting_seat_id"], unique=False)
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("goal_position", sa.Integer(), nullable=True),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('task', 'goal')", name=op.f("ck_import_row_level")),
        sa.ForeignKeyConstraint(
            ["client_id", "run_id"],
            ["import_run.client_id", "import_run.id"],
            name=op.f("fk_import_row_client_id_run_id_import_run"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_import_row_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint(
            "client_id", "run_id", "position", name=op.f("uq_import_row_client_id_run_id_position")
        ),
    )
    op.create_index(op.f("ix_import_row_client_id"), "import_row", ["client_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("first_due", sa.Date(), nullable=True),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("step_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_watch", sa.String(length=300), nullable=False),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("waiting_name", sa.String(length=120), nullable=False),
        sa.Column("owner_seat_id", sa.Integer(), nullable=True),
        sa.Column("waiting_seat_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('strategy', 'build', 'routine')", name=op.f("ck_task_kind")),
        sa.CheckConstraint(
            "status IN ('not_started', 'on_track', 'watch', 'waiting', 'done', 'parked')",
            name=op.f("ck_task_status"),
        ),
        sa.CheckConstraint("visibility IN ('all', 'leads')", name=op.f("ck_task_visibility")),
        sa.ForeignKeyConstraint(
            ["client_id", "goal_id"],
            ["goal.client_id", "goal.id"],
            name=op.f("fk_task_client_id_goal_id_goal"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "owner_seat_id"],
            ["seat.client_id", "seat.id"],
            name=op.f("fk_task_client_id_owner_seat_id_seat"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "waiting_seat_id"],
            ["seat.client_id", "seat.id"],
            name=op.f("fk_task_client_id_waiting_seat_id_seat"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_task_client_id_client")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_task_created_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("client_id", "form_key", name=op.f("uq_task_client_id_form_key")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_task_client_id_id")),
        sa.UniqueConstraint("client_id", "number", name=op.f("uq_task_client_id_number")),
    )
    op.create_index("ix_task_client_done", "task", ["client_id", "done_at"], unique=False)
    op.create_index("ix_task_client_due", "task", ["client_id", "due"], unique=False)
    op.create_index("ix_task_client_goal_id", "task", ["client_id", "goal_id"], unique=False)
    op.create_index(op.f("ix_task_client_id"), "task", ["client_id"], unique=False)
    op.create_index("ix_task_client_owner_seat_id", "task", ["client_id", "owner_seat_id"], unique=False)
    op.create_index("ix_task_client_waiting_seat_id", "task", ["client_id", "waiting_seat_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.ForeignKeyConstraint(
            ["client_id", "task_id"],
            ["task.client_id", "task.id"],
            name=op.f("fk_comment_client_id_task_id_task"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_comment_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("client_id", "form_key", name=op.f("uq_comment_client_id_form_key")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_comment_client_id_id")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_comment_task_id_number")),
    )
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"], unique=False)
    op.create_index(op.f("ix_comment_client_id"), "comment", ["client_id"], unique=False)
    op.create_index("ix_comment_client_task_id", "comment", ["client_id", "task_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["client_id", "goal_id"],
            ["goal.client_id", "goal.id"],
            name=op.f("fk_event_client_id_goal_id_goal"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "task_id"],
            ["task.client_id", "task.id"],
            name=op.f("fk_event_client_id_task_id_task"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_event_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_client_goal", "event", ["client_id", "goal_id"], unique=False)
    op.create_index("ix_event_client_happened", "event", ["client_id", "happened_at"], unique=False)
    op.create_index(op.f("ix_event_client_id"), "event", ["client_id"], unique=False)
    op.create_index("ix_event_client_task", "event", ["client_id", "task_id"], unique=False)
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id", "task_id"],
            ["task.client_id", "task.id"],
            name=op.f("fk_step_client_id_task_id_task"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_step_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sa.UniqueConstraint("client_id", "form_key", name=op.f("uq_step_client_id_form_key")),
        sa.UniqueConstraint("client_id", "id", name=op.f("uq_step_client_id_id")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_step_task_id_number")),
    )
    op.create_index(op.f("ix_step_client_id"), "step", ["client_id"], unique=False)
    op.create_index("ix_step_client_task_id", "step", ["client_id", "task_id"], unique=False)
    op.create_table(
        "import_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('goal', 'task', 'step')", name=op.f("ck_import_link_level")),
        sa.CheckConstraint("source IN ('trello', 'asana', 'own')", name=op.f("ck_import_link_source")),
        sa.ForeignKeyConstraint(
            ["client_id", "goal_id"],
            ["goal.client_id", "goal.id"],
            name=op.f("fk_import_link_client_id_goal_id_goal"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "run_id"],
            ["import_run.client_id", "import_run.id"],
            name=op.f("fk_import_link_client_id_run_id_import_run"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "step_id"],
            ["step.client_id", "step.id"],
            name=op.f("fk_import_link_client_id_step_id_step"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id", "task_id"],
            ["task.client_id", "task.id"],
            name=op.f("fk_import_link_client_id_task_id_task"),
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_import_link_client_id_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_link")),
        sa.UniqueConstraint(
            "client_id",
            "source",
            "level",
            "external_id",
            name=op.f("uq_import_link_client_id_source_level_external_id"),
        ),
    )
    op.create_index("ix_import_link_client_goal_id", "import_link", ["client_id", "goal_id"], unique=False)
    op.create_index(op.f("ix_import_link_client_id"), "import_link", ["client_id"], unique=False)
    op.create_index("ix_import_link_client_run_id", "import_link", ["client_id", "run_id"], unique=False)
    op.create_index("ix_import_link_client_step_id", "import_link", ["client_id", "step_id"], unique=False)
    op.create_index("ix_import_link_client_task_id", "import_link", ["client_id", "task_id"], unique=False)


def downgrade() -> None:
    op.drop_table("import_link")
    op.drop_table("step")
    op.drop_table("event")
    op.drop_table("comment")
    op.drop_table("task")
    op.drop_table("import_row")
    op.drop_table("goal")
    op.drop_table("span")
    op.drop_table("sign_in")
    op.drop_table("seat")
    op.drop_table("reset_link")
    op.drop_table("practice_event")
    op.drop_table("invitation")
    op.drop_table("import_run")
    op.drop_table("throttle")
    op.drop_table("practice")
    op.drop_table("person")
    op.drop_table("client")
