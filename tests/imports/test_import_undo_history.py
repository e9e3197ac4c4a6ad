"""History describes an import and its undo by what they did to the work."""

import pytest

from tests.imports.files import a_csv
from tests.roadmap.people import HOME
from tests.world import titled
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.imports.cli import import_file
from tracker.imports.models import ImportRun
from tracker.roadmap.models import Goal, Task

COLUMNS = ["Goal", "Task", "Id"]
TWO = a_csv(
    COLUMNS,
    ["Second oven", "", "G1"],
    ["Second oven", "Call", "T1"],
    ["Closing", "", "G2"],
    ["Closing", "List", "T2"],
)
ONE = a_csv(COLUMNS, ["Second oven", "", "G1"], ["Second oven", "Call", "T1"], ["Second oven", "List", "T2"])
INBOX = a_csv(COLUMNS, ["Second oven", "", "G1"], ["Second oven", "Call", "T1"], ["", "List", "T2"])


def undo(visitor):
    run = db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    visitor.post(f"{HOME}/undo/{run.result['change']}")
    db.session.expire_all()


def task_page(visitor, title="List"):
    return visitor.get(f"{HOME}/tasks/{titled(Task, title).number}").text


def test_a_move_back_names_a_goal_that_is_no_longer_in_the_file(importer, dana):
    importer.apply_as(dana, TWO, life="proposed")
    importer.apply_as(dana, ONE, life="proposed")
    undo(dana)
    assert titled(Task, "List").goal_id == titled(Goal, "Closing").id
    said = dana.get(f"{HOME}/history").text
    assert "Dana moved “List” under “Closing” (undo)" in said and "to the inbox" not in said
    page = task_page(dana)
    assert "moved it under “Closing” (undo)" in page and "to the inbox" not in page


def test_history_names_moves_from_the_inbox_and_back(importer, dana):
    importer.apply_as(dana, TWO, life="proposed")
    importer.apply_as(dana, INBOX, life="proposed")
    assert "Dana moved “List” to the inbox" in dana.get(f"{HOME}/history").text
    undo(dana)
    said = dana.get(f"{HOME}/history").text
    assert "Dana moved “List” under “Closing” (undo)" in said
    importer.apply_as(dana, INBOX, life="proposed")
    importer.apply_as(dana, ONE, life="proposed")
    undo(dana)
    assert titled(Task, "List").goal_id is None
    assert "Dana moved “List” to the inbox (undo)" in dana.get(f"{HOME}/history").text


def test_a_move_back_uses_the_goals_restored_title(importer, dana):
    importer.apply_as(dana, TWO, life="proposed")
    renamed = a_csv(
        COLUMNS,
        ["Third oven", "", "G1"],
        ["Closing", "", "G2"],
        ["Closing", "Call", "T1"],
        ["Closing", "List", "T2"],
    )
    importer.apply_as(dana, renamed, life="proposed")
    undo(dana)
    assert "Dana moved “Call” under “Second oven” (undo)" in dana.get(f"{HOME}/history").text


@pytest.mark.parametrize("out", [True, False])
def test_no_line_that_others_may_read_has_a_drafts_title(importer, dana, marco, out):
    """Moved out of a draft or into one, then undone: no page or record shows the CEO the draft's title."""
    importer.apply_as(dana, TWO, life="draft" if out else "proposed")
    if out:
        dana.post(f"{HOME}/goals/{titled(Goal, 'Second oven').number}/life", life="proposed")
        importer.apply_as(dana, ONE, life="proposed")
    else:
        draft = titled(Goal, "Closing")
        dana.post(f"{HOME}/goals/{draft.number}/life", life="draft")
        importer.apply_as(
            dana,
            a_csv(
                COLUMNS,
                ["Second oven", "", "G1"],
                ["Closing", "", "G2"],
                ["Closing", "Call", "T1"],
                ["Closing", "List", "T2"],
            ),
            life="proposed",
        )
    undo(dana)
    if out:
        assert "Dana moved “List” under “Closing” (undo)" in dana.get(f"{HOME}/history").text
    else:
        assert "Dana moved “Call” under “Second oven” (undo)" in dana.get(f"{HOME}/history").text
        open_lines = [
            line
            for line in db.session.query(Event).filter_by(action="task_goal_changed")
            if not line.details.get("draft")
        ]
        assert open_lines and not any("Closing" in str(line.details) for line in open_lines)
    assert "under “Closing”" not in marco.get(f"{HOME}/history").text


def test_the_undo_of_an_import_that_added_nothing_does_not_mention_the_trash(importer, dana):
    importer.apply_as(dana, TWO, life="proposed")
    at = importer.apply_as(dana, ONE, life="proposed")
    assert "goes to the trash" not in dana.get(at).text and "What it changed goes back." in dana.get(at).text
    undo(dana)
    said = dana.get(f"{HOME}/history").text
    assert "Dana undid the import of plan.csv" in said and "plan.csv (undo)" not in said
    assert "moved what it added to the trash" not in said
    assert "plan.csv was undone What it changed is back as it was." in dana.get(at).text
    first = dana.get(f"{HOME}/import").soup.select("#imports li")[0].get_text()
    assert "What it changed is back as it was." in first and "trash" not in first


def test_the_undo_of_an_import_that_changed_nothing_does_not_mention_changes(importer, dana):
    at = importer.apply_as(dana, TWO, life="proposed")
    assert "What it added goes to the trash." in dana.get(at).text and "goes back" not in dana.get(at).text
    undo(dana)
    assert "plan.csv was undone What it added is in the trash. Choose" in dana.get(at).text
    said = dana.get(f"{HOME}/history").text
    assert "moved what it added to the trash" in said and "added to the trash (undo)" not in said


def test_an_import_that_changes_nothing_says_so_and_writes_no_history(importer, dana):
    importer.apply_as(dana, TWO, life="proposed")
    at = importer.send(TWO + b"\n", "again.csv")
    answer = dana.swap(f"{at}/apply")
    assert "Nothing changed" in answer.text
    page = dana.get(at)
    assert "Nothing changed Nothing in again.csv was new" in page.text
    assert "is on the road map" not in page.text and "Undo import" not in page.text
    assert dana.get(f"{HOME}/history").text.count("imported a plan") == 1


def test_the_console_writes_no_history_for_an_import_that_changes_nothing(cast, dana, tmp_path):
    for name, data in (("plan.csv", TWO), ("again.csv", TWO + b"\n")):
        (tmp_path / name).write_bytes(data)
        told = list(import_file("fornello-pizza", tmp_path / name, cast.dana.email))
    assert told[0] == "again.csv: nothing new, nothing changed."
    assert dana.get(f"{HOME}/history").text.count("imported a plan") == 1
