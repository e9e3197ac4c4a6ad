"""Reads a file in a confined process: little memory and time, no settings, no database, no web.

The application calls `run`. The child is a bare Python that loads this package only: `BOOT` keeps the
`__init__` of `tracker`, and with it Flask, from being imported. It gets the file on stdin and answers with
JSON on stdout; both are unnamed temporary files, so no client data stays on the disk.
"""

import gc
import json
import logging
import os
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zoneinfo import ZoneInfo

from tracker.imports.parsers import limits, plan_json
from tracker.imports.parsers.detect import read_file
from tracker.imports.parsers.errors import TOO_LARGE, ImportRefused
from tracker.imports.parsers.json_access import Record, json_number, json_text
from tracker.imports.parsers.plan import Plan

BOOT = """
import sys, types
package = types.ModuleType("tracker")
package.__path__ = [sys.argv[1]]
sys.modules["tracker"] = package
from tracker.imports.parsers.sandbox import main
main(sys.argv[2:])
"""
PACKAGE = Path(__file__).resolve().parents[2]
UNREADABLE = "We could not make sense of this file. Nothing was imported."
RLIMITS = (
    (resource.RLIMIT_AS, limits.MEMORY_BYTES),
    (resource.RLIMIT_CPU, limits.CPU_SECONDS),
    (resource.RLIMIT_FSIZE, limits.RESULT_BYTES),
    (resource.RLIMIT_CORE, 0),
)

log = logging.getLogger(__name__)


def run(data: bytes, file_name: str, zone: str, *, include_archived: bool = False) -> Plan:
    """Return the plan in these bytes, read in a child process.

    Raise ImportRefused if the file is refused or the child fails, ZoneInfoNotFoundError for an unknown zone.
    """
    if len(data) > limits.FILE_BYTES:
        raise ImportRefused(
            f"This file is larger than {limits.FILE_BYTES // 1024 // 1024} MB, the most we read."
        )
    ZoneInfo(zone)  # an unknown zone is the caller's mistake, not the file's
    options = json.dumps({"file_name": file_name, "zone": zone, "include_archived": include_archived})
    with TemporaryFile() as given, TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        let_child_read(given, answer, options)
        answer.seek(0)
        return parse_answer(answer.read().decode())


def let_child_read(given: IO[bytes], answer: IO[bytes], options: str) -> None:
    """Run the child until it ends. Raise ImportRefused if it fails or takes too long."""
    command = [sys.executable, "-I", "-c", BOOT, str(PACKAGE), options]
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter and arguments)
            command,
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=limits.WALL_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ImportRefused(TOO_LARGE) from None
    if done.returncode:
        log.warning("the import's child ended with %d", done.returncode)
        raise ImportRefused(TOO_LARGE)


def parse_answer(written: str) -> Plan:
    """Return the plan in the child's answer. Raise ImportRefused if it holds a refusal or a fault."""
    answer: Record = json.loads(written)
    if "broken" in answer:
        log.error("a file could not be read: %s", json_text(answer, "broken"))
        raise ImportRefused(UNREADABLE)
    if "message" in answer:
        rows = answer["rows"] if isinstance(answer["rows"], list) else []
        messages = [(int(row), str(words)) for row, words in rows]
        raise ImportRefused(
            json_text(answer, "message"),
            messages,
            noun=json_text(answer, "noun"),
            more=int(json_number(answer, "more")),
        )
    return plan_json.from_json(json_text(answer, "plan"))


def main(arguments: list[str]) -> None:
    """Run the child: read the file on stdin, write the answer to stdout."""
    confine()
    options: Record = json.loads(arguments[0])
    data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
    sys.stdout.buffer.write(json.dumps(answer_to(data, options), ensure_ascii=False).encode())


def confine() -> None:
    """Limit the memory, CPU time and output of this process."""
    gc.disable()
    for which, amount in RLIMITS:
        with suppress(ValueError, OSError):  # a system without this limit still gets the others
            resource.setrlimit(which, (amount, amount))


def answer_to(data: bytes, options: Record) -> Record:
    """Return the plan or the refusal. A fault is named by class and line, never with text of the file."""
    archived = options.get("include_archived") is True
    try:
        plan = read_file(
            data, json_text(options, "file_name"), json_text(options, "zone"), include_archived=archived
        )
        return {"plan": plan_json.to_json(plan)}
    except ImportRefused as refused:
        return {"message": refused.message, "rows": refused.rows, "noun": refused.noun, "more": refused.more}
    except (MemoryError, RecursionError):
        return {"message": TOO_LARGE, "rows": [], "noun": "Row", "more": 0}
    except Exception as fault:  # the parent must learn of any fault, and log it
        return {"broken": f"{type(fault).__name__} at {fault_place(fault)}"}


def fault_place(fault: BaseException) -> str:
    """Return the file name and line of the innermost frame."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "no line"


if __name__ == "__main__":
    main(sys.argv[1:])
