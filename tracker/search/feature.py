"""Search, and the list of keys."""

from __future__ import annotations

from tracker.registry import Feature, Menu, NavigationItem
from tracker.search.views import keys, search

feature = Feature(
    "search",
    views=[search, keys],
    navigation=[
        NavigationItem(Menu.SEARCH, 90, "Keyboard shortcuts", "keys.show", icon="right", hint="All of them"),
    ],
)
