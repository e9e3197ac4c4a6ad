"""The record of signing in: who came in, who was refused and who had to wait, for the owner and for oneself.

No password is kept, and no address in clear: an account without a person and every network are known by a hash
that only this installation's SECRET_KEY can make. What repeats within an hour is one row that counts.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Sequence
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

KEPT_FOR = timedelta(days=30)
TOGETHER = timedelta(hours=1)
LISTED, LISTED_OF_ONE = 200, 20

SIGNED_IN, REFUSED, SLOWED = "signed_in", "refused", "slowed"

SIGN_IN, CHANGE_PASSWORD, INVITATION = "sign_in", "password", "invitation"
"""Where a password was typed."""

CLOSED, NETWORK, NEW_PASSWORD = "closed", "network", "new_password"
"""What else there is to say: the password was right but the account closed; everybody in a network had to wait;
it was the first sign-in of a known device since the password changed."""

SEVERAL_DEVICES = "Several devices"

log = logging.getLogger("tracker.sign_ins")


class SignInNetwork(Model):
    """A network somebody came from. People read its number."""

    __tablename__ = "sign_in_network"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[int] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class SignInAttempt(Model):
    """One sign-in, or the wrong passwords of one account on one page, from one network within an hour."""

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
    """The last time, where it is counted more than once."""

    person: Mapped[Person | None] = relationship("Person", lazy="raise_on_sql")
    network: Mapped[SignInNetwork] = relationship("SignInNetwork", lazy="raise_on_sql")


def init_app(app: Flask) -> None:
    """A line a sign-in is written even where warnings are all that is shown otherwise."""
    app.logger.name  # noqa: B018  Flask gives its logger somewhere to write when it is first asked for
    log.setLevel(logging.INFO)


def keyed(kind: str, value: str) -> str:
    """A hash of an address that cannot be found again by trying addresses, without the SECRET_KEY."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"{kind}:{value}".encode(), "sha256").hexdigest()


def account_key(email: str) -> str:
    return keyed("account", normalise_email(email))


def network_key(address: str) -> str:
    return keyed("network", network_of(address))


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
    """Write down what became of an attempt; the caller's transaction carries it.

    Where a whole network has to wait, the row is about nobody's account or device.
    """
    of_all = detail == NETWORK
    account, place = account_key("" if of_all else email), network_row(network_key(network))
    notes = [f"page={page}" if page != SIGN_IN else "", f"detail={detail}" if detail else ""]
    notes += ["device=new" if new_device else "", note]
    said = " ".join([f"account={account[:12]}", f"network={place.key[:12]}", *filter(None, notes)])
    log.info("sign-in %s %s", result, said)
    device = "" if of_all else device_name(request.user_agent.string)
    row = SignInAttempt(
        result=result, page=page, detail=detail, account=account, network_id=place.id, device=device,
        is_new_device=new_device, times=times,
    )  # fmt: skip
    if result != SIGNED_IN and counted_with(row):
        return
    if not of_all:
        row.person_id = db.session.scalar(select(Person.id).where(Person.email == normalise_email(email)))
    db.session.add(row)


def counted_with(row: SignInAttempt) -> bool:
    """Add this one to the row of the last hour, if there is one. The database adds, so that no count is lost."""
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
    query = select(SignInAttempt.id).where(*mine, SignInAttempt.network_id == place, is_kept()).limit(1)
    return db.session.scalar(query) is not None


def network_row(key: str) -> SignInNetwork:
    """The network with this key; a new one gets the next number, one at a time."""
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


def is_kept() -> ColumnElement[bool]:
    return SignInAttempt.happened_at > clock.now() - KEPT_FOR


FILTERS: dict[str, ColumnElement[bool] | None] = {
    "all": None,
    "new": SignInAttempt.is_new_device.is_(True),
    "refused": SignInAttempt.result == REFUSED,
    "slowed": SignInAttempt.result == SLOWED,
}


def recent_attempts(show: str) -> Sequence[SignInAttempt]:
    """For the owner: everybody's attempts of the last 30 days, the newest first."""
    query = select(SignInAttempt).outerjoin(SignInAttempt.person).join(SignInAttempt.network).where(is_kept())
    only = FILTERS[show]
    query = query if only is None else query.where(only)
    query = query.options(contains_eager(SignInAttempt.person), contains_eager(SignInAttempt.network))
    return newest(query, LISTED)


def counts_by_filter() -> dict[str, int]:
    """How many rows each filter of the owner's list has."""
    asked = [func.count() if only is None else func.count().filter(only) for only in FILTERS.values()]
    row = db.session.execute(select(*asked).select_from(SignInAttempt).where(is_kept())).one()
    return dict(zip(FILTERS, row, strict=True))


def own(person: Person) -> Sequence[SignInAttempt]:
    """For oneself: one's own attempts, the newest ones, and one more than is shown if there are more."""
    query = select(SignInAttempt).where(SignInAttempt.person_id == person.id, is_kept())
    return newest(query, LISTED_OF_ONE + 1)


def newest(query: Select[SignInAttempt], at_most: int) -> Sequence[SignInAttempt]:
    query = query.order_by(SignInAttempt.happened_at.desc(), SignInAttempt.id.desc())
    return db.session.scalars(query.limit(at_most)).all()


def delete_old() -> int:
    """Delete what is older than 30 days, and networks that nothing names any more. Returns how many attempts."""
    old = delete(SignInAttempt).where(SignInAttempt.happened_at < clock.now() - KEPT_FOR)
    gone = db.session.execute(old, execution_options={"synchronize_session": False})
    named = select(SignInAttempt.network_id)
    unnamed = delete(SignInNetwork).where(SignInNetwork.id.not_in(named))
    db.session.execute(unnamed, execution_options={"synchronize_session": False})
    return int(gone.rowcount)  # type: ignore[attr-defined]


def device_name(agent: str) -> str:
    """A browser as its owner would name it: Firefox on Windows."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if mark in agent), "A browser")
    system = next((name for mark, name in systems if mark in agent), "")
    return f"{browser} on {system}" if system else browser
