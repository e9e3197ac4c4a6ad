"""Signing in, one-time links, and everything about oneself."""

from __future__ import annotations

from tracker.accounts import sessions, unauthorized
from tracker.accounts.views import links, profile, sign_in
from tracker.registry import Feature, Menu, NavigationItem

feature = Feature(
    "accounts",
    views=[sign_in, links, profile],
    navigation=[
        NavigationItem(
            Menu.SEARCH,
            80,
            "Account",
            "profile.show",
            icon="gear",
            hint="Name, time zone, appearance, password",
        ),
        NavigationItem(Menu.SEARCH, 81, "Your sessions", "profile.list_sessions", icon="shield"),
    ],
    setup=[sessions.init_app, unauthorized.init_app],
)
