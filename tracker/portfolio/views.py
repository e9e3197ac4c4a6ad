"""The home page of all readers, and the practice's list of clients."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.accounts.roles import STAFF
from tracker.clients.models import Role
from tracker.clients.navigation import first_page
from tracker.clients.queries import OwnSeat
from tracker.foundation import clock
from tracker.foundation.access import signed_in, staff
from tracker.foundation.htmx import Fragment, ReturnPage, page, redirect_to
from tracker.portfolio import queries
from tracker.portfolio.today import today_of
from tracker.roadmap.models.quarters import week_of

portfolio = Blueprint("portfolio", __name__)

SEGMENTS = ("all", "watch", "step_in")


@portfolio.get("/")
@signed_in
def home() -> str | Response:
    """Show Today to the practice's people.

    A client's people are redirected to their page, or choose a client.
    """
    seats = queries.my_seats()
    if current_user.is_staff:
        return today_page(seats)
    if len(seats) == 1:
        return redirect_to(first_page(seats[0]))
    return page("portfolio/chooser.html", doors=[(seat, first_page(seat)) for seat in seats])


@portfolio.get("/clients")
@staff(*STAFF)
def clients() -> str:
    """List the clients with their COOs and health; their contents need a seat."""
    found = queries.clients_of(current_user)
    coos = queries.names_by_client(queries.seats_at([client.id for client in found]), Role.COO)
    seated = {seat.client_id for seat in queries.my_seats()}
    return page("portfolio/clients.html", clients=found, coos=coos, seated=seated)


def today_page(seats: list[OwnSeat]) -> str:
    """Return Today; without any client, the page with the first steps."""
    today = clock.today(current_user)
    if not seats:
        others = bool(queries.clients_of(current_user))
        return page("portfolio/first_run.html", today=today, others=others)
    week, weeks = week_of(today)
    return page("portfolio/today.html", today=today_of(seats, today), show=segment(), week=week, weeks=weeks)


def segment() -> str:
    """Return which clients the table shows; an unknown value shows all."""
    asked = request.values.get("show", "")
    return asked if asked in SEGMENTS else "all"


def updated_today() -> list[Fragment]:
    """Return the fragments of Today and the table, after a change made there."""
    context = {"today": today_of(queries.my_seats(), clock.today(current_user)), "show": segment()}
    return [
        Fragment("today-sections", "portfolio/_day.html", context),
        Fragment("clients", "portfolio/_client_table.html", context),
    ]


TODAY = ReturnPage(
    fits=lambda: bool(current_user.is_staff and g.get("seat")),
    parts=updated_today,
    url=lambda: url_for("portfolio.home"),
)
