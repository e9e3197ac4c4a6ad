"""A goal or task of a file, staged until a person confirms the import."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import BelongsToClient, Model, within_client


class ImportRow(BelongsToClient, Model):
    """A staged goal or task as the file has it, a task with its steps. `goal_position`: its goal's row."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("client_id", "run_id", "position"),
        within_client("run_id", "import_run"),
        CheckConstraint("level IN ('task', 'goal')", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int]
    position: Mapped[int]
    level: Mapped[str] = mapped_column(String(10))
    goal_position: Mapped[int | None]
    planned: Mapped[JsonObject] = mapped_column(JSON)
