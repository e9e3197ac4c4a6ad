"""Reading a file in a confined process: little memory, little time, no settings, no database, no web.

`run` is what the product calls. The child is a bare Python that loads this room only: `BOOT` keeps the
package's own `__init__`, and with it Flask, from being imported. It takes the file on stdin and answers with
JSON on stdout; both are files without names, so nothing of a client stays behind.
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
    """The plan in these bytes, read in a child process; Refused in words, also when the child gave up."""
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
    """Start the child and wait; whatever keeps it from answering means that the file is too much."""
    command = [sys.executable, "-I", "-c", BOOT, str(PACKAGE), options]
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  (our own interpreter, our own words)
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
    """The child's answer: a plan, or why there is none."""
    answer: Record = json.loads(written)
    if "broken" in answer:
        log.error("a file could not be read: %s", json_text(answer, "broken"))
        raise ImportRefused(UNREADABLE)
    if "message" in answer:
        rows = answer["rows"] if isinstance(answer["rows"], list) else []
        told = [(int(row), str(words)) for row, words in rows]
        raise ImportRefused(
            json_text(answer, "message"),
            told,
            noun=json_text(answer, "noun"),
            more=int(json_number(answer, "more")),
        )
    return plan_json.from_json(json_text(answer, "plan"))


def main(arguments: list[str]) -> None:
    """The child's whole life."""
    confine()
    options: Record = json.loads(arguments[0])
    data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
    sys.stdout.buffer.write(json.dumps(answer_to(data, options), ensure_ascii=False).encode())


def confine() -> None:
    """Take from this process what reading a plan does not need."""
    gc.disable()
    for which, amount in RLIMITS:
        with suppress(ValueError, OSError):  # a system that knows no such limit has the others
            resource.setrlimit(which, (amount, amount))


def answer_to(data: bytes, options: Record) -> Record:
    """The plan or the refusal; a fault of ours is named by kind and line, never with the file's words."""
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
    except Exception as fault:  # the parent must hear of any fault, and log it
        return {"broken": f"{type(fault).__name__} at {fault_place(fault)}"}


def fault_place(fault: BaseException) -> str:
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "no line"


if __name__ == "__main__":
    main(sys.argv[1:])
