"""People's names: which characters a name may contain, and when two names look alike. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tracker.foundation.text.confusables import TO_LATIN

JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner: they shape letters in some scripts, and are invisible in all others."""

JOINING = frozenset(
    """ARABIC SYRIAC MANDAIC MONGOLIAN NKO DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM
    SINHALA MYANMAR KHMER BALINESE JAVANESE SUNDANESE TIBETAN""".split()
)
"""Scripts, as Unicode names their letters, that use joiners."""

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U0001d159")
"""Letters, marks and signs without a visible shape.

Fillers, the grapheme joiner, the empty Braille cell, the place of an object, the empty note head.
"""

# fmt: off
ALSO_LOOKS_LIKE = str.maketrans({
    # Cyrillic
    "в": "b", "г": "r", "н": "h", "к": "k", "м": "m", "п": "n", "т": "t", "ь": "b",
    # Greek
    "β": "b", "ε": "e", "η": "n", "κ": "k", "μ": "u", "τ": "t", "χ": "x", "ω": "w",
    # Latin, digits and signs
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "¡": "i", "ħ": "h", "ŧ": "t", "ɨ": "i", "æ": "ae", "œ": "oe",
    "0": "o", "1": "l", "2": "z", "3": "e", "4": "a", "5": "s", "6": "b", "8": "b", "9": "g", "|": "l", "!": "l",
    "$": "s", "@": "a",
})
"""Additions to Unicode's list, which compares printed letters more strictly than a glance does.

Lower case only.
"""
# fmt: on

AS_ONE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("l", "i"))
"""Letters that run together in a sans serif, and the thin ones, which are hard to distinguish."""

SEPARATOR = re.compile(r"\s*[(\[{<,;/•·—–]\s*|(?<!^)\s+[-|~:_]+\s+|:\s")
"""Separators before an addition to a name: (COO), – COO, | COO."""

SILENT = frozenset(".'’‘`´-‐‑")
"""Signs within a name that do not separate words: O’Brien, C.O.O., Jean-Luc."""

ROLE_WORDS = (
    "COO CEO chief operating executive officer support helpdesk help desk service admin administrator owner security "
    "staff team official account accounts practice and co ops operations via footbridge"
)
"""Words that state a role. They do not make a name another person's."""


def is_invisible(letter: str) -> bool:
    """Whether it is a control, direction or zero-width character, a variation selector, or has no shape."""
    ranges = (("\ufe00", "\ufe0f"), ("\u180b", "\u180f"), ("\U000e0100", "\U000e01ef"))
    selects = any(first <= letter <= last for first, last in ranges)
    return selects or letter in BLANK or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def hides_something(name: str) -> bool:
    """Whether a name has an invisible character; joiners are allowed where a script uses them."""
    return any(
        is_invisible(letter) and not (letter in JOINERS and is_joining(name, place))
        for place, letter in enumerate(name)
    )


def shows_something(text: str) -> bool:
    """Whether a text has a visible character. Marks alone are not visible, nor are private characters."""
    return any(
        not letter.isspace()
        and not is_invisible(letter)
        and unicodedata.category(letter) not in ("Mn", "Mc", "Me", "Co", "Cn")
        for letter in text
    )


def without_hidden(name: str) -> str:
    """Return a name without invisible characters; joiners that shape letters remain."""
    return "".join(
        letter
        for place, letter in enumerate(name)
        if not is_invisible(letter) or (letter in JOINERS and is_joining(name, place))
    )


def is_joining(name: str, place: int) -> bool:
    """Whether the characters beside this index are letters of one script that uses joiners."""
    if not 0 < place < len(name) - 1:
        return False
    before, after = script_of(name[place - 1]), script_of(name[place + 1])
    return before == after and before in JOINING


def script_of(letter: str) -> str:
    """Return the script of a letter or mark, such as ARABIC; empty for other characters."""
    is_letter = unicodedata.category(letter)[0] in "LM"
    return unicodedata.name(letter, "").split(" ")[0] if is_letter else ""


@lru_cache(maxsize=4_096)
def comparable_name(name: str) -> str:
    """Return a name for comparing: without invisible characters, in one form and case, in its own script."""
    shown = "".join(letter for letter in name if not is_invisible(letter))
    return " ".join(unicodedata.normalize("NFKC", shown).casefold().split())


@lru_cache(maxsize=4_096)
def look_of(name: str) -> str:
    """Return the look of a name: two names with the same look can be mistaken for each other.

    "Маrcо Bellini" with Cyrillic letters looks like "Marco Bellini"; so do "Märco Beliini" and
    "MarcoBellini".
    """
    return "".join(look_of_words(name))


