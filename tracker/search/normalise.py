"""What counts as one word, and which letters count as the same. Pure.

Latin letters lose their accents (é is e, ế too), and so do ł, ø, đ, ı and İ, which are letters of their own;
ß is ss, æ ae, œ oe, þ th. Greek vowels lose theirs, ё is е; й stays й. Capitals fold in every script.

A word is also found inside a longer one ("ofen" in "Pizzaofen"), from three letters on; in scripts that write
without blanks, such as Chinese, from one character on.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i", "İ": "i",
    "ё": "е", "Ё": "е", "ς": "σ", "ά": "α", "Ά": "α", "έ": "ε", "Έ": "ε", "ή": "η", "Ή": "η", "ί": "ι", "Ί": "ι",
    "ό": "ο", "Ό": "ο", "ύ": "υ", "Ύ": "υ", "ώ": "ω", "Ώ": "ω",
}  # fmt: skip
"""Letters that no rule of Unicode takes apart, and what people without them type."""

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

ACCENTED = r"([A-Za-z])[\u0300-\u036f]+"
WORD_AT_MOST, WORDS_AT_MOST, QUERY_AT_MOST = 40, 8, 200
PART_AT_LEAST = 3

BETWEEN = re.compile(f"[\\x00{SEPARATORS}]+")
AN_UNSPACED = re.compile(f"[{UNSPACED}]")
AN_ACCENT = re.compile(ACCENTED)
OWN_LETTERS = str.maketrans(LETTERS)


def plain(text: str) -> str:
    """The text in small letters without accents."""
    bare = AN_ACCENT.sub(r"\1", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).lower().translate(OWN_LETTERS)


def split(text: str) -> list[str]:
    return [word for word in BETWEEN.split(text) if word]


def asked(query: str) -> list[str]:
    """The words of a search: a few, short, each once; nothing of it is ever a command of the index."""
    words = split(plain(unicodedata.normalize("NFC", query[:QUERY_AT_MOST])))
    return list(dict.fromkeys(word[:WORD_AT_MOST] for word in words))[:WORDS_AT_MOST]


def begins(words: list[str], text: str) -> bool:
    """Whether each of these words begins a word of the text."""
    found = split(plain(text))
    return all(any(there.startswith(word) for there in found) for word in words)


def is_unspaced(word: str) -> bool:
    return AN_UNSPACED.search(word) is not None


def may_be_a_part(word: str) -> bool:
    """Whether this is looked for inside of words, too."""
    return len(word) >= PART_AT_LEAST or is_unspaced(word)


def holds(words: list[str], text: str) -> bool:
    """Whether each of these words begins a word of the text or is a part of one."""
    found = split(plain(text))
    return all(
        any(there.startswith(word) or (may_be_a_part(word) and word in there) for there in found)
        for word in words
    )
