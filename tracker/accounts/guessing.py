"""Limits on guessing passwords, counted for an account and a network together, before any hash is computed.

    the pair      ten wrong passwords for an account from one network; then a wait that doubles, up to an hour
    a device      a browser in which the account signed in before, or a live session: it has its own count, so
                  other people's guesses do not lock it
    the network   fifty wrong passwords from one network, for any accounts; then its guesses have to be up to
                  half a minute apart, which locks nobody out
    everywhere    a hundred wrong passwords for one account from all networks together; then guesses for it
                  have to be up to a quarter of an hour apart. This applies to strangers only, not to a known
                  device, a live session, or a network where the account signed in during the last 30 days
    an account    ten passwords too weak to be chosen, typed on an invitation; then they are not compared for
                  a while, and the answer is the same

A guess is counted when it begins, and the count is taken off again if the guess was right. Each count is one
locked row, so simultaneous guesses are counted one after the other, by every worker and on both databases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from flask import g
from flask_login import current_user
from sqlalchemy import Case, String, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from tracker.accounts import attempts, devices
from tracker.accounts.hooks import WHEN_ACCESS_ENDS
from tracker.accounts.models import Person, normalise_email
from tracker.foundation import clock
from tracker.foundation.column_types import ColumnValue
from tracker.foundation.database import Model, db
from tracker.foundation.networks import network_of
from tracker.foundation.transactions import commit_now

FREE_GUESSES, FIRST_WAIT, LONGEST_WAIT = 10, timedelta(seconds=30), timedelta(hours=1)
NETWORK_GUESSES, FIRST_GAP, LONGEST_GAP = 50, timedelta(seconds=1), timedelta(seconds=30)
ACCOUNT_GUESSES, FIRST_ACCOUNT_GAP, LONGEST_ACCOUNT_GAP = 100, timedelta(seconds=10), timedelta(minutes=15)
FORGOTTEN_AFTER, NETWORK_FORGOTTEN_AFTER = timedelta(hours=24), timedelta(hours=1)


class SignInDelay(Model):
    """The wrong passwords of a pair, a device, a network, or an account from everywhere.

    Keys are keyed hashes, so the table names no person.
    """

    __tablename__ = "sign_in_delay"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    failures: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    """Guesses refused without a comparison since the last one that was counted."""
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)
    blocked_until: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def locked(cls, key: str, account: str) -> SignInDelay:
        """Return the row with this key, created if there is none, and locked until the transaction ends."""
        insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        fresh = {"failures": 0, "refused": 0, "counted_at": clock.now(), "blocked_until": clock.now()}
        query = insert(cls).values(key=key, account=account, **fresh)
        query = query.on_conflict_do_update(index_elements=["key"], set_={"key": key})
        return db.session.scalars(query.returning(cls), execution_options={"populate_existing": True}).one()

    @property
    def is_network(self) -> bool:
        """Whether it counts a network, for any accounts; only these rows have no account."""
        return not self.account

    @property
    def is_everywhere(self) -> bool:
        """Whether it counts an account from all networks; its key is then the account's own."""
        return self.key == self.account

    @property
    def seconds_left(self) -> int:
        """Return the seconds until the next guess may be made, rounded up; 0 if there is no wait."""
        return max(ceil((self.blocked_until - clock.now()).total_seconds()), 0)

    @property
    def is_forgotten(self) -> bool:
        """Whether the last guess is so long ago that counting starts again."""
        return self.counted_at < clock.now() - (
            NETWORK_FORGOTTEN_AFTER if self.is_network else FORGOTTEN_AFTER
        )

    def count(self) -> None:
        """Count a guess, and set how long the next one has to wait."""
        if self.is_forgotten:
            self.failures = 0
        wait = gap_after if self.is_network else account_gap_after if self.is_everywhere else wait_after
        self.failures, self.refused, self.counted_at = self.failures + 1, 0, clock.now()
        self.blocked_until = clock.now() + wait(self.failures)


