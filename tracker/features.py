"""The table of contents: every room that has pages, in the order a newcomer should read them."""

from __future__ import annotations

from flask import Flask

from tracker.accounts import sessions, unauthorized
from tracker.accounts.views import links, profile, sign_in
from tracker.clients import history as client_history
from tracker.clients import notices as client_notices
from tracker.clients import short_names
from tracker.clients.scope import client, load_client
from tracker.clients.views import invitations, making, notices, people, practice, settings
from tracker.exports.views import exports
from tracker.foundation import access, health, url_converters
from tracker.imports.apply import undo as import_undo
from tracker.imports.views import imports
from tracker.letter.views import letter, mine
from tracker.portfolio import navigation
from tracker.portfolio.views import portfolio
from tracker.roadmap.board.views import roadmap
from tracker.roadmap.bulk_edit.views import many
from tracker.roadmap.copy_goal.views import copying
from tracker.roadmap.dependencies.views import waits
from tracker.roadmap.goals.approval_views import agreeing
from tracker.roadmap.goals.views import goals
from tracker.roadmap.handover.views import handover
from tracker.roadmap.history.views import history
from tracker.roadmap.live_updates.views import news
from tracker.roadmap.presentation.sharing import readership
from tracker.roadmap.quick_add.views import quick
from tracker.roadmap.reschedule.views import shifting
from tracker.roadmap.tasks.discussion_views import thread
from tracker.roadmap.tasks.views import placing, sharing, tasks
from tracker.roadmap.timeline.views import timeline
from tracker.roadmap.trash.views import trash
from tracker.roadmap.undo import offers, piece_reversers, reversers
from tracker.roadmap.undo.views import undo
from tracker.search.views import jump, keys

ABOUT_THE_PRACTICE = (
    portfolio, jump, keys, making, practice, invitations, sign_in, links, profile, notices, health.health,
)  # fmt: skip
ABOUT_A_CLIENT = (
    roadmap, news, quick, timeline, goals, agreeing, copying, shifting, many, placing, tasks, sharing, waits, thread,
    history, trash, undo, letter, mine, people, handover, settings, imports, exports,
)  # fmt: skip
WAYS_BACK = (reversers, piece_reversers, client_history, import_undo)
"""Where the rooms say how their changes are taken back."""


def open_rooms(app: Flask) -> None:
    """Give every room its address."""
    url_converters.init_app(app)
    sessions.init_app(app)
    unauthorized.init_app(app)
    access.init_app(app, load_client)
    navigation.init_app(app)
    client_notices.init_app(app)
    short_names.init_app(app)
    offers.init_app(app)
    readership.init_app(app)
    if not client._got_registered_once:
        for room in ABOUT_A_CLIENT:
            client.register_blueprint(room)
    for door in (*ABOUT_THE_PRACTICE, client):
        app.register_blueprint(door)
