"""The road map: goals, their tasks, and the inbox."""

from __future__ import annotations

from tracker.registry import Feature, Menu, NavigationItem
from tracker.roadmap.board import export
from tracker.roadmap.board.views import roadmap

feature = Feature(
    "board",
    client_views=[roadmap],
    export=[export.sheet],
    navigation=[
        NavigationItem(
            Menu.CLIENT,
            10,
            "Road map",
            "client.roadmap.index",
            covers=("goals", "tasks", "timeline", "trash"),
        ),
        NavigationItem(Menu.GUEST, 20, "Goals", "client.roadmap.index", icon="flag", covers=("timeline",)),
    ],
)
