"""The page of components, in a trial only."""

from __future__ import annotations

from tracker.components.views import components
from tracker.registry import Feature

feature = Feature("components", views=[components])
