"""The person that typed text means: one with access, an explicitly chosen outsider, or nobody. Pure.

Every field for a person calls `resolve_assignee`, so that a first name never becomes that of an outsider,
who is never asked and receives nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tracker.clients.models import Seat
from tracker.foundation.exceptions import DomainError
from tracker.foundation.text.names import hides_something, look_of
from tracker.roadmap.models.facts import Who
from tracker.roadmap.models.work import name_of
from tracker.roadmap.presentation.name_matching import (
    INVISIBLE_CHARACTER,
    PersonRef,
    exact_matches,
    fold_name,
    lookalikes,
    matches_of_name,
    nobody_words,
    several_words,
    suggestions,
)

DIFFERENTLY = "Choose them from the list, or write the other person’s name differently."
OUTSIDER = "outsider:"
"""The prefix of a name that a list offers as an outsider's: choosing it is explicit."""


class UnresolvedError(DomainError):
    """It is not clear which person is meant. `matches` are the people to choose from, perhaps none."""

    def __init__(self, words: str, typed: str, matches: Sequence[Seat] = ()) -> None:
        super().__init__(words)
        self.typed, self.matches = typed, matches


def resolve_assignee(
    typed: str, seats: Sequence[Seat], viewer_seat: Seat | None, outsider: str = "", current: Who = None
) -> Who:
    """Return the person a text means, an outsider's name, or None for nobody; else raise UnresolvedError.

    `outsider` is an explicit outsider's name. It outranks the list's value, unless a person other than
    `current` was chosen in the list; then it is not clear who is meant.
    `current` is the present person. Sent back unchanged, they remain, even if their access has ended.
    """
    text = " ".join(typed.split())
    if text.startswith(OUTSIDER) and not outsider:
        outsider, text = text.removeprefix(OUTSIDER).strip(), ""
    if outsider:
        check_one_is_meant(text, outsider, seats, current)
        return checked_outsider(" ".join(outsider.split()), seats, current)
    if not text:
        return None
    people = people_of(seats, viewer_seat)
    found = matches_of_name(text, people)
    if len(found) == 1:
        return seat_of(found[0], seats)
    if current is not None and text in (value_of(current, seats), name_of(current)):
        return current
    if found:
        raise UnresolvedError(several_words(text, found), text, [seat_of(each, seats) for each in found])
    near = suggestions(text, people)
    words = nobody_words(text, near, may_add=may_be_outsider(text, seats))
    raise UnresolvedError(words, text, [seat_of(each, seats) for each in near])


def check_one_is_meant(chosen: str, outsider: str, seats: Sequence[Seat], current: Who) -> None:
    """Raise UnresolvedError for a person chosen beside an outsider's name.

    Allowed are the present person, and one of the same name.
    """
    kept = current is not None and chosen in (value_of(current, seats), name_of(current))
    if chosen and not kept and fold_name(chosen) != fold_name(outsider):
        found = matches_of_name(chosen, people_of(seats, None))
        shown = found[0].name if len(found) == 1 else chosen
        words = f"You chose {shown} and wrote “{outsider}”. Leave one of the two empty."
        raise UnresolvedError(words, outsider, [seat_of(each, seats) for each in found])


def checked_outsider(name: str, seats: Sequence[Seat], current: Who) -> Who:
    """Return an outsider's name. Raise UnresolvedError if it could be taken for a person with access.

    A name with invisible characters is refused, too. The present name stays allowed.
    """
    if name == current:
        return name
    if hides_something(name):
        raise UnresolvedError(INVISIBLE_CHARACTER, name)
    here = [seat_of(each, seats) for each in lookalikes(name, people_of(seats, None))]
    if len(here) > 1:
        raise UnresolvedError(several_words(name, lookalikes(name, people_of(seats, None))), name, here)
    if here:
        raise UnresolvedError(f"{here[0].name} has access here. {DIFFERENTLY}", name, here)
    return name


def may_be_outsider(name: str, seats: Sequence[Seat]) -> bool:
    """Whether the name would be accepted for a person without access."""
    try:
        return bool(checked_outsider(name, seats, None))
    except UnresolvedError:
        return False


def value_of(who: Who, seats: Iterable[Seat]) -> str:
    """Return the value a list sends for a person: the name if nobody else has it, otherwise their seat."""
    if who is None:
        return ""
    if isinstance(who, str):
        return f"{OUTSIDER}{who}"
    same = [seat for seat in seats if seat.is_live and fold_name(seat.name) == fold_name(who.name)]
    return who.name if same == [who] else f"seat-{who.number}"


def assigned_words(who: Who) -> str:
    """Return the new owner for the end of a sentence: “Zebra Ltd, who has no access here”."""
    return f"{who}, who has no access here" if isinstance(who, str) else name_of(who)


def label_of(who: Who, seats: Sequence[Seat], viewer_seat: Seat | None) -> str:
    """Return a person's name, with their role and address or date if another person here has that name."""
    if not isinstance(who, Seat):
        name = name_of(who)
        return f"{name} (no access)" if name and exact_matches(name, people_of(seats, None)) else name
    return labels([*seats, *([] if who in seats else [who])], viewer_seat)[who.number]


def labels(seats: Sequence[Seat], viewer_seat: Seat | None) -> dict[int, str]:
    """Return people's names by the number of their seat. Names that are or look the same get a distinction.

    COO and CEO, who read addresses on the people page, see role and address. Others see the role, and if
    that is the same the day the access began.
    """
    alike: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        alike[look_of(seat.name) or seat.name].append(seat)
    return {
        seat.number: f"{seat.name} ({distinction_of(seat, group, viewer_seat)})"
        if len(group) > 1
        else seat.name
        for group in alike.values()
        for seat in group
    }


def distinction_of(seat: Seat, group: Sequence[Seat], viewer_seat: Seat | None) -> str:
    """Return the distinction after the name of a seat among those of the same name."""
    if viewer_seat is not None and viewer_seat.is_lead:
        return f"{seat.role_word}, {seat.person.email}"
    same = [each for each in group if each.role == seat.role]
    if len(same) == 1:
        return seat.role_word
    if len({each.created_at.date() for each in same}) == len(same):
        return f"{seat.role_word} since {seat.created_at.day} {seat.created_at:%b %Y}"
    return f"{seat.role_word}, number {seat.number}"


def people_of(seats: Iterable[Seat], viewer_seat: Seat | None) -> list[PersonRef]:
    """Return everybody with access now, for matching names."""
    live = [seat for seat in seats if seat.is_live]
    shown = labels(live, viewer_seat)
    return [PersonRef(seat.name, seat.person.email, seat.number, shown[seat.number]) for seat in live]


def seat_of(person: PersonRef, seats: Iterable[Seat]) -> Seat:
    """Return the seat of a person."""
    return next(seat for seat in seats if seat.number == person.number)
