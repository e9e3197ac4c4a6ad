"""The filters a seat last looked through, so that its road map opens the way it was left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, within_client


class SavedFilters(BelongsToClient, Model):
    """One row a seat; `words` are the arguments as they stood in the address. Written after the answer."""

    __tablename__ = "kept_filters"
    __table_args__ = (UniqueConstraint("client_id", "seat_id"), within_client("seat_id", "seat"))

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int]
    words: Mapped[str] = mapped_column(String(400), default="")
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
