"""What history tells of exports."""

from __future__ import annotations

from tracker.history.actions import Action, Details
from tracker.history.phrases import did
from tracker.history.readers import LEADS
from tracker.history.viewpoint import Viewpoint


def exported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    kind = {"csv": " (CSV)", "xlsx": " (Excel)"}.get(str(details.get("kind")), "")
    return f"took the road map away as a spreadsheet{kind}"


actions = [
    Action(
        "plan_exported", exported, did("took the road map away as {}"), noun="spreadsheet",
        undo="a copy that somebody has cannot be taken back", readers=LEADS,
    ),
]  # fmt: skip
