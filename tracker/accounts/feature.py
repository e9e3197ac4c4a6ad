"""Sign-in, password links, and the pages about a person's own account."""

from __future__ import annotations

from tracker.accounts import attempts, guessing, sessions, unauthorized
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
    purge=[attempts.delete_old, guessing.delete_old_guesses],
    setup=[sessions.init_app, unauthorized.init_app],
)
