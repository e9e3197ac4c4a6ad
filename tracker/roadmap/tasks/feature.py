"""Tasks with their steps and comments, and their order."""

from __future__ import annotations

from tracker.registry import Feature, Shortcut, ShortcutGroup, UndoPlace
from tracker.roadmap.tasks import search
from tracker.roadmap.tasks.actions import actions
from tracker.roadmap.tasks.discussion_views import discussion
from tracker.roadmap.tasks.trash import sources
from tracker.roadmap.tasks.views import ordering, sharing, tasks

feature = Feature(
    "tasks",
    client_views=[ordering, tasks, sharing, discussion],
    undo_places=[UndoPlace("client.tasks.show", {"at": "panel"})],
    trash=sources,
    search=search.sources,
    actions=actions,
    shortcuts=[
        Shortcut(ShortcutGroup.LIST, 40, ("x",), "Done, not done"),
        Shortcut(ShortcutGroup.LIST, 50, ("s",), "Status of the row"),
        Shortcut(ShortcutGroup.CLIENT, 20, ("c",), "Comment, in an open task"),
    ],
)
