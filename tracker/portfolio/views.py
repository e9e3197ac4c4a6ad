"""Everybody's first page, and the practice's list of clients."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.clients.models import Role, Seat
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
    """Show the day to the practice's people; redirect a client's people to their page, or let them choose one."""
    seats = queries.my_seats()
    if current_user.is_staff:
        return the_day(seats)
    if len(seats) == 1:
        return redirect_to(front_door(seats[0]))
    return page("portfolio/chooser.html", doors=[(seat, front_door(seat)) for seat in seats])


@portfolio.get("/clients")
@staff()
def clients() -> str:
    """List the clients, their COOs and their health; the contents only with a seat."""
    found = queries.clients_of(current_user)
    coos = queries.names_by_client(queries.seats_at([client.id for client in found]), Role.COO)
    seated = {seat.client_id for seat in queries.my_seats()}
    return page("portfolio/clients.html", clients=found, coos=coos, seated=seated)


def front_door(seat: Seat) -> str:
    """Return a client person's first page: the letter for the CEO, the team's tasks, the road map for others."""
    room = {Role.CEO: "letter.show", Role.TEAM: "my_tasks.show"}.get(Role(seat.role), "roadmap.index")
    return url_for(f"client.{room}", client_slug=seat.client.slug)


def the_day(seats: list[Seat]) -> str:
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


def updated_day() -> list[Fragment]:
    """Return Today and the table after a change made there."""
    context = {"today": today_of(queries.my_seats(), clock.today(current_user)), "show": segment()}
    return [
        Fragment("day", "portfolio/_day.html", context),
        Fragment("clients", "portfolio/_client_table.html", context),
    ]


TODAY = ReturnPage(
    fits=lambda: bool(current_user.is_staff and g.get("seat")),
    parts=updated_day,
    url=lambda: url_for("portfolio.home"),
)
