"""Who may use a view. Every view declares it with a decorator; a view that does not is refused.

@allow(COO, CEO)      under /clients/<slug>/: people with that seat at this client
@staff(OWNER)         the practice's own people, with that staff role
@signed_in            any signed-in person, about themselves
@public               everybody

The order is always the same: the page exists, the person is signed in, the client is theirs (404), the seat
may (403).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Access:
    """The access a view declares: its kind, and the roles that pass."""

    scope: str  # "client", "staff", "self" or "public"
    roles: frozenset[str] = frozenset()


def declare(access: Access) -> Callable[[View], View]:
    """Return a decorator that declares who may use a view."""

    def decorate(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return decorate


def allow(*roles: str) -> Callable[[View], View]:
    """Allow people who have one of these roles at the client."""
    return declare(Access("client", frozenset(roles)))


def staff(*roles: str) -> Callable[[View], View]:
    """Allow our own people who have one of these roles."""
    return declare(Access("staff", frozenset(roles)))


def signed_in(view: View) -> View:
    """Allow any signed-in person, for pages about themselves."""
    return declare(Access("self"))(view)


def public(view: View) -> View:
    """Allow everybody, signed in or not."""
    return declare(Access("public"))(view)


def background(view: View) -> View:
    """Mark a view as requested by pages themselves, so that it does not keep the session alive."""
    view.unseen = True  # type: ignore[attr-defined]
    return view


def is_unseen() -> bool:
    """Whether this request was made by a page, not by a person."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "unseen", False)


class UndeclaredViewError(LookupError):
    """A view does not declare who may use it."""


def check_declared(app: Flask) -> None:
    """Refuse to start if a view does not declare who may use it."""
    for endpoint, view in app.view_functions.items():
        if not hasattr(view, "access"):
            raise UndeclaredViewError(f"Put @allow(...), @staff(...) or @public above {endpoint}.")


OpenClient = Callable[[str], str]


def init_app(app: Flask, open_client: OpenClient) -> None:
    """Set up the guard. `open_client(slug)` loads the client of an address, and returns the reader's role there."""
    app.extensions["open_client"] = open_client
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """Let the request through, or refuse it, before any view runs.

    Runs after the CSRF check, so that a forged request causes no queries.
    """
    if request.endpoint is None:
        return None
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access is None:
        abort(404)
    if access.scope == "public":
        return None
    if not current_user.is_authenticated:
        answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return answer
    if access.scope == "staff" and current_user.staff_role not in access.roles:
        abort(404)
    if access.scope == "client":
        role = current_app.extensions["open_client"](g.client_slug)
        if role not in access.roles:
            abort(403)
    return None
