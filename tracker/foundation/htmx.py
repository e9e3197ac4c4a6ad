"""Pages, parts and answers: the only Python file that knows htmx.

A read answers with a page, or with the part of it that was asked for. A write answers with the parts that
changed, each saying where it belongs; without htmx it answers with a redirect to the page that shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.urls import iri_to_uri


class HasDomName(Protocol):
    """A record that has a name on a page: `task-12`, never a database id."""

    @property
    def dom_name(self) -> str: ...


def init_app(app: Flask) -> None:
    app.add_template_global(dom_id)
    app.after_request(vary)


def vary(response: Response) -> Response:
    response.vary.update(["HX-Request", "HX-Request-Type", "Cookie"])
    return response


def from_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def wants_part() -> bool:
    """Whether only a part is asked for. Back and forward ask for the whole page."""
    return from_htmx() and request.headers.get("HX-Request-Type") == "partial"


def dom_id(record: HasDomName, aspect: str = "") -> str:
    return f"{record.dom_name}-{aspect}" if aspect else record.dom_name


def page(template: str, part: str = "", **context: Any) -> str:
    """Answer a read: the whole page, or only its part where htmx asked for one."""
    return render_template(part if part and wants_part() else template, **context)


@dataclass
class Fragment:
    """A piece of page and the place it belongs to."""

    target: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    swap: str = "outerHTML"

    def html(self) -> Markup:
        inner = Markup(render_template(self.template, **self.context))  # noqa: S704  rendered with autoescape
        frame = Markup('<hx-partial hx-target="#{}" hx-swap="{}">{}</hx-partial>')
        return frame.format(self.target, self.swap, inner)


@dataclass
class Removal:
    """A piece of page that is to disappear."""

    target: str

    def html(self) -> Markup:
        return Markup('<hx-partial hx-target="#{}" hx-swap="delete"></hx-partial>').format(self.target)


Answer = Fragment | Removal


def screen_reader_text(words: str) -> Markup:
    """The same words for a screen reader."""
    return Markup('<hx-partial hx-target="#say" hx-swap="textContent">{}</hx-partial>').format(words)


@dataclass(frozen=True)
class UndoOffer:
    """A change one may take back: its name, where the button sends it, and what the button says.

    `fields` tell the answer which page the button stands on.
    """

    change: str
    url: str
    word: str = "Undo"
    fields: Mapping[str, str] = field(default_factory=dict)


def offered() -> UndoOffer | None:
    """The way back from what this request changed, if there is one (filled by a room above)."""
    offer: Callable[[], UndoOffer | None] | None = current_app.extensions.get("offer")
    return offer() if offer else None


def toast(words: str, offer: UndoOffer | None = None) -> Markup:
    """A short message at the foot of the page; it stays until it is dismissed or replaced."""
    return Fragment("toasts", "ui/_toast.html", {"message": words, "offer": offer}, "innerHTML").html()


def parts(*answers: Answer, say: str = "", status: int = 200) -> Response:
    body = Markup("").join(answer.html() for answer in answers)
    if say:
        body += toast(say, offered() if status < 400 else None) + screen_reader_text(say)
    return make_response(str(body), status)


@dataclass(frozen=True)
class ReturnPage:
    """A page over several records, whose forms say `back=<its name>`: what changes there, and where it is."""

    fits: Callable[[], bool]
    parts: Callable[[], Sequence[Answer]]
    url: Callable[[], str]


def came_from() -> ReturnPage | None:
    """The page whose form this is. A form can only name one that a feature declares, never an address."""
    place: ReturnPage | None = current_app.extensions["return_pages"].get(request.form.get("back", ""))
    return place if place and place.fits() else None


def updated(*answers: Answer, otherwise: str, say: str = "") -> Response:
    """Answer a write: the parts that changed, or a redirect where htmx is absent."""
    place = came_from()
    if from_htmx():
        return parts(*(place.parts() if place else answers), say=say)
    return redirect_to(place.url() if place else otherwise)


def invalid(part: Fragment, whole: str, status: int = 422, say: str = "", **context: Any) -> Response:
    """Answer a write that was not accepted: the form with its words and its messages, nothing saved.

    The page `whole` includes the same part, so a browser without htmx keeps what was typed too.
    """
    if from_htmx():
        return parts(part, say=say, status=status)
    return make_response(render_template(whole, **{**part.context, **context}), status)


def redirect_to(url: str) -> Response:
    return make_response(redirect(telling(url), 303))


def telling(url: str) -> str:
    """The same page, which then says what was changed and offers the way back."""
    offer = offered()
    if offer is None:
        return url
    page, mark, fragment = url.partition("#")
    return f"{page}{'&' if '?' in page else '?'}changed={offer.change}{mark}{fragment}"


def redirect_anywhere(url: str) -> Response:
    """Send the visitor to another page of ours, with or without htmx; `url` comes from url_for."""
    if from_htmx():
        return make_response("", 204, {"HX-Redirect": iri_to_uri(telling(url))})  # a header holds ASCII only
    return redirect_to(url)


def toast_refusal(words: str, status: int) -> Response:
    """A refusal in words for htmx: a toast, nothing else on the page is touched."""
    return make_response(str(toast(words) + screen_reader_text(words)), status)


def hidden(name: str, value: Any) -> Markup:
    """A hidden field, escaped."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, escape(value))
