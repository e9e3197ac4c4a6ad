"""The practice's own page: its name, who looks after whom, and a hand for client people. For owners."""

from __future__ import annotations

from flask import Blueprint, Response, g, url_for
from flask_login import current_user

from tracker.accounts.models import Person, Practice
from tracker.accounts.outward import first_password_link, password_link
from tracker.accounts.reading import staff as staff_people
from tracker.clients.forms import CooForm, HelpForm, PracticeForm
from tracker.clients.practice_page import (
    PAGE,
    again,
    answer,
    client_part,
    fresh_name,
    help_part,
    name_part,
    staff_part,
    whole,
)
from tracker.clients.reading import client_at, coo_seat
from tracker.clients.staffing import close_account, end_coo_seat, give_coo_seat, make_link
from tracker.foundation.access import OWNER, staff
from tracker.foundation.errors import DomainError
from tracker.foundation.hypermedia import changed, page

practice = Blueprint("practice", __name__)

NOBODY = "Nobody here has that address."


@practice.get("/practice")
@staff(OWNER)
def show() -> str:
    return page(PAGE, **whole())


@practice.post("/practice/name")
@staff(OWNER)
def rename() -> Response:
    form = PracticeForm(Practice.the())
    changes = form.settle()
    if changes is None:
        return again(name_part(form), form.refusal)
    Practice.the().rename(changes.get("name", form.record.name), by=current_user)
    g.practice_name = Practice.the().name
    return changed(name_part(fresh_name()), otherwise=url_for(".show"), say="Saved")


@practice.post("/practice/clients/<slug:slug>/seats")
@staff(OWNER)
def give_seat(slug: str) -> Response:
    client, form = client_at(slug), CooForm()
    people = {person.pid: person for person in staff_people()}
    form.person.choices = [(pid, person.name) for pid, person in people.items()]
    if not form.validate():
        raise DomainError(form.first_error)
    started = give_coo_seat(client, people[form.person.data], by=current_user)
    if not started.token:
        return changed(client_part(slug), otherwise=url_for(".show"), say="Seat given")
    title = f"{started.person.name} needs a new password. Send them this link"
    link = first_password_link(title, started.token, started.warning)
    return answer(client_part(slug), staff_part(), link=link, say="Seat given")


@practice.post("/practice/clients/<slug:slug>/seats/<int:number>/end")
@staff(OWNER)
def end_seat(slug: str, number: int) -> Response:
    seat = coo_seat(client_at(slug), number)
    end_coo_seat(seat, by=current_user)
    return changed(client_part(slug), otherwise=url_for(".show"), say="Seat ended")


@practice.post("/practice/people")
@staff(OWNER)
def help_person() -> Response:
    """A link, or access closed or opened, for somebody known by address; where they sit is not said."""
    form = HelpForm()
    person = Person.by_email(form.email.data) if form.validate() else None
    if person is None:
        form.email.errors = form.email.errors or ([] if form.act.errors else [NOBODY])
        return again(help_part(form))
    return HELP[form.act.data](person)


def help_with_link(person: Person) -> Response:
    link = password_link(person.name, make_link(person, by=current_user))
    return answer(help_part(HelpForm(formdata=None)), link=link, say="The link is ready")


def help_by_closing(person: Person) -> Response:
    close_account(person, by=current_user)
    return answer(help_part(HelpForm(formdata=None)), staff_part(), say=f"{person.name}’s account is closed")


def help_by_opening(person: Person) -> Response:
    person.reactivate(by=current_user)
    return answer(help_part(HelpForm(formdata=None)), staff_part(), say=f"{person.name}’s account is open")


HELP = {"link": help_with_link, "close": help_by_closing, "open": help_by_opening}
