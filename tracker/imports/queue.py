"""Two files are read at a time, across all people and processes; others wait for their turn."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.imports.parsers.errors import ImportRefused

IMPORTS_AT_ONCE = 2
LONGEST_QUEUING = 300.0
"""Seconds to wait before the file is refused."""
PAUSE, STATUS_INTERVAL = 0.2, 5.0
"""Seconds between two attempts, and between two calls of `waits`."""
TOO_MANY_IMPORTS = (
    "Many files are being read right now. Nothing was imported. Send the file once more in a few minutes."
)


@contextmanager
def hold_place(folder: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Hold one of the places: a lock on a file, which is released when the process ends, for whatever reason.

    `waits` is called at once if no place is free, and then every five seconds. Raise ImportRefused after five
    minutes.
    """
    place = take_place(folder)
    began = next_status = time.monotonic()
    while place is None:
        now = time.monotonic()
        if now - began > LONGEST_QUEUING:
            raise ImportRefused(TOO_MANY_IMPORTS)
        if now >= next_status:
            waits()
            next_status = now + STATUS_INTERVAL
        time.sleep(PAUSE)
        place = take_place(folder)
    try:
        yield
    finally:
        os.close(place)


def take_place(folder: Path) -> int | None:
    """Return a free place as an open file descriptor; None if all are taken."""
    for number in range(1, IMPORTS_AT_ONCE + 1):
        opened = os.open(folder / f"import-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(opened)
        else:
            return opened
    return None
