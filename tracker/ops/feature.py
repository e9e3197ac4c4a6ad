"""The health check for the operator's monitoring."""

from __future__ import annotations

from tracker.foundation.health import health
from tracker.registry import Feature

feature = Feature("ops", views=[health])
