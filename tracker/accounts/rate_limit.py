"""How often one account may do what costs much: imports, exports and invitations are counted in the database,
searches in each process, since reading writes nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from flask import current_app
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import Person
from tracker.foundation import clock
from tracker.foundation.database import Model, db
from tracker.foundation.errors import TooOftenError


@dataclass(frozen=True)
class Allowance:
    """So many in a window; more are refused in words until it is over."""

    at_most: int
    window: timedelta
    done: str
    next: str


ALLOWANCES = {
    "import": Allowance(30, timedelta(minutes=10), "sent many files", "send the next one"),
    "export": Allowance(30, timedelta(minutes=10), "exported many times", "export again"),
    "invitation": Allowance(60, timedelta(hours=1), "invited many people", "invite the next one"),
    "search": Allowance(600, timedelta(minutes=1), "searched very often", "search again"),
}
"""More than anybody does by hand; `ALLOWANCES` in the settings replaces a number."""


class Throttle(Model):
    """One counter. The key is a fingerprint, so the table names nobody."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime]


def spend(what: str, by: Person) -> None:
    """Count one; raises TooOftenError when none is left. It counts once the request succeeds, with what it wrote."""
    allowance, now = ALLOWANCES[what], clock.now()
    key = sha256(f"{what}:{by.id}".encode()).hexdigest()
    found = db.session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).first()
    if found is None:
        db.session.execute(delete(Throttle).where(Throttle.until < now - timedelta(days=1)))
        db.session.add(Throttle(key=key, count=1, until=now + allowance.window))
    elif found.until <= now:
        found.count, found.until = 1, now + allowance.window
    elif found.count >= most(what):
        refuse(allowance, (found.until - now).total_seconds())
    else:
        found.count += 1


SEARCHES: dict[str, tuple[int, float]] = {}
"""By person: how many in this window, and when it ends."""


def spend_search(by: Person) -> None:
    """The same for a search, counted in this process only."""
    allowance, now = ALLOWANCES["search"], time.monotonic()
    if len(SEARCHES) > 10_000:
        SEARCHES.clear()
    many, until = SEARCHES.get(by.pid, (0, 0.0))
    if until <= now:
        many, until = 0, now + allowance.window.total_seconds()
    if many >= most("search"):
        refuse(allowance, until - now)
    SEARCHES[by.pid] = many + 1, until


def most(what: str) -> int:
    return int(current_app.config["ALLOWANCES"].get(what, ALLOWANCES[what].at_most))


def refuse(allowance: Allowance, seconds: float) -> None:
    minutes = ceil(seconds / 60)
    when = f"in {minutes} minutes" if minutes > 1 else "in a minute"
    raise TooOftenError(
        f"You have {allowance.done} in a short time. You can {allowance.next} {when}.", ceil(seconds)
    )
