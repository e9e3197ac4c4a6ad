"""Today and the list of clients, the first pages for the practice's people."""

from __future__ import annotations

from tracker.portfolio import navigation
from tracker.portfolio.views import TODAY, portfolio
from tracker.registry import Feature, Menu, NavigationItem, Shortcut, ShortcutGroup, UndoPlace

feature = Feature(
    "portfolio",
    views=[portfolio],
    navigation=[
        NavigationItem(Menu.PRACTICE, 10, "Today", "portfolio.home", icon="today"),
        NavigationItem(Menu.PRACTICE, 20, "Clients", "portfolio.clients", icon="grid"),
    ],
    return_pages={"today": TODAY},
    undo_places=[UndoPlace("portfolio.home", {"back": "today"})],
    setup=[navigation.init_app],
    shortcuts=[
        Shortcut(ShortcutGroup.GO_TO, 10, ("g", "t"), "Today", is_for_staff=True),
        Shortcut(ShortcutGroup.GO_TO, 20, ("g", "c"), "Clients", is_for_staff=True),
    ],
)
