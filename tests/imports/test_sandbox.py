"""The confined process that reads a file for the web process."""

import json
import logging
import resource
import subprocess
import sys

import pytest

from tests.imports.files import a_board, a_card, a_csv, an_asana, plan_of
from tracker.foundation.clock import now
from tracker.imports.parsers import limits, sandbox
from tracker.imports.parsers.errors import TOO_LARGE, ImportRefused
from tracker.imports.parsers.sandbox import answer_to, run
from tracker.imports.parsers.spreadsheet.columns import template_csv

IMPORTED = sandbox.BOOT.replace("main(sys.argv[2:])", "print(*sys.modules)")


@pytest.mark.parametrize(
    "data",
    [
        a_board(a_card(due="2026-03-20T01:00:00.000Z", idMembers=["m1"], desc="“x”\n\U0001f355")),
        an_asana({"Section/Column": "Kitchen", "Due Date": "2026-11-20"}, {"Parent task": "Task 0"}),
        template_csv(now().date()).encode(),
    ],
)
def test_the_child_reads_the_same_plan_as_the_parser(data):
    assert run(data, "pizza.csv", "America/New_York") == plan_of(data)


def test_the_child_is_given_the_choice_of_archived_cards():
    board = a_board(a_card(closed=True))

    assert len(run(board, "x.json", "UTC", include_archived=True).goals[0].tasks) == 1


def test_a_refusal_is_returned_with_its_rows():
    with pytest.raises(ImportRefused) as caught:
        run(a_csv(["Goal", "Task", "Kind"], *[["", "A", "misc"]] * 60), "x.csv", "UTC")

    lines = list(caught.value.lines())
    assert lines[0] == "Row 2: the kind “misc” is not one of: strategy, build, routine."
    assert (len(lines), lines[-1]) == (51, "and 10 more")


def test_the_child_loads_neither_web_nor_database_modules():
    command = [sys.executable, "-I", "-c", IMPORTED, str(sandbox.PACKAGE)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert "tracker.imports.parsers.detect" in loaded
    assert not {"flask", "sqlalchemy", "werkzeug", "tracker.config", "tracker.foundation"} & set(loaded)


def test_the_child_knows_no_secrets(monkeypatch, caplog):
    monkeypatch.setenv("SECRET_KEY", "three quiet herons")
    monkeypatch.setattr(sandbox, "BOOT", "import os, sys; sys.exit(7 if 'SECRET_KEY' in os.environ else 8)")

    with pytest.raises(ImportRefused):
        run(b"x", "x.csv", "UTC")

    assert "the import's child ended with 8" in caplog.text


@pytest.mark.parametrize(
    "life",
    [
        "import time; time.sleep(30)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "from tracker.imports.parsers import sandbox; sandbox.confine(); kept = bytes(1 << 30)",
        "import os; os._exit(3)",
    ],
    ids=["too long", "killed", "too much memory", "gone"],
)
def test_a_child_that_gives_up_means_that_the_file_is_too_large(life, monkeypatch):
    boot = sandbox.BOOT.split("from tracker")[0]
    monkeypatch.setattr(sandbox, "BOOT", boot + life)
    monkeypatch.setattr(limits, "WALL_SECONDS", 1)

    with pytest.raises(ImportRefused, match=TOO_LARGE):
        run(b"Goal,Task\n,A\n", "x.csv", "UTC")


def test_a_decompression_bomb_costs_the_parent_no_memory():
    bomb = b"[" + b"{}," * 3_400_000 + b"{}]"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(ImportRefused):
        run(bomb, "x.json", "UTC")

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_a_file_that_is_too_large_starts_no_child(monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)

    with pytest.raises(ImportRefused, match="larger than 10 MB"):
        run(b"x" * (limits.FILE_BYTES + 1), "x.csv", "UTC")


def test_a_parser_error_is_logged_without_text_of_the_file(monkeypatch, caplog):
    def stumble(*args, **options):
        raise KeyError("Marco's salary")

    monkeypatch.setattr(sandbox, "read_file", stumble)
    answer = answer_to(b"", {})

    with (
        caplog.at_level(logging.ERROR),
        pytest.raises(ImportRefused, match="could not make sense of this file"),
    ):
        sandbox.parse_answer(json.dumps(answer))
    assert "KeyError at test_sandbox.py:" in caplog.text
    assert "salary" not in caplog.text


@pytest.mark.parametrize("exhausted", [MemoryError, RecursionError])
def test_a_child_that_exhausts_its_limits_reports_it(exhausted, monkeypatch):
    def run_out(*args, **options):
        raise exhausted

    monkeypatch.setattr(sandbox, "read_file", run_out)

    assert answer_to(b"", {})["message"] == TOO_LARGE
