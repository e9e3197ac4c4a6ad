"""The trash, from which records can be restored for 30 days."""

from __future__ import annotations

from tracker.registry import Feature, UndoPlace
from tracker.roadmap.trash.purge import delete_expired
from tracker.roadmap.trash.views import trash

feature = Feature(
    "trash",
    client_views=[trash],
    undo_places=[UndoPlace("client.trash.show", {"at": "trash"}, is_reread=True)],
    purge=[delete_expired],
)
