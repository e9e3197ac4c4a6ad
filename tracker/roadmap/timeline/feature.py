"""The timeline of the road map."""

from __future__ import annotations

from tracker.registry import Feature, UndoPlace
from tracker.roadmap.timeline.views import timeline

feature = Feature(
    "timeline",
    client_views=[timeline],
    styles={"timeline.css": "timeline timeline-bars timeline-columns"},
    undo_places=[UndoPlace("client.timeline.show", {"at": "timeline"}, is_reread=True)],
)
