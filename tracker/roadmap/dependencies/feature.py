"""Dependencies between tasks."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.dependencies.actions import actions
from tracker.roadmap.dependencies.views import dependencies

feature = Feature("dependencies", client_views=[dependencies], actions=actions)
