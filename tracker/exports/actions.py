"""History sentences about exports."""

from __future__ import annotations

from tracker.history.actions import Action
from tracker.history.phrases import plural
from tracker.history.readers import LEADS
from tracker.history.viewpoint import Details, Viewpoint


def export_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return `exported the road map (CSV)` or `(Excel)`; for an unknown kind without it."""
    kind = {"csv": " (CSV)", "xlsx": " (Excel)"}.get(str(details.get("kind")), "")
    return f"exported the road map{kind}"


actions = [
    Action(
        "plan_exported",
        export_sentence,
        plural("exported the road map {}"),
        noun="time",
        undo="a downloaded file cannot be recalled",
        readers=LEADS,
    ),
]
