"""Ending somebody's access: what they still have, handed over in the same step or left. For COO and CEO."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, url_for
from flask_login import current_user

from tracker.clients.models import Seat
from tracker.clients.scope import active_seats, all_seats
from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.htmx import Fragment, dom_id, invalid, page, redirect_anywhere
from tracker.history.change_set import begin_another_change, lines_so_far
from tracker.history.undo import ACCESS_ENDED
from tracker.roadmap.handover.transfer import HandOverForm, Held, hand_over, held_by

handover = Blueprint("handover", __name__, url_prefix="/people/<int:number>")

PAGE = "handover/show.html"


@handover.get("/end")
@allow(COO, CEO)
def form(number: int) -> str:
    """What ending the access means, what the person still has, and who could take over."""
    seat = seat_to_end(number)
    return page(PAGE, **handover_context(held_by(g.client, seat, g.seat), form_for(seat, formdata=None)))


@handover.post("/hand-over")
@allow(COO, CEO)
def give_all(number: int) -> Response:
    """End the access, if it has not ended, and hand everything over: a change of its own, which can be undone."""
    seat = seat_to_end(number)
    held, form = held_by(g.client, seat, g.seat), form_for(seat)
    if not form.validate() or not form.fits(held):
        context = handover_context(held, form)
        return invalid(Fragment(dom_id(seat, "hand-over"), "handover/_form.html", context), PAGE, **context)
    if seat.is_open:
        seat.end(current_user)
        begin_another_change()
        hand_over(held, form, by=current_user)
        for line in lines_so_far():
            line.details = {**line.details, ACCESS_ENDED: seat.name}
    else:
        hand_over(held, form, by=current_user)
    return redirect_anywhere(url_for("client.people.index"))


def seat_to_end(number: int) -> Seat:
    """The seat, if the reader may end it; also one that has ended, or whose account is closed."""
    all_seats()
    seat: Seat = g.client.find(Seat, number=number)
    if seat.is_open and not g.seat.may_end(seat):
        abort(403)
    return seat


def form_for(seat: Seat, **kwargs: Any) -> HandOverForm:
    return HandOverForm([each for each in active_seats() if each.id != seat.id], g.seat, **kwargs)


def handover_context(held: Held, form: HandOverForm) -> dict[str, Any]:
    return {"held": held, "form": form}
