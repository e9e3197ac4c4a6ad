"""Search, and the list of keys."""

from __future__ import annotations

from tracker.registry import Feature, Menu, NavigationItem
from tracker.search.views import search, shortcuts

feature = Feature(
    "search",
    views=[search, shortcuts],
    navigation=[
        NavigationItem(
            Menu.SEARCH, 90, "Keyboard shortcuts", "shortcuts.show", icon="right", hint="All of them"
        ),
    ],
)
