"""Copies of goals."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.copy_goal.views import copy_goal

feature = Feature("copy_goal", client_views=[copy_goal])
