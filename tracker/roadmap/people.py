"""From what was typed to a person at the table (DECISIONS 16). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.clients.models import Seat
from tracker.foundation.errors import DomainError
from tracker.roadmap.models.work import Who


def who_is(text: str, seats: Iterable[Seat]) -> Who:
    """Exactly one seated person's full name or address is that person; anything else is a plain name.

    Two people of one name are not guessed between: the refusal shows the addresses to choose from.
    """
    typed = " ".join(text.split())
    if not typed:
        return None
    meant = typed.casefold()
    live = [seat for seat in seats if seat.is_live]
    found = [seat for seat in live if meant in (seat.name.casefold(), seat.person.email)]
    if len(found) > 1:
        choice = " or ".join(seat.person.email for seat in found)
        raise DomainError(f"Two people here are called {typed}. Write the address instead: {choice}.")
    return found[0] if found else typed
