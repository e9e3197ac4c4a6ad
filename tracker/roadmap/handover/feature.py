"""Handing all of somebody's work to somebody else."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.handover.views import handover

feature = Feature("handover", client_views=[handover])
