"""Search, and the list of keyboard shortcuts."""

from __future__ import annotations

from tracker.registry import Feature, Menu, NavigationItem, Shortcut, ShortcutGroup
from tracker.search.views import search, shortcuts

feature = Feature(
    "search",
    views=[search, shortcuts],
    navigation=[
        NavigationItem(
            Menu.SEARCH, 90, "Keyboard shortcuts", "shortcuts.show", icon="right", hint="All of them"
        ),
    ],
    shortcuts=[
        Shortcut(ShortcutGroup.EVERYWHERE, 10, ("/",), "Search"),
        Shortcut(ShortcutGroup.EVERYWHERE, 20, ("Ctrl", "K"), "The same, also when shortcuts are off"),
        Shortcut(ShortcutGroup.EVERYWHERE, 30, ("?",), "This list"),
        Shortcut(ShortcutGroup.EVERYWHERE, 50, ("Esc",), "Close, or leave a field"),
        Shortcut(ShortcutGroup.LIST, 10, ("j",), "Next row"),
        Shortcut(ShortcutGroup.LIST, 20, ("k",), "Previous row"),
        Shortcut(ShortcutGroup.LIST, 30, ("Enter",), "Open the row"),
        Shortcut(ShortcutGroup.SEARCH, 10, ("↑",), "Up"),
        Shortcut(ShortcutGroup.SEARCH, 20, ("↓",), "Down"),
        Shortcut(ShortcutGroup.SEARCH, 30, ("Enter",), "Go there"),
    ],
)
