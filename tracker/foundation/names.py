"""People's names: which characters may stand in one, and when two names look alike. Pure."""

from __future__ import annotations

import unicodedata

JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: they shape letters in some scripts, and hide in all others."""

JOINING = frozenset(
    """ARABIC SYRIAC MANDAIC MONGOLIAN NKO DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM
    SINHALA MYANMAR KHMER BALINESE JAVANESE SUNDANESE TIBETAN""".split()
)
"""Scripts, as Unicode names their letters, that use joiners."""

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing: fillers, the grapheme joiner, the empty Braille cell."""

GREEK_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
"""Before small letters are compared: the small letter of Greek M looks like u."""

# fmt: off
LOOKS_LIKE = str.maketrans({
    # Cyrillic
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ѐ": "e", "ё": "e", "г": "r", "һ": "h", "н": "h", "і": "i",
    "ї": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t",
    "у": "y", "ү": "y", "ѵ": "v", "ԝ": "w", "х": "x", "ь": "b",
    # Greek
    "α": "a", "β": "b", "γ": "y", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u", "ν": "v", "ο": "o", "ρ": "p",
    "σ": "o", "ς": "c", "τ": "t", "υ": "u", "χ": "x", "ω": "w",
    # Armenian, Latin, digits and signs
    "ա": "w", "հ": "h", "ո": "n", "ս": "u", "օ": "o", "ց": "g", "զ": "q", "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i",
    "ł": "l", "ø": "o", "đ": "d", "0": "o", "1": "i", "l": "i", "|": "i", "!": "i", "5": "s", "3": "e", "’": "'",
    "`": "'", "‘": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-",
})
# fmt: on


def is_invisible(letter: str) -> bool:
    """Control, direction and zero-width characters, variation selectors, and letters that show nothing."""
    ranges = (("\ufe00", "\ufe0f"), ("\u180b", "\u180f"), ("\U000e0100", "\U000e01ef"))
    selects = any(first <= letter <= last for first, last in ranges)
    return selects or letter in BLANK or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def hides_something(name: str) -> bool:
    """Whether there is a character in a name that nobody sees; joiners may stand where a script uses them."""
    return any(
        is_invisible(letter) and not (letter in JOINERS and joins(name, place)) for place, letter in enumerate(name)
    )


def joins(name: str, place: int) -> bool:
    """Whether the character at this place stands between letters of one script that uses joiners."""
    if not 0 < place < len(name) - 1:
        return False
    before, after = script_of(name[place - 1]), script_of(name[place + 1])
    return before == after and before in JOINING


def script_of(letter: str) -> str:
    """ARABIC, of any Arabic letter or mark; empty for what is neither."""
    is_letter = unicodedata.category(letter)[0] in "LM"
    return unicodedata.name(letter, "").split(" ")[0] if is_letter else ""


def comparable(name: str) -> str:
    """A name for comparing: without what nobody sees, in one form and case. Keeps the letters of each script."""
    shown = "".join(letter for letter in name if not is_invisible(letter))
    return " ".join(unicodedata.normalize("NFKC", shown).casefold().split())


def look_of(name: str) -> str:
    """What a name looks like at a glance: two names with the same look are taken for each other.

    "Маrcо Bellini" with Cyrillic letters looks like "Marco Bellini".
    """
    return comparable(name.translate(GREEK_CAPITALS)).translate(LOOKS_LIKE).replace("rn", "m").replace("vv", "w")
