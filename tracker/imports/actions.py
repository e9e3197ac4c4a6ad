"""What history tells of imports."""

from __future__ import annotations

from tracker.history.actions import Action, Category, Details, Undo
from tracker.history.phrases import did
from tracker.history.readers import LEADS
from tracker.history.viewpoint import Viewpoint
from tracker.imports.apply.undo import check_import, is_lead, undo_import


def imported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"imported a plan from {details['file']}" if details.get("file") else "imported a plan"


def unimported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"moved what was imported from {details['file']} to the trash"


actions = [
    Action(
        "plan_imported", imported, did("imported {}"),
        undo=Undo(undo_import, may=is_lead, is_whole=True, check=check_import), readers=LEADS, category=Category.THINGS,
    ),
    Action(
        "plan_taken_back", unimported, did("moved {} to the trash"), noun="imported plan",
        undo="the file is brought in once more instead", readers=LEADS,
    ),
]  # fmt: skip
