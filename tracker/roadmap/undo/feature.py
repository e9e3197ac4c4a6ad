"""Undo."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.undo import offers
from tracker.roadmap.undo.views import undo

feature = Feature("undo", client_views=[undo], setup=[offers.init_app])
