"""A client's settings, for its COO; its vision also for its CEO."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.clients.forms import BusinessForm, HealthForm, SpansForm, VisionForm
from tracker.clients.models import Health
from tracker.clients.queries import span_names, spans
from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.errors import conflict_response
from tracker.foundation.exceptions import ConflictError
from tracker.foundation.htmx import Fragment, invalid, page, updated

settings = Blueprint("settings", __name__)

PAGE = "clients/settings.html"
VISION = "clients/vision.html"


@settings.get("/settings")
@allow(COO)
def show() -> str:
    return page(PAGE, **settings_context())


@settings.post("/settings/business")
@allow(COO)
def change_business() -> Response:
    form = BusinessForm(g.client)
    changes = form.changes()
    if changes is None:
        return refused_setting(business_part(form), form.refusal)
    g.client.change(current_user, **changes)
    return saved(business_part(BusinessForm(g.client, formdata=None)))


@settings.post("/settings/spans")
@allow(COO)
def rename_spans() -> Response:
    form = SpansForm(span_names())
    changes = form.changes()
    if changes is None:
        return refused_setting(spans_part(form), form.refusal)
    for span in spans():
        g.client.rename_span(span, changes.get(f"span_{span.number}", span.name), by=current_user)
    return saved(spans_part(SpansForm(span_names(), formdata=None)))


@settings.post("/health")
@allow(COO)
def judge() -> Response:
    """Set the client's health: with one tap at the head of a page, or in the settings with a reason.

    A tap keeps the reason and asks whether it still applies.
    """
    form, at_head = (
        HealthForm(g.client),
        request.form.get("at") == "head" or "health_reason" not in request.form,
    )
    changes = form.changes()
    if changes is None:
        return judge_refused(form, at_head)
    health = Health(changes.get("health", g.client.health))
    reason = changes.get("health_reason", g.client.health_reason)
    gives_reason = "health_reason" in request.form
    given_for = None if gives_reason else g.client.health_of_reason
    g.client.set_health(health, reason, by=current_user, given_for=given_for)
    unchanged = HealthForm(g.client, formdata=None)
    if not at_head:
        return saved(health_part(unchanged))
    asks = "health" in changes and bool(g.client.health_reason)
    otherwise = url_for(".show", _anchor="settings-health") if asks else url_for("client.roadmap.index")
    return updated(
        at_head_part(unchanged if asks else None),
        health_part(unchanged),
        sidebar_part(),
        otherwise=otherwise,
        say=health.word,
    )


def judge_refused(form: HealthForm, at_head: bool) -> Response:
    """Return the form with the typed text and why it is not saved; after a conflicting tap, both healths as choices."""
    if at_head and form.clashes and "health_reason" not in request.form:
        return conflict_response(ConflictError(*form.clashes), at_head_part())
    if at_head and "health_reason" in request.form:
        return invalid(
            at_head_part(form), PAGE, form.refusal, **{**settings_context(), **health_part(form).context}
        )
    return refused_setting(health_part(form), form.refusal)


@settings.get("/vision")
@allow(COO, CEO)
def vision() -> str:
    return page(VISION, **vision_part(VisionForm(g.client, formdata=None)).context)


@settings.post("/vision")
@allow(COO, CEO)
def write_vision() -> Response:
    form = VisionForm(g.client)
    changes = form.changes()
    if changes is None:
        return invalid(vision_part(form), VISION, form.refusal)
    on = changes.get("vision_on", g.client.vision_on)
    g.client.write_vision(changes.get("vision", g.client.vision), on, by=current_user)
    part = vision_part(VisionForm(g.client, formdata=None))
    return updated(part, *head_parts(), otherwise=url_for(".vision"), say="Saved")


def settings_context() -> dict[str, Any]:
    return {
        "business": BusinessForm(g.client, formdata=None),
        "spans": SpansForm(span_names(), formdata=None),
        "health": HealthForm(g.client, formdata=None),
    }


def business_part(form: BusinessForm) -> Fragment:
    return Fragment("settings-business", "clients/_business_form.html", {"business": form})


def spans_part(form: SpansForm) -> Fragment:
    return Fragment("settings-spans", "clients/_spans_form.html", {"spans": form})


def health_part(form: HealthForm) -> Fragment:
    return Fragment("settings-health", "clients/_health_form.html", {"health": form})


def at_head_part(reason_form: HealthForm | None = None) -> Fragment:
    """The health at the head of a page; with a form, the question whether the reason still applies."""
    return Fragment("client-health", "clients/_health.html", {"reason_form": reason_form})


def head_parts() -> list[Fragment]:
    """The page's head and the client's line in the list beside it, for people who see them."""
    return [Fragment("client-head", "clients/_head.html"), sidebar_part()] if current_user.is_staff else []


def sidebar_part() -> Fragment:
    return Fragment(f"nav-{g.client.slug}", "layouts/_client_link.html", {"client": g.client})


def vision_part(form: VisionForm) -> Fragment:
    form.speak_to(g.seat)
    return Fragment("vision", "clients/_vision_form.html", {"vision": form})


def saved(part: Fragment) -> Response:
    return updated(part, *head_parts(), otherwise=url_for(".show"), say="Saved")


def refused_setting(part: Fragment, status: int) -> Response:
    return invalid(part, PAGE, status, **{**settings_context(), **part.context})
