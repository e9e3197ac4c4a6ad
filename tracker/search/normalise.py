"""What counts as one word of a search. Letters count as the same as `fold` says. Pure.

A word is also found inside a longer one ("ofen" in "Pizzaofen"), from three letters on; in scripts that write
without blanks, such as Chinese, from one character on.
"""

from __future__ import annotations

import re
import unicodedata

from tracker.foundation.text.folding import fold

SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004"
    r"\u3008-\u3020\u3030\ufe00-\ufe0f\ufe30-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)
"""What stands between words: marks, blanks, arrows, emoji. One text for Python and PostgreSQL."""

UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean letters: a part of a run is what others call a word."""

WORD_AT_MOST, WORDS_AT_MOST, QUERY_AT_MOST = 40, 8, 200
PART_AT_LEAST = 3

BETWEEN = re.compile(f"[\\x00{SEPARATORS}]+")
AN_UNSPACED = re.compile(f"[{UNSPACED}]")


def split(text: str) -> list[str]:
    return [word for word in BETWEEN.split(text) if word]


def asked(query: str) -> list[str]:
    """The words of a search: a few, short, each once; nothing of it is ever a command of the index."""
    words = split(fold(unicodedata.normalize("NFC", query[:QUERY_AT_MOST])))
    return list(dict.fromkeys(word[:WORD_AT_MOST] for word in words))[:WORDS_AT_MOST]


def begins_words(words: list[str], text: str) -> bool:
    """Whether each of these words begins a word of the text."""
    found = split(fold(text))
    return all(any(there.startswith(word) for there in found) for word in words)


def is_unspaced(word: str) -> bool:
    return AN_UNSPACED.search(word) is not None


def may_be_a_part(word: str) -> bool:
    """Whether this is looked for inside of words, too."""
    return len(word) >= PART_AT_LEAST or is_unspaced(word)


def holds(words: list[str], text: str) -> bool:
    """Whether each of these words begins a word of the text or is a part of one."""
    found = split(fold(text))
    return all(
        any(there.startswith(word) or (may_be_a_part(word) and word in there) for there in found)
        for word in words
    )
