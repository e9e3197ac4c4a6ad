"""Sorting names as people expect, the same on every database, by the Unicode Collation Algorithm.

Capitals and accents come after the letter itself ("Äpfel" is before "Zebra"), scripts follow each other
(Latin, Greek, Cyrillic, …), and numbers count as numbers ("Shop 2" is before "Shop 10").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pyuca import Collator

T = TypeVar("T")

SortKey = tuple[tuple[int, ...], str]

A_NUMBER = re.compile(r"\d+")
DIGITS = 12


@lru_cache(maxsize=1)
def collator() -> Collator:
    """Load Unicode's table of weights, once a process; it takes a third of a second."""
    from pyuca import Collator

    return Collator()


@lru_cache(maxsize=4096)
def sort_key(name: str) -> SortKey:
    """Return the key to sort a name by."""
    spread = A_NUMBER.sub(lambda number: number[0].zfill(DIGITS), name)
    return tuple(collator().sort_key(spread)), name


def by_name(found: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Return the items sorted by name; items with the same name keep their order."""
    return sorted(found, key=lambda each: sort_key(name(each)))
