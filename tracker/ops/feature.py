"""What an operator's monitoring asks."""

from __future__ import annotations

from tracker.foundation.health import health
from tracker.registry import Feature

feature = Feature("ops", views=[health])
