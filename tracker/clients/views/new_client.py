"""A new client, created by the owner together with its first COO."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from tracker.accounts.models import Person
from tracker.accounts.queries import choices
from tracker.accounts.queries import staff as staff_people
from tracker.clients.account_proof import is_proven
from tracker.clients.forms import NewClientForm
from tracker.clients.models import Client
from tracker.clients.queries import slug_is_free
from tracker.clients.slugs import suggest
from tracker.foundation.access import OWNER, staff
from tracker.foundation.exceptions import DomainError
from tracker.foundation.htmx import Fragment, invalid, page, redirect_anywhere

new_client = Blueprint("new_client", __name__)

UNPROVEN = "Nobody has confirmed {}’s account yet. Make them a password link under Practice first."


@new_client.get("/clients/new")
@staff(OWNER)
def form() -> str:
    new, _ = blank_form()
    return page("clients/new.html", new=new)


@new_client.get("/clients/new/address")
@staff(OWNER)
def suggest_address() -> str:
    """Suggest an address for a name, while the owner has not typed one."""
    new, _ = blank_form(formdata=None)
    typed, name = request.args.get("slug", ""), request.args.get("name", "")
    new.slug.data = typed or (suggest(name[:120], slug_is_free) if name.strip() else "")
    return page("clients/_new_address.html", new=new)


@new_client.post("/clients")
@staff(OWNER)
def make() -> Response:
    new, people = blank_form()
    if not new.validate():
        return new_client_again(new)
    coo = people[new.coo.data]
    if coo.id != current_user.id and coo.password_hash and not is_proven(coo):
        new.coo.errors = [UNPROVEN.format(coo.name)]
        return new_client_again(new)
    slug = new.slug.data or suggest(new.name.data, slug_is_free)
    try:
        client = Client.make(
            new.name.data, slug, new.zone.data, coo=coo, by=current_user, form_key=new.idempotency_key
        )
    except DomainError as error:
        new.slug.errors = [str(error)]
        return new_client_again(new)
    if coo.id != current_user.id:
        return redirect_anywhere(url_for("practice.show"))
    return redirect_anywhere(url_for("client.roadmap.index", client_slug=client.slug))


def blank_form(**kwargs: object) -> tuple[NewClientForm, dict[str, Person]]:
    """Return the form with the people who can be a client's COO, the owner first."""
    people = {person.pid: person for person in staff_people() if person.is_active}
    new = NewClientForm(**kwargs, data={"coo": current_user.pid, "zone": current_user.zone})
    new.coo.choices = choices(list(people.values()))
    return new, people


def new_client_again(new: NewClientForm) -> Response:
    return invalid(Fragment("new-client", "clients/_new_form.html", {"new": new}), "clients/new.html")
