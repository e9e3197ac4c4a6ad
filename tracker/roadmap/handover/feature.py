"""The handover of a person's open work to another person."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.handover.views import handover

feature = Feature("handover", client_views=[handover])
