"""History sentences about imports."""

from __future__ import annotations

from tracker.history.actions import Action, Category, Undo
from tracker.history.phrases import plural
from tracker.history.readers import LEADS
from tracker.history.undo import is_lead
from tracker.history.viewpoint import Details, HistoryEvent, Viewpoint
from tracker.imports.apply.undo import check_import, undo_import


def import_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return `imported a plan from plan.csv`; without a file name `imported a plan`."""
    return f"imported a plan from {details['file']}" if details.get("file") else "imported a plan"


def import_undone_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return “undid the import of plan.csv”; the trash is named only if the import had added something."""
    trashed = ", and moved what it added to the trash" if details.get("added") else ""
    return f"undid the import of {details['file']}{trashed}"


def import_undone_full_sentence(event: HistoryEvent, who: str, viewpoint: Viewpoint) -> str:
    """Return the same with the person, without “(undo)”, because the verb says so."""
    return f"{who} {import_undone_sentence(event.details, '', viewpoint)}"


actions = [
    Action(
        "plan_imported", import_sentence, plural("imported {}"),
        undo=Undo(undo_import, may=is_lead, is_whole=True, check=check_import, shows_words=True, leaves_words=True),
        readers=LEADS, category=Category.THINGS,
    ),
    Action(
        "import_undone", import_undone_sentence, plural("undid {}"), noun="import",
        full_sentence=import_undone_full_sentence, undo="the file is imported again instead", readers=LEADS,
    ),
]  # fmt: skip
