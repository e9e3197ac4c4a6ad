"""Pages, fragments and responses: the only Python file that knows htmx.

A read returns a page, or the requested part of it. A write returns the fragments that changed, each with its
target; without htmx it redirects to the page that shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.urls import iri_to_uri

TemplateContext: TypeAlias = dict[str, Any]
"""The values a template shows, by their names in it. Nothing checks types in a template."""


class HasDomName(Protocol):
    """A record with a name on a page: `task-12`, never a database id."""

    @property
    def dom_name(self) -> str:
        """Return the name, unique on the page."""


def init_app(app: Flask) -> None:
    """Give templates `dom_id`, and set `Vary` on every response."""
    app.add_template_global(dom_id)
    app.after_request(vary)


def vary(response: Response) -> Response:
    """Keep a cached page apart from its fragments, and one person's pages from another's."""
    response.vary.update(["HX-Request", "HX-Request-Type", "Cookie"])
    return response


def from_htmx() -> bool:
    """Whether htmx sent the request."""
    return request.headers.get("HX-Request") == "true"


def wants_part() -> bool:
    """Whether only a part is requested. Back and forward request the whole page."""
    return from_htmx() and request.headers.get("HX-Request-Type") == "partial"


def dom_id(record: HasDomName, aspect: str = "") -> str:
    """Return the id of a record's element: `task-12`, or `task-12-status` with an aspect."""
    return f"{record.dom_name}-{aspect}" if aspect else record.dom_name


def page(template: str, part: str = "", **context: object) -> str:
    """Return the whole page, or only its part if htmx requested a part."""
    return render_template(part if part and wants_part() else template, **context)


@dataclass
class Fragment:
    """A piece of HTML and its target on the page."""

    target: str
    template: str
    context: TemplateContext = field(default_factory=dict)
    swap: str = "outerHTML"

    def html(self) -> Markup:
        """Return the rendered HTML, with its target and swap."""
        inner = Markup(render_template(self.template, **self.context))  # noqa: S704  rendered with autoescape
        frame = Markup('<hx-partial hx-target="#{}" hx-swap="{}">{}</hx-partial>')
        return frame.format(self.target, self.swap, inner)


@dataclass
class Removal:
    """Removes an element from the page."""

    target: str

    def html(self) -> Markup:
        """Return the element that has htmx delete the target."""
        return Markup('<hx-partial hx-target="#{}" hx-swap="delete"></hx-partial>').format(self.target)


Answer = Fragment | Removal


def screen_reader_text(words: str) -> Markup:
    """Return the same words for a screen reader."""
    return Markup('<hx-partial hx-target="#announcement" hx-swap="textContent">{}</hx-partial>').format(words)


@dataclass(frozen=True)
class UndoOffer:
    """A change the reader may undo: its name, where the button sends it, and the button's label.

    `fields` identify the page with the button for the response.
    """

    change: str
    url: str
    word: str = "Undo"
    fields: Mapping[str, str] = field(default_factory=dict)


def undo_offer() -> UndoOffer | None:
    """Return the undo for this request's change, if there is one (set by the `undo` feature)."""
    offer: Callable[[], UndoOffer | None] | None = current_app.extensions.get("offer")
    return offer() if offer else None


def toast(words: str, offer: UndoOffer | None = None) -> Markup:
    """Return a short message at the foot of the page, which remains until it is dismissed or replaced."""
    return Fragment("toasts", "ui/_toast.html", {"message": words, "offer": offer}, "innerHTML").html()


def parts(*answers: Answer, say: str = "", status: int = 200) -> Response:
    """Return a response of fragments; `say` is shown and read out, with an undo if there is one."""
    body = Markup("").join(answer.html() for answer in answers)
    if say:
        body += toast(say, undo_offer() if status < 400 else None) + screen_reader_text(say)
    return make_response(str(body), status)


@dataclass(frozen=True)
class ReturnPage:
    """A page over several records, whose forms send `back=<its name>`: how to update it, and its address."""

    fits: Callable[[], bool]
    parts: Callable[[], Sequence[Answer]]
    url: Callable[[], str]


def came_from() -> ReturnPage | None:
    """Return the page that sent this form, from its `back` field, or None.

    Only pages that a feature declares count.
    """
    place: ReturnPage | None = current_app.extensions["return_pages"].get(request.form.get("back", ""))
    return place if place and place.fits() else None


def updated(*answers: Answer, otherwise: str, say: str = "") -> Response:
    """Answer a write with the fragments that changed, or with a redirect if htmx is absent."""
    place = came_from()
    if from_htmx():
        return parts(*(place.parts() if place else answers), say=say)
    return redirect_to(place.url() if place else otherwise)


def invalid(part: Fragment, whole: str, status: int = 422, say: str = "", **context: object) -> Response:
    """Answer a refused write with the form, its text and its messages; nothing is saved.

    The page `whole` includes the same part, so a browser without htmx keeps the typed text too.
    """
    if from_htmx():
        return parts(part, say=say, status=status)
    return make_response(render_template(whole, **{**part.context, **context}), status)


def redirect_to(url: str) -> Response:
    """Redirect with 303 to an address of ours, with the change in it if it can be undone."""
    return make_response(redirect(url_with_message(url), 303))


def url_with_message(url: str) -> str:
    """Return the address with a message about the change and its undo."""
    offer = undo_offer()
    if offer is None:
        return url
    page, hash_sign, fragment = url.partition("#")
    return f"{page}{'&' if '?' in page else '?'}changed={offer.change}{hash_sign}{fragment}"


def redirect_anywhere(url: str) -> Response:
    """Redirect to another page of ours, with or without htmx; `url` comes from url_for."""
    if from_htmx():
        return make_response(
            "", 204, {"HX-Redirect": iri_to_uri(url_with_message(url))}
        )  # a header holds ASCII only
    return redirect_to(url)


def toast_refusal(words: str, status: int) -> Response:
    """Return a refusal for htmx: a message, and no other change of the page."""
    return make_response(str(toast(words) + screen_reader_text(words)), status)


def hidden_field(name: str, value: str | int) -> Markup:
    """Return a hidden field, escaped."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, escape(value))
