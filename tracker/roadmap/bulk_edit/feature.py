"""Changing many tasks at once."""

from __future__ import annotations

from tracker.registry import Feature
from tracker.roadmap.bulk_edit.views import bulk_edit

feature = Feature("bulk_edit", client_views=[bulk_edit])
