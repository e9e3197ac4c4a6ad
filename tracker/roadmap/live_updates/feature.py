"""Live updates: changes by others, shown in open pages."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.live_updates.views import live_updates

feature = Feature("live_updates", client_views=[live_updates])
