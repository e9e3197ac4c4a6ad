"""A new client, created by the practice's owner together with its first COO."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.accounts.queries import all_staff, person_choices
from tracker.accounts.roles import OWNER
from tracker.clients.account_proof import is_proven
from tracker.clients.create import create_client
from tracker.clients.forms import NewClientForm
from tracker.clients.queries import slug_is_free
from tracker.clients.slugs import name_problem, suggest
from tracker.foundation.access import staff
from tracker.foundation.exceptions import DomainError
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere

new_client = Blueprint("new_client", __name__)

UNPROVEN = "Nobody has confirmed {}’s account yet. Make them a password link under Practice first."


@new_client.get("/clients/new")
@staff(OWNER)
def form() -> str:
    """Show a blank form for a new client. For the practice's owner."""
    new, _ = blank_form()
    return page("clients/new.html", new=new)


@new_client.get("/clients/new/address")
@staff(OWNER)
def suggest_address() -> str:
    """Suggest an address for a name, unless the practice's owner has typed one."""
    new, _ = blank_form(formdata=None)
    typed, name = request.args.get("slug", ""), request.args.get("name", "")
    wrong = "" if typed else name_problem(name[:120])
    new.slug.data = typed or (suggest(name[:120], slug_is_free) if name.strip() and not wrong else "")
    new.slug.errors = [wrong] if wrong else []
    return page("clients/_new_address.html", new=new)


@new_client.post("/clients")
@staff(OWNER)
def create() -> Response:
    """Create a client, and lead to its road map, or to the practice page if the COO is someone else.

    Refused for an address in use, and for a COO whose account nobody has confirmed.
    """
    new, people = blank_form()
    if not new.validate():
        return new_client_refused(new)
    coo = people[new.coo.data]
    if coo.id != current_user.id and coo.password_hash and not is_proven(coo):
        new.coo.errors = [UNPROVEN.format(coo.name)]
        return new_client_refused(new)
    slug = new.slug.data or suggest(new.name.data, slug_is_free)
    try:
        client = create_client(
            new.name.data, slug, new.zone.data, coo=coo, by=current_user, idempotency_key=new.idempotency_key
        )
    except DomainError as error:
        new.slug.errors = [str(error)]
        return new_client_refused(new)
    if coo.id != current_user.id:
        return redirect_anywhere(url_for("practice.show"))
    return redirect_anywhere(url_for("client.roadmap.index", client_slug=client.slug))


def blank_form(**kwargs: object) -> tuple[NewClientForm, dict[str, Person]]:
    """Return the form, and by public id the active staff who can be a client's COO."""
    people = {person.public_id: person for person in all_staff() if person.is_active}
    new = NewClientForm(**kwargs, data={"coo": current_user.public_id, "zone": current_user.time_zone})
    new.coo.choices = person_choices(list(people.values()))
    return new, people


def new_client_refused(new: NewClientForm) -> Response:
    """Answer with the form, its text and its errors."""
    return invalid(Fragment("new-client", "clients/_new_form.html", {"new": new}), "clients/new.html")
