"""All processes together read two files at a time; other files wait, and their pages say so."""

import io
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tracker.foundation.database import db
from tracker.imports import queue, uploads
from tracker.imports.models import State
from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.queue import hold_place, take_place

PLAN = b"Goal,Task\nA goal,A task\n"
HOLDER = """
import sys
from pathlib import Path
from tracker.imports.queue import take_place
assert take_place(Path(sys.argv[1])) is not None
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def others(app):
    """Two other processes of the service, each reading a file; `others()` ends them."""
    with ExitStack() as running:
        held = []
        for _ in range(queue.IMPORTS_AT_ONCE):
            process = subprocess.Popen(
                [sys.executable, "-c", HOLDER, str(app.config["DATA"])],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            running.enter_context(process)
            running.callback(process.kill)
            assert process.stdout.readline() == b"held\n"
            held.append(process)

        def end():
            for process in held:
                process.kill()
                process.wait()

        yield end


@pytest.fixture
def reader(monkeypatch):
    """The thread that reads a file; its sender does not wait for it."""
    made, thread = [], uploads.Thread
    monkeypatch.setattr(uploads, "PATIENCE", 0.5)
    monkeypatch.setattr(queue, "STATUS_INTERVAL", 0.1)
    monkeypatch.setattr(uploads, "Thread", lambda **given: made.append(thread(**given)) or made[-1])
    return made


def test_a_third_file_waits_and_its_page_says_so(dana, importer, others, last_run, reader):
    at = importer.send(PLAN, "plan.csv")
    assert "Your file is in the queue." in dana.get(at).text
    others()
    reader[0].join(60)
    assert "A goal" in dana.get(at).text and last_run().state == State.READY


def test_a_cancelled_file_is_not_read(dana, importer, others, last_run, reader):
    at = importer.send(PLAN, "plan.csv")
    dana.post(f"{at}/cancel")
    reader[0].join(60)
    assert not reader[0].is_alive() and last_run().state == State.CANCELLED


def test_a_very_long_wait_ends_with_a_message(app, others, monkeypatch):
    monkeypatch.setattr(queue, "LONGEST_QUEUING", 0.3)
    signs = []
    with (
        pytest.raises(ImportRefused) as refused,
        hold_place(Path(app.config["DATA"]), lambda: signs.append(1)),
    ):
        raise AssertionError("nobody's turn")
    assert "in a few minutes" in refused.value.message and signs


def test_a_process_that_dies_frees_its_slot(app, others):
    folder = Path(app.config["DATA"])
    assert take_place(folder) is None
    others()
    with hold_place(folder, lambda: None), hold_place(folder, lambda: None):
        assert take_place(folder) is None
    db.session.rollback()


def test_a_waiting_file_blocks_no_request(importer, others, last_run, reader, monkeypatch):
    monkeypatch.setattr(uploads, "PATIENCE", 60)
    began = time.monotonic()
    importer.send(PLAN, "plan.csv")
    assert time.monotonic() - began < 10 and last_run().is_waiting
    others()
    reader[0].join(60)


def test_one_person_imports_one_file_at_a_time(dana, importer, others, last_run, reader):
    importer.send(PLAN, "plan.csv")
    before = last_run().id
    page = dana.post(importer.base, expect=429, file=(io.BytesIO(PLAN), "plan.csv"))
    assert "Your last file is still being read." in page.text and last_run().id == before
    others()
    reader[0].join(60)
    importer.send(PLAN, "plan.csv")
    assert last_run().id != before
    reader[1].join(60)
