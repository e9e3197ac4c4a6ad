"""The people with access to a client: invite, end a seat, make a link. For its COO and CEO."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, make_response, url_for
from flask_login import current_user

from tracker.accounts.links import OneTimeLink, password_link
from tracker.accounts.queries import practice_name
from tracker.accounts.roles import CEO, COO
from tracker.clients import scope
from tracker.clients.account_proof import opens_only_clients_of
from tracker.clients.forms import InviteForm
from tracker.clients.invitations import invitation_link, invite_person
from tracker.clients.models import Invitation, Role, Seat
from tracker.clients.names import name_warnings
from tracker.clients.queries import open_invitation_to, open_invitations
from tracker.clients.short_names import coo_names
from tracker.clients.staff import make_link
from tracker.foundation import clock
from tracker.foundation.access import allow
from tracker.foundation.exceptions import DomainError
from tracker.foundation.htmx import Fragment, TemplateContext, from_htmx, invalid, page, parts, updated

people = Blueprint("people", __name__, url_prefix="/people")

PAGE = "clients/members.html"
NOT_HERE = "This link is for the practice’s owner to make. They find it under Practice."


@people.get("")
@allow(COO, CEO)
def index() -> str:
    """Show who has access, who is invited and whose access ended, with the form to invite. For leads."""
    return page(PAGE, **members_context())


@people.post("/invite")
@allow(COO, CEO)
def invite() -> Response:
    """Invite an address. A COO gets the link to pass on; a CEO's request waits for the COO.

    Refused for a role the reader may not give and for a person with access. A CEO without a road map to see
    is invited only after a second press.
    """
    form = InviteForm(g.seat.may_invite())
    if not form.validate():
        return refused_invitation(form)
    if form.is_too_early(g.client):
        form.anyway.data = "yes"
        return refused_invitation(form, early=True)
    try:
        link = invite_person(form, by=g.seat)
    except DomainError as error:
        form.email.errors = [str(error)]
        return refused_invitation(form)
    if link is None:
        say = request_message(form)
        return updated(invite_part(blank_invite_form()), list_part(), otherwise=url_for(".index"), say=say)
    return invitation_response(invite_part(blank_invite_form()), link=link, say="The link is ready to copy")


def request_message(form: InviteForm) -> str:
    """Return the message after a CEO's request: it waits for the COO, or there is an invitation already."""
    made = open_invitation_to(g.client, form.email.data or "")
    if made is None or made.needs_link or made.expires_at is None:
        return f"{form.name.data} is invited. Your request is with {coo_names()}, who can make the link."
    last = clock.local(made.expires_at, g.client)
    return f"{made.name} has an invitation {made.as_role} already; its link works until {last.day} {last:%b}."


@people.post("/invitations/<token:public_id>/link")
@allow(COO)
def make_invitation_link(public_id: str) -> Response:
    """Make a new link for an open invitation, for the COO to pass on."""
    invitation = g.client.find(Invitation, public_id=public_id)
    link = invitation_link(invitation, invitation.make_link(by=g.seat), g.seat)
    return invitation_response(link=link, say="The link is ready to copy")


@people.post("/invitations/<token:public_id>/revoke")
@allow(COO, CEO)
def revoke(public_id: str) -> Response:
    """Withdraw an open invitation; 403 for a role the reader may not give."""
    invitation = g.client.find(Invitation, public_id=public_id)
    if invitation.role not in g.seat.may_invite():
        abort(403)
    invitation.revoke(current_user)
    return updated(list_part(), otherwise=url_for(".index"), say="The invitation is withdrawn")


@people.post("/<int:number>/end")
@allow(COO, CEO)
def end_access(number: int) -> Response:
    """End a person's access; 403 unless the reader may end that seat. A seat that has ended changes nothing."""
    scope.all_seats()
    seat = g.client.find(Seat, number=number)
    if seat.is_open and not g.seat.may_end(seat):
        abort(403)
    scope.check_not_back(seat)
    seat.end(current_user)
    say = f"{seat.name} no longer has access. The name stays on past work."
    return updated(list_part(), otherwise=url_for(".index"), say=say)


@people.post("/<int:number>/reset-link")
@allow(COO)
def reset_link(number: int) -> Response:
    """Make a password link, which opens all of a person's seats.

    Refused unless all are at this COO's clients.
    """
    scope.all_seats()
    seat = g.client.find(Seat, number=number)
    if not seat.is_live or seat.role == Role.COO or not opens_only_clients_of(seat.person, current_user):
        raise DomainError(NOT_HERE)
    link = password_link(seat.name, make_link(seat.person, by=current_user))
    return invitation_response(link=link, say="The link is ready")


def blank_invite_form() -> InviteForm:
    """Return a blank invitation form with the roles the reader may give."""
    return InviteForm(g.seat.may_invite(), formdata=None)


def members_at() -> TemplateContext:
    """Return the people with access, those whose access ended, and the invited ones."""
    everybody = scope.all_seats()
    seats = [seat for role in Role for seat in everybody if seat.is_open and seat.role == role]
    here = {seat.person_id for seat in seats}
    past = {seat.person_id: seat for seat in everybody if seat.person_id not in here}
    invitations = open_invitations()
    reads = g.seat.role == Role.COO
    warnings = name_warnings(seats, invitations, current_user.id, practice_name()) if reads else {}
    shown = {"seats": seats, "past": list(past.values()), "open": invitations}
    return {**shown, "coos": coo_names(), "warnings": warnings}


def members_context() -> TemplateContext:
    """Return the context of the page with a blank form and no link."""
    return {**members_at(), "invite": blank_invite_form(), "early": False, "link": None}


def list_part() -> Fragment:
    """Return the fragment with the client's people, past ones too, and the open invitations."""
    return Fragment("people", "clients/_members.html", members_at())


def invite_part(form: InviteForm, early: bool = False) -> Fragment:
    """Return the fragment with the form; `early` asks whether to invite a CEO before there is a road map."""
    return Fragment("invite", "clients/_invite_form.html", {"invite": form, "early": early})


def refused_invitation(form: InviteForm, early: bool = False) -> Response:
    """Answer with the form, its text and its errors; nobody is invited."""
    part = invite_part(form, early)
    return invalid(part, PAGE, **{**members_context(), **part.context})


def invitation_response(*changes: Fragment, link: OneTimeLink, say: str) -> Response:
    """Show a link on a page, without a redirect, because it can be shown only now."""
    if not from_htmx():
        return make_response(page(PAGE, **{**members_context(), "link": link}))
    return parts(
        *changes,
        list_part(),
        Fragment("one-time-link", "accounts/_one_time_link.html", {"link": link}),
        say=say,
    )
