"""The practice's own people: adding them, helping them sign in, closing their account. For the practice's owners."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from tracker.accounts.links import first_password_link, password_link
from tracker.accounts.queries import staff_member
from tracker.accounts.roles import OWNER
from tracker.clients.forms import StaffForm
from tracker.clients.staff import add_staff, close_account, make_link
from tracker.clients.views.practice import (
    clients_part,
    hiring_part,
    practice_response,
    refused_practice_form,
    staff_part,
)
from tracker.foundation.access import staff
from tracker.foundation.exceptions import DomainError
from tracker.foundation.htmx import updated

staff_views = Blueprint("staff", __name__, url_prefix="/practice/staff")


@staff_views.post("")
@staff(OWNER)
def add() -> Response:
    """Add a person to the practice, with a link to their first password if they have none.

    Refused for a closed account, and for a person who is on the staff already.
    """
    form = StaffForm()
    if not form.validate():
        return refused_practice_form(hiring_part(form))
    try:
        started = add_staff(form.email.data, form.name.data, form.role.data, by=current_user)
    except DomainError as error:
        form.email.errors = [str(error)]
        return refused_practice_form(hiring_part(form))
    title = f"{started.person.name} is on the staff. Send them this link"
    link = first_password_link(title, started.token, started.warning) if started.token else None
    parts = (staff_part(), clients_part(), hiring_part(StaffForm(formdata=None)))
    return practice_response(*parts, link=link, say=f"{started.person.name} is on the staff")


@staff_views.post("/<token:public_id>/link")
@staff(OWNER)
def link(public_id: str) -> Response:
    """Make a member of the practice a link to a new password, shown once; refused for a closed account."""
    person = staff_member(public_id)
    made = password_link(person.name, make_link(person, by=current_user))
    return practice_response(link=made, say="The link is ready")


@staff_views.post("/<token:public_id>/sign-out")
@staff(OWNER)
def sign_out(public_id: str) -> Response:
    """End all sessions of a member of the practice."""
    person = staff_member(public_id)
    person.end_every_session()
    return updated(
        staff_part(), otherwise=url_for("practice.show"), say=f"{person.name} is signed out everywhere"
    )


@staff_views.post("/<token:public_id>/close")
@staff(OWNER)
def close(public_id: str) -> Response:
    """Close the account of a member of the practice; refused for the practice owner's own."""
    person = staff_member(public_id)
    close_account(person, by=current_user)
    return practice_response(
        staff_part(), clients_part(), say=f"{person.name}’s account is closed. The name stays."
    )


@staff_views.post("/<token:public_id>/open")
@staff(OWNER)
def reopen(public_id: str) -> Response:
    """Open the closed account of a member of the practice again."""
    person = staff_member(public_id)
    person.reactivate(by=current_user)
    return practice_response(staff_part(), clients_part(), say=f"{person.name}’s account is open again")
