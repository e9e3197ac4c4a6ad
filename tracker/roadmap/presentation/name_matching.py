"""Which people a typed name matches: without accents, in any case, by any word of the name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.foundation.text.folding import fold
from tracker.foundation.text.formatting import count_of, join_names
from tracker.foundation.text.names import look_of, look_of_words

INVISIBLE_CHARACTER = "There is a character in that name that nobody can see. Type it again without it."
PEOPLE_NAMED = 4
"""The number of people named in a sentence; the others are counted."""
INSIDE = 3
"""The number of letters needed to suggest a name by a part from the middle of a word."""


@dataclass(frozen=True)
class PersonRef:
    """A person with access, with the attributes that matching needs."""

    name: str
    email: str
    number: int = 0
    label: str = ""
    """The name with more to tell people of the same name apart; see `assignees.labels`."""

    @property
    def token(self) -> str:
        """A value that means only this person, even if others share the name. It reveals nothing hidden."""
        return f"seat-{self.number}" if self.number else self.email

    @property
    def shown(self) -> str:
        """The label, or the name without one."""
        return self.label or self.name


def fold_name(text: str) -> str:
    """Return a name for matching: without case and accents, with one kind of apostrophe and single blanks."""
    return " ".join(fold(text).replace("’", "'").split())


def people_meant(words: Sequence[str], people: Sequence[PersonRef]) -> list[PersonRef]:
    """Return the people these words match. A whole name or a whole word of one outranks a beginning."""
    typed = [fold_name(word) for word in words]
    folded = " ".join(typed)
    if not folded:
        return []
    by_token = [each for each in people if each.number and each.token == folded]
    by_address = [each for each in people if each.email.casefold() == " ".join(words).casefold()]
    whole = [each for each in people if fold_name(each.name) == folded]
    word = [each for each in people if folded in fold_name(each.name).split()]
    begun = [each for each in people if begins_name(typed, fold_name(each.name).split())]
    return by_token or by_address or whole or word or begun


def matches_of_name(text: str, people: Sequence[PersonRef]) -> list[PersonRef]:
    """Return the people matched by a text that is only a name; its last word may be a beginning (`rosa del`)."""
    folded = fold_name(text)
    return people_meant(text.split(), people) or [each for each in people if folded and is_part(folded, each)]


def is_part(folded: str, person: PersonRef) -> bool:
    """Whether the name begins with this text, from any of its words on."""
    name = fold_name(person.name).split()
    return any(" ".join(name[at:]).startswith(folded) for at in range(len(name)))


def suggestions(text: str, people: Sequence[PersonRef]) -> list[PersonRef]:
    """Return the people with the text somewhere in their name. Only suggested, because it is not certain."""
    folded = fold_name(text)
    return [each for each in people if len(folded) >= INSIDE and folded in fold_name(each.name)]


def begins_name(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a word of the name begins like the first one typed, and the next words are the others typed."""
    rest = list(typed[1:])
    return any(
        name[at].startswith(typed[0]) and list(name[at + 1 : at + 1 + len(rest)]) == rest
        for at in range(len(name))
    )


def exact_matches(text: str, people: Sequence[PersonRef]) -> list[PersonRef]:
    """Return the person with this full name or address."""
    folded = fold_name(text)
    return [each for each in people if folded in (fold_name(each.name), fold_name(each.email))]


def lookalikes(name: str, people: Sequence[PersonRef]) -> list[PersonRef]:
    """Return the people an outsider could be taken for: by the whole name, whole words of it, or its look.

    "Dana", "bellini" and "Маrcо Bellini" with Cyrillic letters; not "Dan", nor "Luca Bellini".
    """
    name_words, look = look_of_words(name), look_of(name)
    alike = [
        each
        for each in people
        if look and (look == look_of(each.name) or has_in_a_row(look_of_words(each.name), name_words))
    ]
    return exact_matches(name, people) or alike


def has_in_a_row(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether these words occur side by side among those."""
    size = len(wanted)
    return any(list(words[at : at + size]) == list(wanted) for at in range(len(words) - size + 1))


def several_words(typed: str, found: Sequence[PersonRef]) -> str:
    """Return the refusal: “Two people here match “ma”: Marco Bellini and Maria Rossi. Choose one of them.”."""
    shown = [each.shown for each in found[:PEOPLE_NAMED]]
    if len(found) > PEOPLE_NAMED:
        shown.append(f"{len(found) - PEOPLE_NAMED} more")
    many = count_of(len(found), "person", "people").capitalize()
    return f"{many} here match “{typed}”: {join_names(shown)}. Choose one of them."


def nobody_words(typed: str, near: Sequence[PersonRef], *, may_add: bool = True) -> str:
    """Return the refusal of a name that matches nobody, with the people in `near` as suggestions."""
    meant = f" Did you mean {' or '.join(each.shown for each in near[:PEOPLE_NAMED])}?" if near else ""
    instead = f"Choose someone, or add “{typed}” as someone without access." if may_add else "Choose someone."
    return f"Nobody with access here is called “{typed}”.{meant} {instead}"
