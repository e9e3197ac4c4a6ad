"""A client's settings, for its COO; its vision also for its CEO."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO
from tracker.clients.forms import BusinessForm, HealthForm, SpansForm, VisionForm
from tracker.clients.models import Client, Health
from tracker.clients.queries import span_names, spans, vision_credit
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.access import allow
from tracker.foundation.errors import conflict_response
from tracker.foundation.exceptions import ConflictError
from tracker.foundation.htmx import Fragment, TemplateContext, invalid, page, updated
from tracker.foundation.text.formatting import plain_day

settings = Blueprint("settings", __name__)

PAGE = "clients/settings.html"
VISION = "clients/vision.html"


@settings.get("/settings")
@allow(COO)
def show() -> str:
    """Show the client's settings: business, spans and health. For its COO."""
    return page(PAGE, **settings_context())


@settings.post("/settings/business")
@allow(COO)
def change_business() -> Response:
    """Change the client's name, time zone or colour; 409 if a field changed since it was shown."""
    form = BusinessForm(g.client)
    changes = form.changes()
    if changes is None:
        return refused_setting(business_part(form), form.refusal)
    g.client.change(current_user, **changes)
    return saved_response(business_part(BusinessForm(g.client, formdata=None)))


@settings.post("/settings/spans")
@allow(COO)
def rename_spans() -> Response:
    """Rename the spans that were changed in the form; 409 if another person renamed the same one."""
    form = SpansForm(span_names())
    changes = form.changes()
    if changes is None:
        return refused_setting(spans_part(form), form.refusal)
    for span in spans():
        g.client.rename_span(span, changes.get(f"span_{span.number}", span.name), by=current_user)
    return saved_response(spans_part(SpansForm(span_names(), formdata=None)))


@settings.post("/health")
@allow(COO)
def change_health() -> Response:
    """Set the client's health: by a tap at the head of a page, or in the settings with a reason.

    A tap keeps the reason and asks whether it still applies.
    """
    form, at_head = (
        HealthForm(g.client),
        request.form.get("at") == "head" or "health_reason" not in request.form,
    )
    changes = form.changes()
    if changes is None:
        return health_refused(form, at_head)
    health = Health(changes.get("health", g.client.health))
    reason = changes.get("health_reason", g.client.health_reason)
    gives_reason = "health_reason" in request.form
    given_for = None if gives_reason else g.client.health_of_reason
    g.client.set_health(health, reason, by=current_user, given_for=given_for)
    unchanged = HealthForm(g.client, formdata=None)
    if not at_head:
        return saved_response(health_part(unchanged))
    asks = "health" in changes and bool(g.client.health_reason)
    otherwise = url_for(".show", _anchor="settings-health") if asks else url_for("client.roadmap.index")
    return updated(
        at_head_part(unchanged if asks else None),
        health_part(unchanged),
        sidebar_part(),
        otherwise=otherwise,
        say=health.word,
    )


def health_refused(form: HealthForm, at_head: bool) -> Response:
    """Return the form with its text and errors; after a conflicting tap, the choice between both healths."""
    if at_head and form.clashes and "health_reason" not in request.form:
        return conflict_response(
            ConflictError(*form.clashes, words="The health was changed meanwhile."), at_head_part()
        )
    if at_head and "health_reason" in request.form:
        return invalid(
            at_head_part(form), PAGE, form.refusal, **{**settings_context(), **health_part(form).context}
        )
    return refused_setting(health_part(form), form.refusal)


@settings.get("/vision")
@allow(COO, CEO)
def vision() -> str:
    """Show the form for the vision. For the client's COO and CEO."""
    return page(VISION, **vision_part(VisionForm(g.client, formdata=None)).context)


@settings.post("/vision")
@allow(COO, CEO)
def write_vision() -> Response:
    """Save the vision and its day, by default today for new words; 409 if it changed since the form was shown."""
    form = VisionForm(g.client)
    changes = form.changes()
    if changes is None:
        return invalid(vision_part(form), VISION, form.refusal)
    on = form.day_of(changes, clock.today(g.client))
    g.client.write_vision(changes.get("vision", g.client.vision), on, by=current_user)
    part = vision_part(VisionForm(g.client, formdata=None))
    return updated(part, *head_parts(), otherwise=url_for(".vision"), say="Saved")


def settings_context() -> TemplateContext:
    """Return the forms of the page, with the saved values."""
    return {
        "business": BusinessForm(g.client, formdata=None),
        "spans": SpansForm(span_names(), formdata=None),
        "health": HealthForm(g.client, formdata=None),
    }


def business_part(form: BusinessForm) -> Fragment:
    """Return the fragment with the form for name, time zone and colour."""
    return Fragment("settings-business", "clients/_business_form.html", {"business": form})


def spans_part(form: SpansForm) -> Fragment:
    """Return the fragment with the form for the names of the spans."""
    return Fragment("settings-spans", "clients/_spans_form.html", {"spans": form})


def health_part(form: HealthForm) -> Fragment:
    """Return the fragment with the form for the health and its reason."""
    return Fragment("settings-health", "clients/_health_form.html", {"health": form})


def at_head_part(reason_form: HealthForm | None = None) -> Fragment:
    """Return the health at the head of a page; with a form, it also asks whether the reason still applies."""
    return Fragment("client-health", "clients/_health.html", {"reason_form": reason_form})


def head_parts() -> list[Fragment]:
    """Return the page's head and the client's entry in the sidebar, for the practice's people."""
    return [Fragment("client-head", "clients/_head.html"), sidebar_part()] if current_user.is_staff else []


def sidebar_part() -> Fragment:
    """Return the fragment with the client's entry in the sidebar."""
    return Fragment(
        f"nav-{g.client.slug}", "layouts/_client_link.html", {"client": g.client, "is_here": True}
    )


def vision_part(form: VisionForm) -> Fragment:
    """Return the fragment with the form for the vision, labelled for this reader."""
    form.set_label_for(g.seat)
    context = {"vision": form, "whose": replaced_vision_note(g.client, g.seat.person_id)}
    return Fragment("vision", "clients/_vision_form.html", context)


def replaced_vision_note(client: Client, person_id: int) -> str:
    """Return whose words the form replaces, and of which day; empty for none, or for the reader's own."""
    if not client.vision or client.vision_by_id in (None, person_id):
        return ""
    on = plain_day(client.vision_on, clock.today(client)) if client.vision_on else ""
    return ", ".join(part for part in (vision_credit(client, person_id, all_seats()), on) if part)


def saved_response(part: Fragment) -> Response:
    """Answer a saved form with its fragment and the head of the page, or redirect to the settings."""
    return updated(part, *head_parts(), otherwise=url_for(".show"), say="Saved")


def refused_setting(part: Fragment, status: int) -> Response:
    """Answer with the refused form; without htmx, with the whole page around it."""
    return invalid(part, PAGE, status, **{**settings_context(), **part.context})
