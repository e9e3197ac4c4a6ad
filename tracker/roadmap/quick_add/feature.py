"""The add line: a task from one typed line."""

from __future__ import annotations

from tracker.registry import Feature, Shortcut, ShortcutGroup
from tracker.roadmap.quick_add.views import quick_add

feature = Feature(
    "quick_add",
    client_views=[quick_add],
    shortcuts=[
        Shortcut(ShortcutGroup.CLIENT, 10, ("n",), "New task in the nearest goal"),
    ],
)
