"""How fast passwords may be guessed: counted for an account and a network together, before any hash is made.

    the pair      ten wrong passwords for an account from one network; then a wait that doubles, up to an hour
    a device      one in which the account signed in before, or a live session, has a count of its own instead:
                  nobody else's guesses lock it
    the network   fifty wrong passwords from one network, for whatever accounts, slow it down to a guess every few
                  seconds; nobody is locked out by that
    everywhere    a hundred wrong passwords for one account from all networks together; then guesses for it are spaced
                  out, up to a quarter of an hour. This holds for strangers only: a known device, a live session and
                  a network where the account signed in during the last 30 days are not part of it
    an account    passwords that nobody could choose, typed on an invitation: after ten for the account they are not
                  compared any more for a while, and the answer stays the same

A guess is counted when it is let through and given back when it was right. Each count is one locked row, so
guesses sent at the same moment are counted one after the other, by every worker and on both engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy import String, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from tracker.accounts import attempts, devices
from tracker.accounts.hooks import WHEN_ACCESS_ENDS
from tracker.accounts.models import Person, normalise_email
from tracker.foundation import clock
from tracker.foundation.database import Model, db
from tracker.foundation.networks import network_of
from tracker.foundation.transactions import commit_now

FREE_GUESSES, FIRST_WAIT, LONGEST_WAIT = 10, timedelta(seconds=30), timedelta(hours=1)
NETWORK_GUESSES, FIRST_GAP, LONGEST_GAP = 50, timedelta(seconds=1), timedelta(seconds=30)
ACCOUNT_GUESSES, FIRST_ACCOUNT_GAP, LONGEST_ACCOUNT_GAP = 100, timedelta(seconds=10), timedelta(minutes=15)
FORGOTTEN_AFTER, NETWORK_FORGOTTEN_AFTER = timedelta(hours=24), timedelta(hours=1)


class SignInDelay(Model):
    """The wrong passwords of a pair, a device, a network, or an account from everywhere.

    Keys are keyed hashes, so the table names nobody.
    """

    __tablename__ = "sign_in_delay"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    failures: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    """Guesses that were not even looked at, since the last one that was."""
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)
    blocked_until: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def held(cls, key: str, account: str) -> SignInDelay:
        """The row with this key, made if there is none, and ours alone until the transaction ends."""
        insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        fresh = {"failures": 0, "refused": 0, "counted_at": clock.now(), "blocked_until": clock.now()}
        query = insert(cls).values(key=key, account=account, **fresh)
        query = query.on_conflict_do_update(index_elements=["key"], set_={"key": key})
        return db.session.scalars(query.returning(cls), execution_options={"populate_existing": True}).one()

    @property
    def is_network(self) -> bool:
        return not self.account

    @property
    def is_everywhere(self) -> bool:
        """The account's key is its own here: no device and no network is part of it."""
        return self.key == self.account

    @property
    def seconds_left(self) -> int:
        return max(ceil((self.blocked_until - clock.now()).total_seconds()), 0)

    @property
    def is_forgotten(self) -> bool:
        return self.counted_at < clock.now() - (
            NETWORK_FORGOTTEN_AFTER if self.is_network else FORGOTTEN_AFTER
        )

    def count(self) -> None:
        """One more guess is let through."""
        if self.is_forgotten:
            self.failures = 0
        wait = gap_after if self.is_network else account_gap_after if self.is_everywhere else wait_after
        self.failures, self.refused, self.counted_at = self.failures + 1, 0, clock.now()
        self.blocked_until = clock.now() + wait(self.failures)


