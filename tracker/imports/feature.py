"""The import of a plan from another tool's file."""

from __future__ import annotations

from tracker.imports.actions import actions
from tracker.imports.purge import delete_links
from tracker.imports.views import imports
from tracker.registry import Feature, Menu, NavigationItem, UndoPlace

feature = Feature(
    "imports",
    client_views=[imports],
    styles={"import.css": "import"},
    navigation=[NavigationItem(Menu.CLIENT, 50, "Import", "client.imports.index", covers=("import",))],
    undo_places=[UndoPlace("client.imports.index", {"at": "import"}, is_reread=True, is_marked=False)],
    actions=actions,
    purge=[delete_links],
)
