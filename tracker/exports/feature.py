"""The export of the road map as a file."""

from __future__ import annotations

from tracker.exports.actions import actions
from tracker.exports.views import exports
from tracker.registry import Feature

feature = Feature("exports", client_views=[exports], actions=actions)
