"""The record of sign-ins, accepted, refused and delayed, for the practice's owner and each person's own page.

No password and no address in clear is kept: an account without a person and every network are identified by a
hash that needs this installation's SECRET_KEY. Failures that repeat within an hour are one row with a count.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import Flask, current_app, request
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from tracker.accounts.models import Person, Practice, normalise_email
from tracker.foundation import clock
from tracker.foundation.database import Model, db
from tracker.foundation.networks import network_of

ATTEMPTS_KEPT_FOR = timedelta(days=30)
TOGETHER = timedelta(hours=1)
LISTED, LISTED_OF_ONE = 200, 20

SIGNED_IN, REFUSED, SLOWED = "signed_in", "refused", "slowed"

SIGN_IN, CHANGE_PASSWORD, INVITATION = "sign_in", "password", "invitation"
"""The pages where a password is typed."""

ACCOUNT_CLOSED, NETWORK, NEW_PASSWORD = "closed", "network", "new_password"
"""Details of an attempt. CLOSED: the password was right, but the account is closed.

NETWORK: everybody in the network had to wait. NEW_PASSWORD: the first sign-in of a known device since the
password changed.
"""

SEVERAL_DEVICES = "Several devices"

log = logging.getLogger("tracker.sign_ins")


class SignInNetwork(Model):
    """A network that an attempt came from. Pages show its number, never its address."""

    __tablename__ = "sign_in_network"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[int] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class SignInAttempt(Model):
    """One sign-in, or the failures of one account on one page and from one network within an hour."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        CheckConstraint("result IN ('signed_in', 'refused', 'slowed')", name="result"),
        CheckConstraint("page IN ('sign_in', 'password', 'invitation')", name="page"),
        CheckConstraint("detail IN ('', 'closed', 'network', 'new_password')", name="detail"),
        Index("ix_sign_in_attempt_account", "account", "result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    result: Mapped[str] = mapped_column(String(10))
    page: Mapped[str] = mapped_column(String(12), default=SIGN_IN)
    detail: Mapped[str] = mapped_column(String(12), default="")
    account: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("sign_in_network.id"), index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    is_new_device: Mapped[bool] = mapped_column(default=False)
    times: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    happened_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    """The time of the last attempt, if the row counts several."""

    person: Mapped[Person | None] = relationship("Person", lazy="raise_on_sql")
    network: Mapped[SignInNetwork] = relationship("SignInNetwork", lazy="raise_on_sql")


def init_app(app: Flask) -> None:
    """Log every sign-in as one line, even if only warnings are shown otherwise."""
    app.logger.name  # noqa: B018  Flask gives its logger somewhere to write when it is first asked for
    log.setLevel(logging.INFO)


def keyed_hash(kind: str, value: str) -> str:
    """Return a hash of an address. Without the SECRET_KEY it cannot be found by trying addresses."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"{kind}:{value}".encode(), "sha256").hexdigest()


def account_key(email: str) -> str:
    """Return the hash that identifies an account in this log."""
    return keyed_hash("account", normalise_email(email))


def network_key(address: str) -> str:
    """Return the hash that identifies the network of an address."""
    return keyed_hash("network", network_of(address))


def record(
    result: str,
    email: str,
    network: str,
    *,
    page: str = SIGN_IN,
    detail: str = "",
    times: int = 1,
    new_device: bool = False,
    note: str = "",
) -> None:
    """Record the result of an attempt, in the caller's transaction, and write it to the log.

    If a whole network has to wait, the row names no account and no device.
    """
    of_all = detail == NETWORK
    account, place = account_key("" if of_all else email), network_row(network_key(network))
    notes = [f"page={page}" if page != SIGN_IN else "", f"detail={detail}" if detail else ""]
    notes += ["device=new" if new_device else "", note]
    fields = " ".join([f"account={account[:12]}", f"network={place.key[:12]}", *filter(None, notes)])
    log.info("sign-in %s %s", result, fields)
    device = "" if of_all else device_name(request.user_agent.string)
    row = SignInAttempt(
        result=result,
        page=page,
        detail=detail,
        account=account,
        network_id=place.id,
        device=device,
        is_new_device=new_device,
        times=times,
    )
    if result != SIGNED_IN and counted_with(row):
        return
    if not of_all:
        row.person_id = db.session.scalar(select(Person.id).where(Person.email == normalise_email(email)))
    db.session.add(row)


def counted_with(row: SignInAttempt) -> bool:
    """Add the row to that of the last hour, and return whether there is one.

    The database adds, so no count is lost.
    """
    same = ("result", "page", "detail", "account", "network_id")
    query = select(func.max(SignInAttempt.id)).where(
        *(getattr(SignInAttempt, name) == getattr(row, name) for name in same),
        SignInAttempt.began_at > clock.now() - TOGETHER,
    )
    found = db.session.scalar(query)
    if found is not None:
        more = update(SignInAttempt).where(SignInAttempt.id == found)
        one_device = SignInAttempt.device == row.device
        added = more.values(
            times=SignInAttempt.times + row.times,
            happened_at=clock.now(),
            device=case((one_device, SignInAttempt.device), else_=SEVERAL_DEVICES),
        )
        db.session.execute(added, execution_options={"synchronize_session": False})
    return found is not None


def has_signed_in(email: str, network: str) -> bool:
    """Whether this account signed in from this network in the last 30 days."""
    place = select(SignInNetwork.id).where(SignInNetwork.key == network_key(network)).scalar_subquery()
    mine = (SignInAttempt.account == account_key(email), SignInAttempt.result == SIGNED_IN)
    query = select(SignInAttempt.id).where(*mine, SignInAttempt.network_id == place, is_recent()).limit(1)
    return db.session.scalar(query) is not None


def network_row(key: str) -> SignInNetwork:
    """Return the network with this key. A new one gets the next number, under a lock on the practice."""
    query = select(SignInNetwork).where(SignInNetwork.key == key)
    found = db.session.scalars(query).first()
    if found is None:
        db.session.execute(select(Practice).where(Practice.id == Practice.the().id).with_for_update())
        found = db.session.scalars(query).first()
    if found is None:
        number = (db.session.scalar(select(func.max(SignInNetwork.number))) or 0) + 1
        found = SignInNetwork(key=key, number=number)
        db.session.add(found)
        db.session.flush()
    return found


def is_recent() -> ColumnElement[bool]:
    """WHERE clause for attempts of the last 30 days."""
    return SignInAttempt.happened_at > clock.now() - ATTEMPTS_KEPT_FOR


FILTERS: dict[str, ColumnElement[bool] | None] = {
    "all": None,
    "new": SignInAttempt.is_new_device.is_(True),
    "refused": SignInAttempt.result == REFUSED,
    "slowed": SignInAttempt.result == SLOWED,
}


def recent_attempts(show: str) -> Sequence[SignInAttempt]:
    """For the practice's owner: return the last attempts of all people within 30 days, newest first."""
    query = (
        select(SignInAttempt).outerjoin(SignInAttempt.person).join(SignInAttempt.network).where(is_recent())
    )
    only = FILTERS[show]
    query = query if only is None else query.where(only)
    query = query.options(contains_eager(SignInAttempt.person), contains_eager(SignInAttempt.network))
    return newest_rows(query, LISTED)


def counts_by_filter() -> dict[str, int]:
    """Return the number of rows behind each filter of the practice owner's list."""
    asked = [func.count() if only is None else func.count().filter(only) for only in FILTERS.values()]
    row = db.session.execute(select(*asked).select_from(SignInAttempt).where(is_recent())).one()
    return dict(zip(FILTERS, row, strict=True))


def own_attempts(person: Person) -> Sequence[SignInAttempt]:
    """Return a person's own last attempts, newest first.

    If there are more than a page shows, returns one more.
    """
    query = select(SignInAttempt).where(SignInAttempt.person_id == person.id, is_recent())
    return newest_rows(query, LISTED_OF_ONE + 1)


def newest_rows(query: Select[SignInAttempt], at_most: int) -> Sequence[SignInAttempt]:
    """Return the first rows of the query, newest first."""
    query = query.order_by(SignInAttempt.happened_at.desc(), SignInAttempt.id.desc())
    return db.session.scalars(query.limit(at_most)).all()


def delete_old(now: datetime) -> Mapping[str, int]:
    """Delete attempts older than 30 days, and networks without attempts.

    Returns no counts, so none are reported.
    """
    old = delete(SignInAttempt).where(SignInAttempt.happened_at < now - ATTEMPTS_KEPT_FOR)
    db.session.execute(old, execution_options={"synchronize_session": False})
    named = select(SignInAttempt.network_id)
    unnamed = delete(SignInNetwork).where(SignInNetwork.id.not_in(named))
    db.session.execute(unnamed, execution_options={"synchronize_session": False})
    return {}


def device_name(agent: str) -> str:
    """Return a browser's name as its user would say it: “Firefox on Windows”.

    Browsers on iPhones name Safari, too, and each has a token of its own.
    """
    browsers = (
        ("Edg/", "Edge"), ("EdgiOS/", "Edge"), ("EdgA/", "Edge"),
        ("OPR/", "Opera"), ("OPT/", "Opera"), ("OPiOS/", "Opera"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("DuckDuckGo/", "DuckDuckGo"), ("Ddg/", "DuckDuckGo"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )  # fmt: skip
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for token, name in browsers if token in agent), "A browser")
    system = next((name for token, name in systems if token in agent), "")
    return f"{browser} on {system}" if system else browser
