"""Bulk edit: one change of many tasks."""

from __future__ import annotations

from tracker.registry import Feature, Shortcut, ShortcutGroup
from tracker.roadmap.bulk_edit.views import bulk_edit

feature = Feature(
    "bulk_edit",
    client_views=[bulk_edit],
    shortcuts=[
        Shortcut(ShortcutGroup.LIST, 60, ("m",), "Select or deselect row"),
        Shortcut(ShortcutGroup.LIST, 70, ("Shift", "J"), "Select the next row, too"),
        Shortcut(ShortcutGroup.LIST, 80, ("Shift", "K"), "Select the one before, too"),
        Shortcut(ShortcutGroup.LIST, 90, ("a",), "Actions for selected rows"),
    ],
)
