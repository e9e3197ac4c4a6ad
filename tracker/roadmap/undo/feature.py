"""Undo and redo of changes."""

from __future__ import annotations

from tracker.registry import Feature, Shortcut, ShortcutGroup
from tracker.roadmap.undo import offers
from tracker.roadmap.undo.views import undo

feature = Feature(
    "undo",
    client_views=[undo],
    setup=[offers.init_app],
    shortcuts=[
        Shortcut(ShortcutGroup.EVERYWHERE, 40, ("z",), "Undo the last change"),
    ],
)
