"""Adding a task by one typed line."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.quick_add.views import quick_add

feature = Feature("quick_add", client_views=[quick_add])
