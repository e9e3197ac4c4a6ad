"""The table of contents: every feature, in the order a newcomer should read them. Each has a `feature.py`."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from tracker import registry
from tracker.clients.scope import client
from tracker.foundation import url_converters
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
    "ops",
)
"""Packages of `tracker`."""


def load(name: str) -> Feature:
    """What the package says about itself."""
    found: Feature = import_module(f"tracker.{name}.feature").feature
    return found


LOADED = [load(name) for name in FEATURES]
"""At import, so that every table is known as soon as `tracker` is."""


def register_features(app: Flask) -> None:
    """Give the pages of every feature their addresses."""
    url_converters.init_app(app)
    registry.init_app(app, LOADED, client)
