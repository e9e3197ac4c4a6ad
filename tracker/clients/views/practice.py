"""The practice's own page: its name, who looks after which client, and help for clients' people.

For the practice's owners.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, url_for
from flask_login import current_user

from tracker.accounts import queries as accounts_queries
from tracker.accounts.links import OneTimeLink, first_password_link, password_link
from tracker.accounts.models import Person, Practice
from tracker.accounts.roles import OWNER
from tracker.clients.forms import CooForm, HelpForm, PracticeForm, StaffForm
from tracker.clients.queries import client_at, coo_seat, staffed_client, staffed_clients
from tracker.clients.staff import close_account, end_coo_seat, give_coo_seat, make_link
from tracker.foundation.access import staff
from tracker.foundation.exceptions import DomainError
from tracker.foundation.htmx import Fragment, TemplateContext, from_htmx, invalid, page, parts, updated

practice = Blueprint("practice", __name__)

NO_SUCH_ADDRESS = "Nobody here has that address."


@practice.get("/practice")
@staff(OWNER)
def show() -> str:
    """Show the practice's name, its people, who is COO of which client, and the help for clients' people."""
    return page(PAGE, **practice_context())


@practice.post("/practice/name")
@staff(OWNER)
def rename() -> Response:
    """Change the practice's name; 409 if another of the practice's owners changed it since the form was shown."""
    form = PracticeForm(Practice.the())
    changes = form.changes()
    if changes is None:
        return refused_practice_form(name_part(form), form.refusal)
    Practice.the().rename(changes.get("name", form.record.name), by=current_user)
    g.practice_name = Practice.the().name
    return updated(name_part(practice_form()), otherwise=url_for(".show"), say="Saved")


@practice.post("/practice/clients/<slug:slug>/seats")
@staff(OWNER)
def give_seat(slug: str) -> Response:
    """Make a member of the practice COO of a client. An unproven account is reset and gets a password link.

    The link is shown once, to the practice's owner.
    """
    client, form = client_at(slug), CooForm()
    people = {person.public_id: person for person in accounts_queries.all_staff()}
    form.person.choices = [(public_id, person.name) for public_id, person in people.items()]
    if not form.validate():
        raise DomainError(form.first_error)
    started = give_coo_seat(client, people[form.person.data], by=current_user)
    if not started.token:
        return updated(client_part(slug), otherwise=url_for(".show"), say="Access given")
    title = f"{started.person.name} needs a new password. Send them this link"
    link = first_password_link(title, started.token, started.warning)
    return practice_response(client_part(slug), staff_part(), link=link, say="Access given")


@practice.post("/practice/clients/<slug:slug>/seats/<int:number>/end")
@staff(OWNER)
def end_seat(slug: str, number: int) -> Response:
    """End a COO's access to a client; refused for the client's last COO."""
    seat = coo_seat(client_at(slug), number)
    end_coo_seat(seat, by=current_user)
    return updated(client_part(slug), otherwise=url_for(".show"), say="Access removed")


@practice.post("/practice/people")
@staff(OWNER)
def help_person() -> Response:
    """Make a link, or close or reopen access, for a person known by address; their clients are not shown."""
    form = HelpForm()
    person = Person.by_email(form.email.data) if form.validate() else None
    if person is None:
        form.email.errors = form.email.errors or ([] if form.act.errors else [NO_SUCH_ADDRESS])
        return refused_practice_form(help_part(form))
    return HELP[form.act.data](person)


def help_with_link(person: Person) -> Response:
    """Make a link to a new password and show it, once; refused for a closed account."""
    link = password_link(person.name, make_link(person, by=current_user))
    return practice_response(help_part(HelpForm(formdata=None)), link=link, say="The link is ready")


def help_by_closing(person: Person) -> Response:
    """Close the account, whose access ends with the next request; refused for the practice owner's own."""
    close_account(person, by=current_user)
    return practice_response(
        help_part(HelpForm(formdata=None)), staff_part(), say=f"{person.name}’s account is closed"
    )


def help_by_opening(person: Person) -> Response:
    """Open a closed account again."""
    person.reactivate(by=current_user)
    return practice_response(
        help_part(HelpForm(formdata=None)), staff_part(), say=f"{person.name}’s account is open"
    )


HELP = {"link": help_with_link, "close": help_by_closing, "open": help_by_opening}


PAGE = "practice/show.html"


def practice_context() -> TemplateContext:
    """Return the context of the page with blank forms; a refused form replaces its own."""
    people = accounts_queries.all_staff()
    return {
        "practice": practice_form(),
        "people": people,
        "hiring": StaffForm(formdata=None),
        "lines": staffed_clients(people),
        "helping": HelpForm(formdata=None),
        "link": None,
    }


def practice_form() -> PracticeForm:
    """Return the form for the practice's name with the saved one."""
    return PracticeForm(Practice.the(), formdata=None)


def name_part(form: PracticeForm) -> Fragment:
    """Return the fragment with the form for the practice's name."""
    return Fragment("practice-name", "practice/_name_form.html", {"practice": form})


def staff_part() -> Fragment:
    """Return the fragment with the practice's own people."""
    return Fragment("practice-staff", "practice/_staff.html", {"people": accounts_queries.all_staff()})


def hiring_part(form: StaffForm) -> Fragment:
    """Return the fragment with the form to add a person to the practice."""
    return Fragment("practice-hiring", "practice/_staff_form.html", {"hiring": form})


def clients_part() -> Fragment:
    """Return the fragment with all clients and their COOs."""
    return Fragment(
        "practice-clients", "practice/_clients.html", {"lines": staffed_clients(accounts_queries.all_staff())}
    )


def client_part(slug: str) -> Fragment:
    """Return the fragment with one client and its COOs."""
    line = staffed_client(slug, accounts_queries.all_staff())
    return Fragment(line.dom_name, "practice/_client.html", {"line": line})


def help_part(form: HelpForm) -> Fragment:
    """Return the fragment with the form to help a client's person."""
    return Fragment("practice-help", "practice/_link_form.html", {"helping": form})


def link_part(link: OneTimeLink | None) -> Fragment:
    """Return the fragment with a one-time link; None clears the one shown before."""
    return Fragment("one-time-link", "accounts/_one_time_link.html", {"link": link})


def refused_practice_form(part: Fragment, status: int = 422) -> Response:
    """Answer with the refused form; without htmx, with the whole page around it."""
    return invalid(part, PAGE, status, **{**practice_context(), **part.context})


def practice_response(*changes: Fragment, say: str, link: OneTimeLink | None = None) -> Response:
    """Show the changes and the link if there is one.

    A link is shown without a redirect, because it is shown only once.
    """
    if link is None:
        return updated(*changes, link_part(None), otherwise=url_for("practice.show"), say=say)
    if from_htmx():
        return parts(*changes, link_part(link), say=say)
    return make_response(page(PAGE, **{**practice_context(), "link": link}))
