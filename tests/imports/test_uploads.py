"""Reading a file outside the request: in batches, ended by cancelling, and reported when it fails."""

from threading import Event

import pytest

from tests.imports.files import a_board, a_card, a_csv
from tracker.foundation.database import db, writing
from tracker.imports import uploads
from tracker.imports.models import ImportRow, ImportRun
from tracker.imports.parsers import sandbox
from tracker.imports.uploads import File, file_name, read_and_settle, read_and_stage, start_import


@pytest.fixture
def sent(cast):
    """An uploaded file that has not been read yet."""

    def send(data, name="plan.csv"):
        file = File(name, data, "America/New_York")
        run, _ = start_import(cast.fornello, file, cast.dana, None)
        db.session.commit()
        return run.id, file

    before = writing.set(True)
    yield send
    db.session.rollback()
    writing.reset(before)


def run_now(run_id):
    db.session.rollback()
    return db.session.get(ImportRun, run_id)


def a_plan(count):
    return a_csv(["Goal", "Task", "Id"], *[["Oven", f"Task {place}", f"T{place}"] for place in range(count)])


def test_a_long_file_is_staged_in_short_transactions(sent, monkeypatch):
    seen = []
    keep = uploads.commit_now
    monkeypatch.setattr(uploads, "ROWS_A_BATCH", 4)
    monkeypatch.setattr(
        uploads, "commit_now", lambda: (seen.append(db.session.query(ImportRow).count()), keep())
    )
    run_id, file = sent(a_plan(9))
    read_and_stage(run_id, file)
    assert seen == [4, 8, 10]
    assert (run_now(run_id).state, run_now(run_id).progress, run_now(run_id).total) == ("ready", 10, 10)


def test_cancelling_ends_the_reading(sent):
    run_id, file = sent(a_plan(3))
    run_now(run_id).cancel()
    db.session.commit()
    read_and_stage(run_id, file)
    assert run_now(run_id).state == "cancelled" and db.session.query(ImportRow).count() == 0


def test_a_failure_is_reported_to_the_waiting_person(built, sent, monkeypatch, caplog):
    def break_down(*_, **__):
        raise RuntimeError("no more memory")

    monkeypatch.setattr(sandbox, "run", break_down)
    run_id, file = sent(b"x")
    db.session.rollback()
    read_and_settle(built, run_id, file, Event())
    assert run_now(run_id).state == "refused" and "Send the file once more." in run_now(run_id).message
    assert "no more memory" in caplog.text


@pytest.mark.parametrize(
    "sent_as, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\dana\\plan.csv", "plan.csv"),
        ("a\x00\u202eb.csv", "ab.csv"),
        ("", "Untitled file"),
        (None, "Untitled file"),
        ("///", "Untitled file"),
    ],
)
def test_a_file_name_has_no_folder_and_no_control_characters(sent_as, kept):
    assert file_name(sent_as) == kept


def test_a_very_long_name_is_cut():
    assert len(file_name("x" * 300 + ".csv")) == 120


def test_the_plan_is_staged_as_it_was_read(sent, cast):
    from tracker.imports.staging import plan_of

    data = a_board(a_card("1", desc="Details", due="2026-12-01T12:00:00Z"))
    run_id, file = sent(data, "board.json")
    read_and_stage(run_id, file)
    assert plan_of(run_now(run_id)) == sandbox.run(data, "board.json", "America/New_York")