def wait_after(failures: int) -> timedelta:
    """Return the wait after this many failures: none, 30 seconds, a minute, … an hour."""
    if failures < FREE_GUESSES:
        return timedelta()
    doubled: int = 2 ** min(failures - FREE_GUESSES, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def gap_after(failures: int) -> timedelta:
    """Return the time between guesses from a network: none, a second, two, … half a minute."""
    return gap(failures - NETWORK_GUESSES, FIRST_GAP, LONGEST_GAP)


def account_gap_after(failures: int) -> timedelta:
    """Return the time between strangers' guesses: none, 10 seconds, 20, … a quarter of an hour."""
    return gap(failures - ACCOUNT_GUESSES, FIRST_ACCOUNT_GAP, LONGEST_ACCOUNT_GAP)


def gap(too_many: int, first: timedelta, longest: timedelta) -> timedelta:
    """Return the time between guesses; it doubles with every ten guesses too many."""
    if too_many < 0:
        return timedelta()
    doubled: int = 2 ** min(too_many // 10, 10)
    return min(first * doubled, longest)


@dataclass(frozen=True)
class Guess:
    """A guess that was counted and may be compared."""

    email: str
    network: str
    keys: tuple[str, ...]
    page: str = attempts.SIGN_IN
    is_compared: bool = True

    def record_failure(self, detail: str = "") -> None:
        """Record the failure and commit, because the refused request is rolled back."""
        row = db.session.get(SignInDelay, self.keys[-1], populate_existing=True)
        about = self.email, self.network
        if self.is_compared:
            attempts.record(attempts.REFUSED, *about, page=self.page, detail=detail)
        if row is not None and row.seconds_left:
            note, times = f"wait={row.seconds_left}s", 0 if self.is_compared else 1
            attempts.record(attempts.SLOWED, *about, page=self.page, times=times, note=note)
        commit_now()

    def record_success(self) -> None:
        """Take the guess off the counts and reset its pair or device, in the caller's transaction."""
        self.cancel()
        reset(self.keys[-1], failures=0, refused=0)

    def cancel(self) -> None:
        """Take the guess off every count, and end the wait of this pair or device.

        Slowed networks and accounts stay slow.
        """
        if not self.is_compared:
            return
        for key in self.keys:
            reset(key, failures=case((SignInDelay.failures > 0, SignInDelay.failures - 1), else_=0))
        reset(self.keys[-1], blocked_until=clock.now())


def reset(key: str, **values: ColumnValue | Case[int]) -> None:
    """Set columns of the row with this key."""
    query = update(SignInDelay).where(SignInDelay.key == key).values(**values)
    db.session.execute(query, execution_options={"synchronize_session": False})


class TooManyGuesses(TooManyRequests):
    """A guess has to wait: for its account, here or everywhere, or because its network is slowed."""

    def __init__(self, delay: SignInDelay, *, network_is_slow: bool) -> None:
        self.seconds = delay.seconds_left
        super().__init__(retry_after=self.seconds)
        self.for_network, self.from_everywhere = delay.is_network, delay.is_everywhere
        self.network_is_slow = network_is_slow


def begin_guess(email: str, network: str, page: str = attempts.SIGN_IN) -> Guess:
    """Count a guess, in a transaction of its own. Raises TooManyGuesses if it has to wait."""
    db.session.rollback()
    guess = Guess(email, network, keys_for(email, network), page)
    account = attempts.account_key(email)
    first, *more = guess.keys
    rows = [
        SignInDelay.locked(first, "" if more else account),
        *(SignInDelay.locked(key, account) for key in more),
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
    """Count a guess of a password too weak to be chosen.

    If it has to wait, it is not compared, and nothing is raised.

    It has a count of its own, so that no other page reveals whether the account exists.
    """
    db.session.rollback()
    key = attempts.keyed_hash("unseen", normalise_email(email))
    row = SignInDelay.locked(key, attempts.account_key(email))
    has_to_wait = row.seconds_left > 0
    if has_to_wait:
        row.refused += 1
    else:
        row.count()
    commit_now()
    return Guess(email, network, (key,), page, is_compared=not has_to_wait)


def is_slow(network: str) -> bool:
    """Whether guesses from this network have to be some time apart now."""
    row = db.session.get(SignInDelay, attempts.network_key(network))
    return row is not None and gap_after(row.failures) > timedelta() and not row.is_forgotten


def keys_for(email: str, network: str) -> tuple[str, ...]:
    """Return the keys this guess is counted under, in the order in which their rows are locked."""
    known = devices.is_known_to(email)
    account = normalise_email(email)
    if current_user.is_authenticated and current_user.email == account:
        return (attempts.keyed_hash("session", f"{account} {g.sign_in.id}"),)
    if known:
        return (attempts.keyed_hash("device", f"{account} {devices.token_sent()}"),)
    pair = attempts.keyed_hash("pair", f"{account} {network_of(network)}")
    if attempts.has_signed_in(email, network):
        return attempts.network_key(network), pair
    return attempts.network_key(network), attempts.account_key(email), pair


def wait_words(error: TooManyGuesses) -> str:
    """Return “Too many tries. Try again in 2 minutes.”, with the limit that was reached."""
    why = "Too many tries."
    if error.for_network:
        why = "Too many wrong passwords from this network."
    elif error.from_everywhere:
        why = "Too many wrong passwords for this address, from many places."
    return f"{why} Try again in {duration(error.seconds)}."


def duration(seconds: int) -> str:
    """Return a duration in words: a second, 30 seconds, a minute, 2 minutes, an hour."""
    minutes = ceil(seconds / 60)
    if seconds < 60:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    return "a minute" if minutes == 1 else f"{minutes} minutes" if minutes < 60 else "an hour"


def forget_account(person: Person) -> None:
    """Delete an account's counts from all networks, after a new password or the end of access."""
    mine = delete(SignInDelay).where(SignInDelay.account == attempts.account_key(person.email))
    db.session.execute(mine, execution_options={"synchronize_session": False})


def delete_old_guesses(now: datetime) -> Mapping[str, int]:
    """Delete counts without effect. Returns no numbers, so none are reported."""
    old = delete(SignInDelay).where(SignInDelay.counted_at < now - FORGOTTEN_AFTER)
    db.session.execute(old, execution_options={"synchronize_session": False})
    return {}


WHEN_ACCESS_ENDS.append(forget_account)
