"""A client's address: its name in kebab-case. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from tracker.foundation.text.folding import fold

LONGEST_SLUG = 60
NONE = "client"
"""The address for a name whose letters have no Latin spelling here. The form then asks for another one."""
RESERVED = frozenset({"new"})
"""Words that are already used by a page."""

LATIN = dict(
    zip("абвгдезийклмнопрстуфыэіґ", "a b v g d e z i y k l m n o p r s t u f y e i g".split(), strict=True)
) | dict(
    zip(
        "жхцчшщюяъьёєї",
        ["zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya", "", "", "yo", "ye", "yi"],
        strict=True,
    )
)
"""Cyrillic letters as Latin ones."""
GREEK = dict(zip("αβγδεζηικλμνξοπρσςτυφω", "a v g d e z i i k l m n x o p r s s t u f o".split(), strict=True)) | {
    "θ": "th", "χ": "ch", "ψ": "ps",
}  # fmt: skip
BY_SOUND = str.maketrans(LATIN | GREEK)

SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(name: str) -> str:
    """Return “fornello-pizza” for “Fornello Pizza”: no accents or signs, Cyrillic and Greek romanised."""
    spelt = fold(unicodedata.normalize("NFC", name.lower()).translate(BY_SOUND))
    # once more for the scripts that `fold` leaves with their accents, such as й
    spelt = unicodedata.normalize("NFKD", spelt.replace("'", "")).translate(BY_SOUND)
    words = re.findall(r"[a-z0-9]+", spelt.encode("ascii", "ignore").decode())
    return "-".join(words)[:LONGEST_SLUG].strip("-") or NONE


def suggest(name: str, is_free: Callable[[str], bool]) -> str:
    """Return the first free address for a name: fornello-pizza, then fornello-pizza-2 and so on."""
    wanted = slug_of(name)
    tries = [wanted, *(f"{wanted[: LONGEST_SLUG - 4]}-{number}" for number in range(2, 100))]
    return next((slug for slug in tries if slug not in RESERVED and is_free(slug)), wanted)


def name_problem(name: str) -> str:
    """Return why a name gives no address of its own, as a sentence; empty if it does."""
    is_none = name.strip() and slug_of(name) == NONE and name.strip().lower() != NONE
    return "This name gives no address. Type one in Latin letters, like fornello-pizza." if is_none else ""


def slug_problem(slug: str) -> str:
    """Return why this address is not accepted, as a sentence; empty if it is."""
    if len(slug) > LONGEST_SLUG:
        return f"Keep it to {LONGEST_SLUG} characters."
    if not SHAPE.fullmatch(slug):
        return "Use small letters, digits and single hyphens, like fornello-pizza."
    return "That address is reserved. Choose another one." if slug in RESERVED else ""
