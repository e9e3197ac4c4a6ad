"""Ending a person's access. Their open work is handed over in the same step, or left. For COO and CEO."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, g, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO
from tracker.clients.models import Seat
from tracker.clients.scope import active_seats, all_seats, check_not_back
from tracker.foundation.access import allow
from tracker.foundation.htmx import Fragment, TemplateContext, dom_id, invalid, page, redirect_anywhere
from tracker.history.change_set import begin_another_change, lines_so_far
from tracker.history.undo import ACCESS_ENDED
from tracker.roadmap.handover.transfer import HandOverForm, OpenWork, hand_over, open_work_of

handover = Blueprint("handover", __name__, url_prefix="/people/<int:number>")

PAGE = "handover/show.html"


@handover.get("/end")
@allow(COO, CEO)
def form(number: int) -> str:
    """Show the effects of ending the access, the person's open work, and who could take it over."""
    seat = seat_to_end(number)
    return page(PAGE, **handover_context(open_work_of(g.client, seat, g.seat), form_for(seat, formdata=None)))


@handover.post("/hand-over")
@allow(COO, CEO)
def hand_over_all(number: int) -> Response:
    """End the access if it is open, and hand over the work as a change of its own, which can be undone.

    Refused if the person was given access again, because their open work went to it.
    """
    seat = seat_to_end(number)
    check_not_back(seat)
    held, form = open_work_of(g.client, seat, g.seat), form_for(seat)
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
    """Return the client's seat of that number, even if it has ended or its account is closed.

    403 if it is open and the reader may not end it.
    """
    all_seats()
    seat: Seat = g.client.find(Seat, number=number)
    if seat.is_open and not g.seat.may_end(seat):
        abort(403)
    return seat


def form_for(seat: Seat, **kwargs: Any) -> HandOverForm:
    """Return the form with everybody who could take over."""
    return HandOverForm([each for each in active_seats() if each.id != seat.id], g.seat, **kwargs)


def handover_context(held: OpenWork, form: HandOverForm) -> TemplateContext:
    """Return the context of the page and of its form: the open work as `held`, and the form."""
    return {"held": held, "form": form}
