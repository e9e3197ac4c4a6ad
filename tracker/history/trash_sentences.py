"""What is told of the trash: what was put there, and what came back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker.foundation.text.formatting import count_of
from tracker.history.viewpoint import Viewpoint

TrashSentenceFn = Callable[[Mapping[str, Any], str, Viewpoint], str]


def trashed(details: Mapping[str, Any], subject: str, voice: Viewpoint) -> str:
    return f"moved {subject} to the trash{along(details, voice)}"


def restored(details: Mapping[str, Any], subject: str, voice: Viewpoint) -> str:
    return f"restored {subject}{along(details, voice)}"


def along(details: Mapping[str, Any], voice: Viewpoint) -> str:
    """How many tasks went with a goal, of those this reader sees. Older lines counted only all of them."""
    tasks = details.get("tasks") if voice.reads_leads else details.get("shared_tasks")
    return f", with {count_of(tasks, 'task')}" if tasks else ""


def of_step(verb: str) -> TrashSentenceFn:
    def tell(details: Mapping[str, Any], subject: str, _voice: Viewpoint) -> str:
        return f"{verb} the step “{details['step']}”" + ("" if subject == "it" else f" of {subject}")

    return tell


def of_comment(verb: str) -> TrashSentenceFn:
    def tell(_details: Mapping[str, Any], subject: str, _voice: Viewpoint) -> str:
        return f"{verb} a comment on {subject}"

    return tell


TRASH: dict[str, TrashSentenceFn] = {
    "trashed": trashed,
    "restored": restored,
    "step_trashed": of_step("removed"),
    "step_restored": of_step("brought back"),
    "comment_trashed": of_comment("removed"),
    "comment_restored": of_comment("brought back"),
}
