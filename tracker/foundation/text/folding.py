"""Which letters count as the same in a search. Pure.

Latin letters lose their accents (é is e, ế too), and so do ł, ø, đ, ı and İ, which are letters of their own;
ß is ss, æ ae, œ oe, þ th. Greek vowels lose theirs, ё is е; й stays й. Capitals fold in every script.
"""

from __future__ import annotations

import re
import unicodedata

LETTER_FOLDS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i", "İ": "i",
    "ё": "е", "Ё": "е", "ς": "σ", "ά": "α", "Ά": "α", "έ": "ε", "Έ": "ε", "ή": "η", "Ή": "η", "ί": "ι", "Ί": "ι",
    "ό": "ο", "Ό": "ο", "ύ": "υ", "Ύ": "υ", "ώ": "ω", "Ώ": "ω",
}  # fmt: skip
"""Letters that Unicode does not decompose, and how people without them type them."""

ACCENTED = r"([A-Za-z])[\u0300-\u036f]+"
"""A Latin letter with its accents, decomposed. One pattern for Python and PostgreSQL."""

AN_ACCENT = re.compile(ACCENTED)
OWN_LETTERS = str.maketrans(LETTER_FOLDS)


def fold(text: str) -> str:
    """Return the text in lower case without accents: José and JOSE are "jose"."""
    bare = AN_ACCENT.sub(r"\1", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).lower().translate(OWN_LETTERS)
