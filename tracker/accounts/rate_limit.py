"""How often an account may do something costly. Imports, exports and invitations are counted in the database.

Searches are counted in each process, because reading writes nothing.
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
    """The number of times within a window; more are refused, with a sentence, until the window ends."""

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
"""More than anybody does by hand. `ALLOWANCES` in the settings overrides a number."""


class Throttle(Model):
    """One counter. The key is a hash, so the table names no person."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime]


def spend(what: str, by: Person) -> None:
    """Count one use; raises TooOftenError if none is left. It counts only if the request is committed."""
    allowance, now = ALLOWANCES[what], clock.now()
    key = sha256(f"{what}:{by.id}".encode()).hexdigest()
    found = db.session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).first()
    if found is None:
        db.session.execute(delete(Throttle).where(Throttle.until < now - timedelta(days=1)))
        db.session.add(Throttle(key=key, count=1, until=now + allowance.window))
    elif found.until <= now:
        found.count, found.until = 1, now + allowance.window
    elif found.count >= allowed_uses(what):
        refuse_too_often(allowance, (found.until - now).total_seconds())
    else:
        found.count += 1


SEARCHES: dict[str, tuple[int, float]] = {}
"""By a person's public id: the searches in this window, and when it ends by the monotonic clock."""


def spend_search(by: Person) -> None:
    """Count a search, in this process only; raises TooOftenError if none is left."""
    allowance, now = ALLOWANCES["search"], time.monotonic()
    if len(SEARCHES) > 10_000:
        SEARCHES.clear()
    many, until = SEARCHES.get(by.public_id, (0, 0.0))
    if until <= now:
        many, until = 0, now + allowance.window.total_seconds()
    if many >= allowed_uses("search"):
        refuse_too_often(allowance, until - now)
    SEARCHES[by.public_id] = many + 1, until


def allowed_uses(what: str) -> int:
    """Return how often an action is allowed in its window."""
    return int(current_app.config["ALLOWANCES"].get(what, ALLOWANCES[what].at_most))


def refuse_too_often(allowance: Allowance, seconds: float) -> None:
    """Raise TooOftenError with a sentence about when it is possible again."""
    minutes = ceil(seconds / 60)
    when = f"in {minutes} minutes" if minutes > 1 else "in a minute"
    raise TooOftenError(
        f"You have {allowance.done} in a short time. You can {allowance.next} {when}.", ceil(seconds)
    )
