"""Goals, with their pages, approval and measure."""

from __future__ import annotations

from tracker.registry import Feature, UndoPlace
from tracker.roadmap.goals import search
from tracker.roadmap.goals.actions import actions
from tracker.roadmap.goals.approval_views import approval
from tracker.roadmap.goals.trash import source
from tracker.roadmap.goals.views import goals
from tracker.roadmap.presentation.sharing import readership

feature = Feature(
    "goals",
    client_views=[goals, approval],
    undo_places=[UndoPlace("client.goals.show", {"at": "goal"})],
    setup=[readership.init_app],
    trash=[source],
    search=[search.source],
    actions=actions,
)
