"""Where a goal, task or step came from. A second import of the file updates it instead of adding it again."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import BelongsToClient, Model, by_client, within_client


class ImportLink(BelongsToClient, Model):
    """The file's own id of a record. `source_values`: the file's values at its last import, `run_id`."""

    __tablename__ = "import_link"
    __table_args__ = (
        UniqueConstraint("client_id", "source", "level", "external_id"),
        within_client("run_id", "import_run"),
        within_client("goal_id", "goal"),
        within_client("task_id", "task"),
        within_client("step_id", "step"),
        by_client("import_link", "run_id"),
        by_client("import_link", "goal_id"),
        by_client("import_link", "task_id"),
        by_client("import_link", "step_id"),
        CheckConstraint("source IN ('trello', 'asana', 'own')", name="source"),
        CheckConstraint("level IN ('goal', 'task', 'step')", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int]
    source: Mapped[str] = mapped_column(String(10))
    level: Mapped[str] = mapped_column(String(10))
    external_id: Mapped[str] = mapped_column(String(120))
    goal_id: Mapped[int | None]
    task_id: Mapped[int | None]
    step_id: Mapped[int | None]
    source_values: Mapped[JsonObject] = mapped_column(JSON)
