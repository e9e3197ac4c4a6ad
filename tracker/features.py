"""The table of contents: every feature, in the order a newcomer should read them. Each has a `feature.py`.

The trash is purged in the reverse order: a feature whose rows belong to those of another one stands after it.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from tracker import registry
from tracker.bundles import bundles_with
from tracker.clients.scope import client
from tracker.foundation import addresses
from tracker.registry import Feature

FEATURES = (
    "accounts",
    "clients",
    "portfolio",
    "roadmap.board",
    "roadmap.goals",
    "roadmap.tasks",
    "roadmap.quick_add",
    "roadmap.bulk_edit",
    "roadmap.dependencies",
    "roadmap.timeline",
    "roadmap.copy_goal",
    "roadmap.reschedule",
    "roadmap.handover",
    "roadmap.live_updates",
    "roadmap.history",
    "roadmap.undo",
    "roadmap.trash",
    "letter",
    "search",
    "imports",
    "exports",
    "components",
    "ops",
)
"""Packages of `tracker`."""


def load(name: str) -> Feature:
    """Import a package's `feature.py` and return its feature."""
    found: Feature = import_module(f"tracker.{name}.feature").feature
    return found


LOADED = [load(name) for name in FEATURES]
"""Loaded at import, so that every table is known once `tracker` is imported."""


def bundles() -> dict[str, str]:
    """Return the bundles of stylesheets and scripts, with the stylesheets that features add."""
    return bundles_with(feature.styles for feature in LOADED)


def register_features(app: Flask) -> None:
    """Register the pages of every feature."""
    addresses.init_app(app)
    registry.init_app(app, LOADED, client)
