"""Splits text into words for the search. Letters are equal where `fold` makes them equal. Pure.

A word is also found inside a longer one of up to 40 letters ("ofen" in "Pizzaofen"), from three letters on; in scripts
that write without spaces, such as Chinese, inside one of any length and from one character on.
"""

from __future__ import annotations

import re
import unicodedata

from tracker.foundation.text.folding import fold

SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004"
    r"\u3008-\u3020\u3030\ufe00-\ufe0f\ufe30-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)
"""Characters between words: marks, blanks, arrows, emoji. Python and PostgreSQL use the same text."""

UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean letters: words are not separated by spaces."""

WORD_AT_MOST, WORDS_AT_MOST, QUERY_AT_MOST = 40, 8, 200
PART_AT_LEAST = 3

BETWEEN = re.compile(f"[\\x00{SEPARATORS}]+")
AN_UNSPACED = re.compile(f"[{UNSPACED}]")
AN_ASCII_WORD = re.compile("[0-9a-z]+")


def split_words(text: str) -> list[str]:
    """Return the words of the text."""
    plain = BETWEEN.sub(" ", text)
    return "".join(letter if is_of_a_word(letter) else " " for letter in plain).split()


def folded_words(text: str) -> list[str]:
    """Return the words of the text in plain letters."""
    return AN_ASCII_WORD.findall(text.lower()) if text.isascii() else split_words(fold(text))


def is_of_a_word(letter: str) -> bool:
    """Whether SQLite's index takes the character as a part of a word; “،” and “।” are none."""
    category = unicodedata.category(letter)
    return category[0] in "LN" or category in ("Co", "Mn", "Mc")


def search_words(query: str) -> list[str]:
    """Return the words of a search, each once: eight at most, cut to 40 letters, without any index syntax."""
    words = split_words(fold(unicodedata.normalize("NFC", query[:QUERY_AT_MOST])))
    return list(dict.fromkeys(word[:WORD_AT_MOST] for word in words))[:WORDS_AT_MOST]


def begins_words(words: list[str], text: str) -> bool:
    """Whether each of these words begins a word of the text."""
    return begin_words(words, folded_words(text))


def begin_words(words: list[str], found: list[str]) -> bool:
    """Whether each of these words begins one of those found."""
    spaced = f" {' '.join(found)}"
    return all(f" {word}" in spaced for word in words)


def is_unspaced(word: str) -> bool:
    """Whether the word has a letter of a script that writes without spaces."""
    return AN_UNSPACED.search(word) is not None


def may_be_a_part(word: str) -> bool:
    """Whether the word is also looked for inside other words."""
    return len(word) >= PART_AT_LEAST or is_unspaced(word)


def contains_words(words: list[str], text: str) -> bool:
    """Whether each of these words begins a word of the text or is a part of one."""
    return are_in_words(words, folded_words(text))


def are_in_words(words: list[str], found: list[str]) -> bool:
    """Whether each of these words begins one of those found or is a part of one."""
    spaced = f" {' '.join(found)}"
    return all(
        word in spaced and (f" {word}" in spaced or any(is_inside(word, there) for there in found))
        for word in words
    )


def is_inside(word: str, longer: str) -> bool:
    """Whether the word is looked for inside the longer one, and is there."""
    short = is_unspaced(word) or len(longer) <= WORD_AT_MOST
    return may_be_a_part(word) and short and word in longer
