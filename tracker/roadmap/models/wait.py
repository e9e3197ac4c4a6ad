"""Waits-for: one task that cannot start before another is done. The graph of a client never has a cycle."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation import clock
from tracker.foundation.db import Model, Owned, by_client, within_client


class Wait(Owned, Model):
    """`task` waits for `before`: it is free to start once that one is done, parked or gone."""

    __tablename__ = "wait"
    __table_args__ = (
        UniqueConstraint("task_id", "before_id"),
        within_client("task_id", "task"),
        within_client("before_id", "task"),
        by_client("wait", "task_id"),
        by_client("wait", "before_id"),
        CheckConstraint("task_id <> before_id", name="not_on_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int]
    before_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
