"""Repeatable times and random values, so that two runs of one story are the same byte for byte.

Everything the product draws at random comes from the system: names of changes, public ids, one-time links, form
keys. While a label is in force the system answers from a stream made of that label, and the clock stands still.
Nothing then has to be masked when the answers of two worlds are compared.
"""

import os
import random
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import shake_256
from unittest.mock import patch

import time_machine

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
"""When both worlds are visited: a Wednesday, in the afternoon in Europe, in the morning in America."""


@contextmanager
def repeatable(label, moment=NOW):
    """The same random values under the same label, at one moment."""
    drawn = Counter()

    def from_label(size):
        drawn[size] += 1  # by size: SQLAlchemy draws ten bytes for a name the first time it sees a query
        return shake_256(f"{label}|{size}|{drawn[size]}".encode()).digest(size)

    system = patch.object(os, "urandom", from_label), patch.object(random, "_urandom", from_label)
    with system[0], system[1], time_machine.travel(moment, tick=False):
        yield
