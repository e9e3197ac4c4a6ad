"""The pieces of the practice's page, as things stand."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, url_for

from tracker.accounts.models import Practice
from tracker.accounts.outward import OneTimeLink
from tracker.accounts.reading import staff
from tracker.clients.forms import HelpForm, PracticeForm, StaffForm
from tracker.clients.reading import staffed_client, staffed_clients
from tracker.foundation.hypermedia import Part, changed, from_htmx, page, parts, refused

PAGE = "practice/show.html"


def whole() -> dict[str, Any]:
    """Everything the page needs; a refused form takes the place of its fresh one."""
    people = staff()
    return {
        "practice": fresh_name(),
        "people": people,
        "hiring": StaffForm(formdata=None),
        "lines": staffed_clients(people),
        "helping": HelpForm(formdata=None),
        "link": None,
    }


def fresh_name() -> PracticeForm:
    return PracticeForm(Practice.the(), formdata=None)


def name_part(form: PracticeForm) -> Part:
    return Part("practice-name", "practice/_name.html", {"practice": form})


def staff_part() -> Part:
    return Part("practice-staff", "practice/_staff.html", {"people": staff()})


def hiring_part(form: StaffForm) -> Part:
    return Part("practice-hiring", "practice/_hiring.html", {"hiring": form})


def clients_part() -> Part:
    return Part("practice-clients", "practice/_clients.html", {"lines": staffed_clients(staff())})


def client_part(slug: str) -> Part:
    line = staffed_client(slug, staff())
    return Part(line.dom_name, "practice/_client.html", {"line": line})


def help_part(form: HelpForm) -> Part:
    return Part("practice-help", "practice/_help.html", {"helping": form})


def link_part(link: OneTimeLink | None) -> Part:
    return Part("one-time-link", "accounts/_link.html", {"link": link})


def again(part: Part, status: int = 422) -> Response:
    return refused(part, PAGE, status, **{**whole(), **part.context})


def answer(*changes: Part, say: str, link: OneTimeLink | None = None) -> Response:
    """What changed, and the link if there is one: it can be shown only now, so no redirect then."""
    if link is None:
        return changed(*changes, link_part(None), otherwise=url_for("practice.show"), say=say)
    if from_htmx():
        return parts(*changes, link_part(link), say=say)
    return make_response(page(PAGE, **{**whole(), "link": link}))
