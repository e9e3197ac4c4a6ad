"""What stands around every page of the practice: its name, the reader's clients, where one is."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask, g, request
from flask_login import current_user

from tracker.accounts.queries import practice_name
from tracker.clients.models import Client
from tracker.portfolio.queries import my_seats


@dataclass
class Navigation:
    """Asked from the database only when a page really shows it."""

    at: str = field(default="")

    @cached_property
    def practice(self) -> str:
        return practice_name()

    @cached_property
    def clients(self) -> list[Client]:
        return [seat.client for seat in my_seats()]

    @property
    def is_owner(self) -> bool:
        return bool(current_user.is_owner)

    may_make_clients = is_owner


def init_app(app: Flask) -> None:
    @app.context_processor
    def shell() -> dict[str, Navigation]:
        return {"shell": Navigation(at=place())}


def place() -> str:
    """Where the reader is: a client's slug, or one of the practice's own pages."""
    if "client" in g:
        return str(g.client.slug)
    endpoint = request.endpoint or ""
    return {"portfolio.home": "today", "portfolio.clients": "clients"}.get(
        endpoint, "practice" if endpoint.startswith("practice.") else ""
    )
