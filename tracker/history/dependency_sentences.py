"""How history tells that one task waits for another. Pure; the other's name comes through the voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.history.viewpoint import Viewpoint


def other(details: Mapping[str, Any], voice: Viewpoint) -> str:
    return voice.task(details.get("other", 0), details.get("other_title", ""))


def wait_added(details: Mapping[str, Any], subject: str, voice: Viewpoint) -> str:
    return f"wrote that {subject} waits for {other(details, voice)}"


def wait_removed(details: Mapping[str, Any], subject: str, voice: Viewpoint) -> str:
    return f"wrote that {subject} no longer waits for {other(details, voice)}"


WAITS = {"wait_added": wait_added, "wait_removed": wait_removed}
