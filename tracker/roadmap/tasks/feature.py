"""Feature: tasks with their steps and comments, and their order."""

from __future__ import annotations

from tracker.registry import Feature, SearchSource, UndoPlace
from tracker.roadmap.tasks.actions import actions
from tracker.roadmap.tasks.discussion_views import discussion
from tracker.roadmap.tasks.trash import sources
from tracker.roadmap.tasks.views import ordering, sharing, tasks

feature = Feature(
    "tasks",
    client_views=[ordering, tasks, sharing, discussion],
    undo_places=[UndoPlace("client.tasks.show", {"at": "sheet"})],
    trash=sources,
    search=[
        SearchSource("task", texts=("title", "details"), names=("owner_name", "waiting_name")),
        SearchSource("step", texts=("title",)),
        SearchSource("comment", texts=("body",)),
    ],
    actions=actions,
)
