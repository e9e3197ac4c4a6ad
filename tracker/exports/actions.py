"""What history tells of exports."""

from __future__ import annotations

from tracker.history.actions import Action, Details
from tracker.history.phrases import did
from tracker.history.readers import LEADS
from tracker.history.viewpoint import Viewpoint


def exported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    kind = {"csv": " (CSV)", "xlsx": " (Excel)"}.get(str(details.get("kind")), "")
    return f"exported the road map{kind}"


actions = [
    Action(
        "plan_exported", exported, did("exported the road map {}"), noun="time",
        undo="a copy that somebody has cannot be taken back", readers=LEADS,
    ),
]  # fmt: skip
