"""The road map's pages and the small forms in it."""

from tracker.roadmap.views.goals import goals
from tracker.roadmap.views.roadmap import roadmap
from tracker.roadmap.views.tasks import tasks
from tracker.roadmap.views.thread import thread
from tracker.roadmap.views.timeline import timeline

__all__ = ["goals", "roadmap", "tasks", "thread", "timeline"]
