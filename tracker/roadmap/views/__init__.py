"""The road map's pages and the small forms in it."""

from tracker.roadmap.views.agreeing import agreeing
from tracker.roadmap.views.copying import copying
from tracker.roadmap.views.goals import goals
from tracker.roadmap.views.handover import handover
from tracker.roadmap.views.history import history
from tracker.roadmap.views.many import many
from tracker.roadmap.views.news import news
from tracker.roadmap.views.placing import placing
from tracker.roadmap.views.quick import quick
from tracker.roadmap.views.roadmap import roadmap
from tracker.roadmap.views.sharing import sharing
from tracker.roadmap.views.shifting import shifting
from tracker.roadmap.views.tasks import tasks
from tracker.roadmap.views.thread import thread
from tracker.roadmap.views.timeline import timeline
from tracker.roadmap.views.trash import trash
from tracker.roadmap.views.undo import undo
from tracker.roadmap.views.waits import waits

__all__ = [
    "agreeing",
    "copying",
    "goals",
    "handover",
    "history",
    "many",
    "news",
    "placing",
    "quick",
    "roadmap",
    "sharing",
    "shifting",
    "tasks",
    "thread",
    "timeline",
    "trash",
    "undo",
    "waits",
]
