"""Clients, the people with access to them, and the practice's own page."""

from __future__ import annotations

from tracker.accounts.roles import CEO, COO, OWNER
from tracker.clients import navigation, notices, short_names
from tracker.clients.actions import actions
from tracker.clients.scope import has_role, load_client
from tracker.clients.search import sources
from tracker.clients.views import invitations, new_client, people, practice, settings
from tracker.clients.views import notices as notice_views
from tracker.foundation import access
from tracker.registry import Feature, Menu, NavigationItem, UndoPlace

feature = Feature(
    "clients",
    views=[new_client, practice, invitations, notice_views],
    client_views=[people, settings],
    navigation=[
        NavigationItem(
            Menu.PRACTICE,
            30,
            "Practice",
            "practice.show",
            icon="people",
            roles=(OWNER,),
            covers=("practice",),
        ),
        NavigationItem(Menu.SEARCH, 40, "Add a client", "new_client.form", icon="plus", roles=(OWNER,)),
        NavigationItem(Menu.CLIENT, 30, "People", "client.people.index", covers=("people",)),
        NavigationItem(Menu.CLIENT, 60, "Settings", "client.settings.show", covers=("settings",)),
        NavigationItem(Menu.GUEST, 30, "People", "client.people.index", icon="people", roles=(COO, CEO)),
    ],
    undo_places=[
        UndoPlace("client.settings.show", {"at": "settings"}, is_reread=True),
        UndoPlace("client.settings.vision", {"at": "vision"}, is_reread=True),
    ],
    setup=[
        lambda app: access.init_app(app, load_client),
        lambda app: app.add_template_global(has_role),
        navigation.init_app,
        notices.init_app,
        short_names.init_app,
    ],
    search=sources,
    actions=actions,
)
