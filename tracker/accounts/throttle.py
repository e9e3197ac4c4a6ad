"""How often something was tried (SECURITY B3): counted in the database, in a transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from tracker.foundation import clock
from tracker.foundation.db import Model, db

WINDOW = timedelta(minutes=15)
A_PERSON, AN_ADDRESS = 10, 50
"""Failures allowed in a window: for one account, and from one network address."""


class Throttle(Model):
    """One counter. The key is a fingerprint, so the table names nobody."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime]


def key_of(kind: str, who: str) -> str:
    return sha256(f"{kind}:{who}".encode()).hexdigest()


def check(kind: str, who: str, at_most: int) -> None:
    """Raise 429 when the limit is reached. Reads only."""
    found = db.session.get(Throttle, key_of(kind, who), populate_existing=True)
    if found and found.until > clock.now() and found.count >= at_most:
        seconds = int((found.until - clock.now()).total_seconds()) + 1
        raise TooManyRequests(retry_after=seconds)


def count(kind: str, who: str) -> None:
    """Count one failure. The caller commits this alone: it must outlive the refused request's rollback."""
    found = db.session.scalars(
        select(Throttle).where(Throttle.key == key_of(kind, who)).with_for_update()
    ).first()
    if found is None:
        db.session.add(Throttle(key=key_of(kind, who), count=1, until=clock.now() + WINDOW))
    elif found.until <= clock.now():
        found.count, found.until = 1, clock.now() + WINDOW
    else:
        found.count += 1
    db.session.execute(delete(Throttle).where(Throttle.until < clock.now() - timedelta(days=1)))


def forget(kind: str, who: str) -> None:
    db.session.execute(delete(Throttle).where(Throttle.key == key_of(kind, who)))
