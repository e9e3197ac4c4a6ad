"""Rename tables, columns and actions to the words of the field. Stored JSON that names a column is carried along.

Undo reads the previous values an event keeps under `before`, and an import keeps the values it replaced. Both name
columns, so a change made before this migration can be undone after it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261128_rename_columns"
down_revision = "20261128_required_actor"

CHANGES_ROWS_OF: set[str] = set()

TABLES = {"wait": "task_dependency", "kept_filters": "saved_filters"}

KEY = {"form_key": "idempotency_key"}
PUBLIC = {"pid": "public_id"}
WORK = {"touched_at": "last_activity_at", "why_watch": "status_reason", **KEY}
COLUMNS = {
    "client": {"zone": "time_zone", **KEY},
    "person": {"zone": "time_zone", "keys": "uses_shortcuts", **PUBLIC},
    "sign_in": PUBLIC,
    "invitation": PUBLIC | KEY,
    "goal": {
        "life": "approval_state",
        "talk_at": "discussion_requested_at",
        "done_by": "target_date",
        "first_done_by": "original_target_date",
        "measure": "metric",
        "measure_unit": "metric_unit",
        "measure_from": "metric_start",
        "measure_to": "metric_target",
        "measure_now": "metric_current",
        **WORK,
    },
    "task": {"joined_at": "added_to_goal_at", "first_due": "original_due", **WORK},
    "step": KEY,
    "comment": KEY,
    "event": {"change": "change_set_id"},
    "import_run": {"words": "messages", "counts": "result", "touched_at": "last_activity_at", **KEY},
    "import_link": {"said": "source_values"},
    "wait": {"before_id": "blocker_id"},
    "kept_filters": {"words": "query_string"},
}
CONSTRAINTS = {
    "client": {"uq_client_form_key": "uq_client_idempotency_key"},
    "comment": {"uq_comment_client_id_form_key": "uq_comment_client_id_idempotency_key"},
    "goal": {
        "ck_goal_life": "ck_goal_approval_state",
        "uq_goal_client_id_form_key": "uq_goal_client_id_idempotency_key",
    },
    "import_run": {"uq_import_run_client_id_form_key": "uq_import_run_client_id_idempotency_key"},
    "invitation": {
        "uq_invitation_client_id_form_key": "uq_invitation_client_id_idempotency_key",
        "uq_invitation_pid": "uq_invitation_public_id",
    },
    "person": {"uq_person_pid": "uq_person_public_id"},
    "kept_filters": {
        "fk_kept_filters_client_id_client": "fk_saved_filters_client_id_client",
        "fk_kept_filters_client_id_seat_id_seat": "fk_saved_filters_client_id_seat_id_seat",
        "pk_kept_filters": "pk_saved_filters",
        "uq_kept_filters_client_id_seat_id": "uq_saved_filters_client_id_seat_id",
    },
    "sign_in": {"uq_sign_in_pid": "uq_sign_in_public_id"},
    "step": {"uq_step_client_id_form_key": "uq_step_client_id_idempotency_key"},
    "task": {"uq_task_client_id_form_key": "uq_task_client_id_idempotency_key"},
    "wait": {
        "ck_wait_not_on_itself": "ck_task_dependency_not_on_itself",
        "fk_wait_client_id_before_id_task": "fk_task_dependency_client_id_blocker_id_task",
        "fk_wait_client_id_client": "fk_task_dependency_client_id_client",
        "fk_wait_client_id_task_id_task": "fk_task_dependency_client_id_task_id_task",
        "pk_wait": "pk_task_dependency",
        "uq_wait_task_id_before_id": "uq_task_dependency_task_id_blocker_id",
    },
}
INDEXES = {
    "event": {"ix_event_client_change": "ix_event_client_change_set_id"},
    "kept_filters": {"ix_kept_filters_client_id": "ix_saved_filters_client_id"},
    "wait": {
        "ix_wait_client_before_id": "ix_task_dependency_client_blocker_id",
        "ix_wait_client_id": "ix_task_dependency_client_id",
        "ix_wait_client_task_id": "ix_task_dependency_client_task_id",
    },
}

ACTIONS = {
    "goal_put_back": "goal_returned_to_draft",
    "goal_talk_wanted": "goal_discussion_requested",
    "goal_talk_withdrawn": "goal_discussion_withdrawn",
    "goal_measure_changed": "goal_metric_changed",
    "goal_measure_now_changed": "goal_metric_updated",
    "task_wait_added": "task_dependency_added",
    "task_wait_removed": "task_dependency_removed",
    "client_zone_changed": "client_time_zone_changed",
    "plan_taken_back": "import_undone",
}
PRACTICE_ACTIONS = {
    "person_zone_changed": "person_time_zone_changed",
    "person_keys_changed": "person_uses_shortcuts_changed",
}
AT_ONCE = 500


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        rename_in(
            table, TABLES.get(table, table), columns, CONSTRAINTS.get(table, {}), INDEXES.get(table, {})
        )
    rename_actions(ACTIONS, PRACTICE_ACTIONS)
    carry_values({**COLUMNS["task"], **COLUMNS["goal"], **COLUMNS["client"]}, result="result")


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        names = CONSTRAINTS.get(table, {}), INDEXES.get(table, {})
        rename_in(TABLES.get(table, table), table, *(swapped(each) for each in (columns, *names)))
    rename_actions(swapped(ACTIONS), swapped(PRACTICE_ACTIONS))
    carry_values(swapped({**COLUMNS["task"], **COLUMNS["goal"], **COLUMNS["client"]}), result="counts")


def swapped(names: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in names.items()}


def rename_in(
    table: str,
    wanted: str,
    columns: Mapping[str, str],
    constraints: Mapping[str, str],
    indexes: Mapping[str, str],
) -> None:
    """Rename a table with its columns, constraints and indexes."""
    for old, new in columns.items():
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    if op.get_bind().dialect.name == "sqlite":
        if constraints or table != wanted:
            build_anew(table, wanted, {**constraints, **indexes})
        else:
            rename_indexes(table, indexes)
        return
    for old, new in constraints.items():
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
    for old, new in indexes.items():
        op.execute(f"ALTER INDEX {old} RENAME TO {new}")
    if table != wanted:
        op.execute(f"ALTER TABLE {table} RENAME TO {wanted}")
        op.execute(f"ALTER SEQUENCE {table}_id_seq RENAME TO {wanted}_id_seq")


def build_anew(table: str, wanted: str, names: Mapping[str, str]) -> None:
    """Make the table once more, with its indexes and triggers, because SQLite renames no constraint."""
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).fetchall()
    made = next(sql for kind, sql in found if kind == "table")
    head = re.compile(r'^CREATE TABLE "?\w+"?', re.IGNORECASE)
    connection.exec_driver_sql(with_names(head.sub("CREATE TABLE _anew", made), names))
    connection.exec_driver_sql(f"INSERT INTO _anew SELECT * FROM {table}")  # noqa: S608  names of ours
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE _anew RENAME TO {wanted}")
    for kind, sql in found:
        if kind != "table":
            connection.exec_driver_sql(with_names(sql, {**names, table: wanted}))


def rename_indexes(table: str, names: Mapping[str, str]) -> None:
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", (table,)
    ).fetchall()
    for name, sql in found:
        if name in names:
            connection.exec_driver_sql(f"DROP INDEX {name}")
            connection.exec_driver_sql(with_names(sql, names))


def with_names(sql: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        sql = re.sub(rf"\b{old}\b", new, sql)
    return sql


def rename_actions(actions: Mapping[str, str], of_practice: Mapping[str, str]) -> None:
    for table, names in (("event", actions), ("practice_event", of_practice)):
        row = sa.table(table, sa.column("action"))
        for old, new in names.items():
            op.execute(sa.update(row).where(row.c.action == old).values(action=new))


def carry_values(names: Mapping[str, str], result: str) -> None:
    """Rename the columns that stored values name: what events keep for undo, and what imports replaced."""
    for table, column in (("event", "details"), ("import_run", result)):
        row = sa.table(table, sa.column("id"), sa.column(column, sa.JSON()))
        for key, kept in rows_of(row, column):
            renamed = renamed_event(kept, names) if table == "event" else renamed_import(kept, names)
            if renamed != kept:
                op.execute(sa.update(row).where(row.c.id == key).values({column: renamed}))


def rows_of(row: sa.TableClause, column: str) -> Iterator[tuple[int, dict[str, Any]]]:
    last = 0
    query = sa.select(row.c.id, row.c[column]).order_by(row.c.id).limit(AT_ONCE)
    while found := op.get_bind().execute(query.where(row.c.id > last)).all():
        yield from ((key, kept) for key, kept in found if isinstance(kept, dict))
        last = found[-1][0]


def renamed_keys(kept: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in kept.items()}


def renamed_event(details: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found = dict(details)
    if isinstance(before := found.get("before"), dict):
        found["before"] = renamed_keys(before, names)
        if before.get("field") in names:
            found["before"]["field"] = names[before["field"]]
    if isinstance(counts := found.get("counts"), dict):
        found["counts"] = renamed_keys(counts, names)
    return found


def renamed_import(result: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    found = renamed_keys(result, names)
    if isinstance(before := found.get("before"), dict):
        found["before"] = {
            level: [renamed_keys(row, names) for row in rows] for level, rows in before.items()
        }
    return found