def wait_after(failures: int) -> timedelta:
    """How long an account rests after so many wrong passwords: nothing, 30 seconds, a minute, … an hour."""
    if failures < FREE_GUESSES:
        return timedelta()
    doubled: int = 2 ** min(failures - FREE_GUESSES, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def gap_after(failures: int) -> timedelta:
    """How far apart guesses from one network must be: nothing, a second, two, … half a minute."""
    return gap(failures - NETWORK_GUESSES, FIRST_GAP, LONGEST_GAP)


def account_gap_after(failures: int) -> timedelta:
    """How far apart strangers' guesses for one account must be: nothing, 10 seconds, 20, … a quarter of an hour."""
    return gap(failures - ACCOUNT_GUESSES, FIRST_ACCOUNT_GAP, LONGEST_ACCOUNT_GAP)


def gap(too_many: int, first: timedelta, longest: timedelta) -> timedelta:
    """It doubles with every ten guesses too many."""
    if too_many < 0:
        return timedelta()
    doubled: int = 2 ** min(too_many // 10, 10)
    return min(first * doubled, longest)


@dataclass(frozen=True)
class Guess:
    """A guess that was let through and counted."""

    email: str
    network: str
    keys: tuple[str, ...]
    page: str = attempts.SIGN_IN
    is_compared: bool = True

    def was_wrong(self, detail: str = "") -> None:
        """Write it down at once: it must outlive the refused request's rollback."""
        row = db.session.get(SignInDelay, self.keys[-1], populate_existing=True)
        about = self.email, self.network
        if self.is_compared:
            attempts.record(attempts.REFUSED, *about, page=self.page, detail=detail)
        if row is not None and row.seconds_left:
            note, times = f"wait={row.seconds_left}s", 0 if self.is_compared else 1
            attempts.record(attempts.SLOWED, *about, page=self.page, times=times, note=note)
        commit_now()

    def was_right(self) -> None:
        """Take the guess back and forget the account's wrong ones; the caller's transaction carries it."""
        self.take_back()
        reset(self.keys[-1], failures=0, refused=0)

    def take_back(self) -> None:
        """It was no guess. A network that is being slowed stays slow."""
        if not self.is_compared:
            return
        for key in self.keys:
            reset(key, failures=case((SignInDelay.failures > 0, SignInDelay.failures - 1), else_=0))
        reset(self.keys[-1], blocked_until=clock.now())


def reset(key: str, **values: Any) -> None:
    query = update(SignInDelay).where(SignInDelay.key == key).values(**values)
    db.session.execute(query, execution_options={"synchronize_session": False})


class TooManyGuesses(TooManyRequests):
    """A guess has to wait: for its account here or everywhere, or because its network is slowed for everybody."""

    def __init__(self, delay: SignInDelay, *, network_is_slow: bool) -> None:
        self.seconds = delay.seconds_left
        super().__init__(retry_after=self.seconds)
        self.for_network, self.from_everywhere = delay.is_network, delay.is_everywhere
        self.network_is_slow = network_is_slow


def begin_guess(email: str, network: str, page: str = attempts.SIGN_IN) -> Guess:
    """Count a guess, in a transaction of its own. Raises TooManyGuesses when it has to wait."""
    db.session.rollback()
    guess = Guess(email, network, keys_for(email, network), page)
    account = attempts.account_key(email)
    first, *more = guess.keys
    rows = [
        SignInDelay.held(first, "" if more else account),
        *(SignInDelay.held(key, account) for key in more),
    ]
    longest = max(rows, key=lambda row: row.seconds_left)
    seconds = longest.seconds_left
    if seconds:
        longest.refused += 1
        detail = attempts.NETWORK if longest.is_network else ""
        note = f"wait={seconds}s" + (" limit=account" if longest.is_everywhere else "")
        attempts.record(attempts.SLOWED, email, network, page=page, detail=detail, note=note)
        refusal = TooManyGuesses(longest, network_is_slow=is_slow(network))
    else:
        for row in rows:
            row.count()
    commit_now()
    if seconds:
        raise refusal
    return guess


def begin_unseen_guess(email: str, network: str, page: str) -> Guess:
    """The same for a password that may be somebody's, though nobody could choose it: it waits without a word.

    It has a count of its own, so that no other page tells whether there is such an account.
    """
    db.session.rollback()
    key = attempts.keyed("unseen", normalise_email(email))
    row = SignInDelay.held(key, attempts.account_key(email))
    has_to_wait = row.seconds_left > 0
    if has_to_wait:
        row.refused += 1
    else:
        row.count()
    commit_now()
    return Guess(email, network, (key,), page, is_compared=not has_to_wait)


def is_slow(network: str) -> bool:
    """Whether guesses from this network have to keep a distance now."""
    row = db.session.get(SignInDelay, attempts.network_key(network))
    return row is not None and gap_after(row.failures) > timedelta() and not row.is_forgotten


def keys_for(email: str, network: str) -> tuple[str, ...]:
    """What this guess is counted for, in the order in which the rows are locked."""
    known = devices.known_to(email)
    account = normalise_email(email)
    if current_user.is_authenticated and current_user.email == account:
        return (attempts.keyed("session", f"{account} {g.sign_in.id}"),)
    if known:
        return (attempts.keyed("device", f"{account} {devices.token_sent()}"),)
    pair = attempts.keyed("pair", f"{account} {network_of(network)}")
    if attempts.has_signed_in(email, network):
        return attempts.network_key(network), pair
    return attempts.network_key(network), attempts.account_key(email), pair


def wait_words(error: TooManyGuesses) -> str:
    """Why, and when to try again: "Too many tries. Try again in 2 minutes."."""
    why = "Too many tries."
    if error.for_network:
        why = "Too many wrong passwords from this network."
    elif error.from_everywhere:
        why = "Too many wrong passwords for this address, from many places."
    return f"{why} Try again in {duration(error.seconds)}."


def duration(seconds: int) -> str:
    """As one says it: a second, 30 seconds, a minute, 2 minutes, an hour."""
    minutes = ceil(seconds / 60)
    if seconds < 60:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return "a minute" if minutes == 1 else f"{minutes} minutes" if minutes < 60 else "an hour"


def forget_account(person: Person) -> None:
    """A new password begins with a clean count, wherever wrong ones came from."""
    mine = delete(SignInDelay).where(SignInDelay.account == attempts.account_key(person.email))
    db.session.execute(mine, execution_options={"synchronize_session": False})


def delete_old_guesses() -> None:
    old = delete(SignInDelay).where(SignInDelay.counted_at < clock.now() - FORGOTTEN_AFTER)
    db.session.execute(old, execution_options={"synchronize_session": False})


WHEN_ACCESS_ENDS.append(forget_account)
