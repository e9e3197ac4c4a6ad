"""The letter, and the responses to its buttons."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for

from tracker.accounts.roles import CEO, COO
from tracker.clients import scope
from tracker.clients.models import Role
from tracker.clients.queries import first_ceo
from tracker.foundation.access import allow
from tracker.foundation.htmx import Fragment, ReturnPage, page, redirect_to
from tracker.letter.addressee import Addressee, addressee_of
from tracker.letter.compose import compose_letter

letter = Blueprint("letter", __name__)


@letter.get("/letter")
@allow(COO, CEO)
def show() -> str | Response:
    """Show the letter to the CEO. A COO views it as one of the CEOs and cannot change anything."""
    asked, seats = request.args.getlist("as"), scope.active_seats()
    ceo = first_ceo(seats)
    if g.seat.role == COO and ceo is not None and not asked:
        return redirect_to(f"{url_for('.show')}?as={ceo.number}")
    addressee = addressee_of(g.seat, asked, seats)
    g.see_as = addressee.seen_by_coo
    others = (
        [seat for seat in seats if seat.role == Role.CEO and seat.id != addressee.seat.id] if g.see_as else []
    )
    return page(
        "letter/show.html",
        letter=compose_letter(g.client, addressee, scope.all_seats()),
        answered=False,
        others=others,
    )


def updated_letter() -> list[Fragment]:
    """Return the letter after the reader answered a request."""
    addressee = Addressee(g.seat, g.seat.person.name)
    context = {"letter": compose_letter(g.client, addressee, scope.all_seats()), "answered": True}
    return [Fragment("letter", "letter/_letter.html", context)]


LETTER = ReturnPage(
    fits=lambda: g.get("seat") is not None and g.seat.role == CEO,
    parts=updated_letter,
    url=lambda: url_for("client.letter.show"),
)
