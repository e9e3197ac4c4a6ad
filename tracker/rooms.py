"""The table of contents: every room that has pages, in the order a newcomer should read them."""

from __future__ import annotations

from flask import Flask

from tracker.accounts import refusals, sessions
from tracker.accounts.views import links, profile, sign_in
from tracker.clients import notices as told
from tracker.clients import undoing as undoing_of_clients
from tracker.clients.door import client, open_client
from tracker.clients.views import invitations, making, notices, people, practice, settings
from tracker.exchange import undoing as undoing_of_imports
from tracker.exchange.views import exports, imports
from tracker.foundation import access, addresses, health
from tracker.letter.views import letter, mine
from tracker.portfolio import shell
from tracker.portfolio.views import portfolio
from tracker.roadmap import offering, undoing, undoing_pieces
from tracker.roadmap.views import (
    agreeing,
    copying,
    goals,
    handover,
    history,
    many,
    news,
    placing,
    quick,
    roadmap,
    sharing,
    shifting,
    tasks,
    thread,
    timeline,
    trash,
    undo,
    waits,
)
from tracker.search.views import jump, keys

ABOUT_THE_PRACTICE = (
    portfolio, jump, keys, making, practice, invitations, sign_in, links, profile, notices, health.health,
)  # fmt: skip
ABOUT_A_CLIENT = (
    roadmap, news, quick, timeline, goals, agreeing, copying, shifting, many, placing, tasks, sharing, waits, thread,
    history, trash, undo, letter, mine, people, handover, settings, imports, exports,
)  # fmt: skip
WAYS_BACK = (undoing, undoing_pieces, undoing_of_clients, undoing_of_imports)
"""Where the rooms say how their changes are taken back."""


def open_rooms(app: Flask) -> None:
    """Give every room its address."""
    addresses.init_app(app)
    sessions.init_app(app)
    refusals.init_app(app)
    access.init_app(app, open_client)
    shell.init_app(app)
    told.init_app(app)
    offering.init_app(app)
    if not client._got_registered_once:
        for room in ABOUT_A_CLIENT:
            client.register_blueprint(room)
    for door in (*ABOUT_THE_PRACTICE, client):
        app.register_blueprint(door)
