"""The filters a seat used last, so that its road map opens with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation import clock
from tracker.foundation.database import BelongsToClient, Model, within_client


class SavedFilters(BelongsToClient, Model):
    """The query string of the filters a seat used last. Written after the response."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("client_id", "seat_id"), within_client("seat_id", "seat"))

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int]
    query_string: Mapped[str] = mapped_column(String(400), default="")
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
