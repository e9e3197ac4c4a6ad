"""A client's address: its name in kebab-case. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 60
RESERVED = frozenset({"new"})
"""Words that already mean a page."""

SPELT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "'": ""})
"""Letters that do not fall apart into a letter and an accent."""

SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(name: str) -> str:
    """fornello-pizza, of “Fornello Pizza”; accents fall off, signs become hyphens."""
    spelt = unicodedata.normalize("NFKD", name.casefold().translate(SPELT))
    words = re.findall(r"[a-z0-9]+", spelt.encode("ascii", "ignore").decode())
    return "-".join(words)[:LONGEST].strip("-") or "client"


def suggest(name: str, is_free: Callable[[str], bool]) -> str:
    """The first free address for a name: fornello-pizza, fornello-pizza-2, …"""
    wanted = slug_of(name)
    tries = [wanted, *(f"{wanted[: LONGEST - 4]}-{number}" for number in range(2, 100))]
    return next((slug for slug in tries if slug not in RESERVED and is_free(slug)), wanted)


def wrong_with(slug: str) -> str:
    """Why this address will not do, in words; empty when it will."""
    if len(slug) > LONGEST:
        return f"Keep it to {LONGEST} characters."
    if not SHAPE.fullmatch(slug):
        return "Use small letters, digits and single hyphens, like fornello-pizza."
    return "That word is taken by a page of ours. Choose another one." if slug in RESERVED else ""
