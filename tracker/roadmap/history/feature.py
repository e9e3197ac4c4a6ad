"""The page of a client's history."""

from __future__ import annotations

from tracker.registry import Feature, Menu, NavigationItem, UndoPlace
from tracker.roadmap.history.views import history

feature = Feature(
    "history",
    client_views=[history],
    navigation=[NavigationItem(Menu.CLIENT, 40, "History", "client.history.show", covers=("history",))],
    undo_places=[UndoPlace("client.history.show", {"at": "history"}, is_reread=True)],
)
