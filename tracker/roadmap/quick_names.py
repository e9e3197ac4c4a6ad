"""From `@ros` to who is meant: names without their accents, in any case, by any word of them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "’": "'"})
"""Letters that Unicode does not take apart into a plain one and a mark."""


@dataclass(frozen=True)
class Seated:
    """Somebody at the table, as far as a name needs it."""

    name: str
    email: str


def folded(text: str) -> str:
    """Without case, without accents: José and JOSE are one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.translate(PLAIN).split())


def meant(words: Sequence[str], people: Sequence[Seated]) -> list[Seated]:
    """Whom these words fit. A whole name, or a whole word of one, goes before the beginning of another."""
    typed = [folded(word) for word in words]
    said = " ".join(typed)
    if not said:
        return []
    by_address = [each for each in people if each.email.casefold() == " ".join(words).casefold()]
    whole = [each for each in people if folded(each.name) == said]
    word = [each for each in people if said in folded(each.name).split()]
    begun = [each for each in people if begins(typed, folded(each.name).split())]
    return by_address or whole or word or begun


def begins(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a word of the name begins like the first one typed, and the rest typed follows it word for word."""
    rest = list(typed[1:])
    return any(
        name[at].startswith(typed[0]) and list(name[at + 1 : at + 1 + len(rest)]) == rest
        for at in range(len(name))
    )


def exactly(text: str, people: Sequence[Seated]) -> list[Seated]:
    """Whose full name or address this is (DECISIONS 16)."""
    said = folded(text)
    return [each for each in people if said in (folded(each.name), folded(each.email))]
