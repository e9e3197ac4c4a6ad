"""New dates for a goal and its tasks together."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.reschedule.views import reschedule

feature = Feature("reschedule", client_views=[reschedule])