@lru_cache(maxsize=4_096)
def look_of_words(name: str) -> tuple[str, ...]:
    """Return the looks of a name's words: no accents or signs, Latin letters where they look Latin."""
    shown = "".join(letter for letter in name if not is_invisible(letter))
    # not `fold`: accents of every script go, and letters become those they look like, not those they stand for
    apart = unicodedata.normalize("NFKD", shown)
    bare = "".join(letter for letter in apart if not is_accent(letter))
    look = "".join(map(full_size, bare)).translate(TO_LATIN).casefold().translate(ALSO_LOOKS_LIKE)
    joined = "".join(letter for letter in look if letter not in SILENT)
    words = "".join(" " if unicodedata.category(letter)[0] in "PSZ" else letter for letter in joined).split()
    return tuple(merge_lookalikes(word) for word in words)


def full_size(letter: str) -> str:
    """Return the capital letter for a small capital, as in “ᴅᴀɴᴀ”; any other letter as it is."""
    capital = unicodedata.name(letter, "").partition("LATIN LETTER SMALL CAPITAL ")[2].partition(" ")[0]
    return capital if len(capital) == 1 else letter


def is_accent(letter: str) -> bool:
    """Whether any letter may carry the mark.

    Marks for Kana or Indic letters only make another letter of them.
    """
    name = unicodedata.name(letter, "")
    return (
        unicodedata.category(letter) in ("Mn", "Me")
        and name.startswith("COMBINING ")
        and "KATAKANA" not in name
    )


def merge_lookalikes(word: str) -> str:
    """Return the word with letter groups that look alike replaced by one of them."""
    for several, one in AS_ONE:
        word = word.replace(several, one)
    return word


HONORIFICS = "Mr Mrs Ms Miss Mx Dr Prof Sir Madam Jr Sr II III".split()
PARTICLES = frozenset(look_of(word) for word in "von van der den de del della di da du la le of".split())
LONG_WORD = 6
"""Words of this length may differ by one letter: Whitlok.

Shorter ones are other names: Diana, Jana and Dana.
"""

ROLES_LOOK = frozenset(look_of(word) for word in ROLE_WORDS.split())


def without_roles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's words without those that state a role; all of them if there are no others."""
    return tuple(word for word in words if word not in ROLES_LOOK) or words


@lru_cache(maxsize=4_096)
def may_be_taken_for(name: str, other: str) -> bool:
    """Whether `name` can be mistaken for the other name: it looks the same, or the same with an addition.

    "Dana Whitlock (COO)", "COO Dana Whitlock" and "Whitlock, Dana" may be taken for "Dana Whitlock".
    """
    return not looks_of(name, added=True).isdisjoint(looks_of(other)) or is_nearly(name, other)


def is_nearly(name: str, other: str) -> bool:
    """Whether a name is the other with a title, number, middle name or initial, or with one letter wrong."""
    said, meant = core_words(name), core_words(other)
    if len(meant) < 2 or len(said) < 2:
        return False
    if said[: len(meant)] == meant and PARTICLES.union(meant).issuperset(said):
        return True  # Dana Whitlock von Whitlock
    if len(said) > len(meant):
        said = (said[0], *(word for word in said[1:-1] if len(word) > 1), said[-1])
    if said == meant:
        return True
    same = [one == two for one, two in zip(said, meant, strict=False)]
    if len(said) != len(meant) or same.count(False) != 1:
        return False
    at = same.index(False)
    initial = at == 0 and len(said[0]) == 1 and meant[0].startswith(said[0])
    return initial or is_slip(said[at], meant[at])


def core_words(name: str) -> tuple[str, ...]:
    """Return the words of a name's look without titles, roles and numbers."""
    plain = " ".join(
        word
        for word in name.split()
        if not word.isdecimal() and word.strip(".").casefold() not in TITLES_SAID
    )
    return without_roles(look_of_words(plain))


TITLES_SAID = frozenset(title.casefold() for title in HONORIFICS)


def is_slip(word: str, other: str) -> bool:
    """Whether a word is the other with a letter doubled or, for long words, with one letter wrong."""
    if DOUBLED.sub(r"\1", word) == DOUBLED.sub(r"\1", other):
        return True
    return min(len(word), len(other)) >= LONG_WORD and is_one_off(word, other)


DOUBLED = re.compile(r"(.)\1+")


def is_one_off(word: str, other: str) -> bool:
    """Whether adding, omitting or replacing one letter turns one word into the other."""
    short, long = sorted((word, other), key=len)
    if len(short) == len(long):
        return sum(one != two for one, two in zip(short, long, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


@lru_cache(maxsize=4_096)
def looks_of(name: str, added: bool = False) -> frozenset[str]:
    """Return the looks of a name, with and without roles, whatever its blanks and the order of its words.

    With `added`, also the look of the part before a separator, after which there may be an addition.
    """
    words = look_of_words(name)
    main = SEPARATOR.split(unicodedata.normalize("NFKC", name).strip(), maxsplit=1)[0]
    read = [words, without_roles(words), *([look_of_words(main)] if added else [])]
    return frozenset(look for each in read if each for look in ("".join(each), " ".join(sorted(each))))
