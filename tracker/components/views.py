"""The page of components: every part of the interface in every state.

It exists in a trial only, so that a change of style can be looked at in one place.
"""

from __future__ import annotations

from flask import Blueprint, abort, current_app, request

from tracker.accounts.roles import OWNER
from tracker.clients.models.client import Health
from tracker.components import samples
from tracker.foundation.access import staff
from tracker.foundation.htmx import page
from tracker.roadmap.presentation.wording import choices_for

components = Blueprint("components", __name__)


@components.get("/practice/components")
@staff(OWNER)
def show() -> str:
    """Show every part of the interface in the state named by `state`, at rest by default.

    For the practice's owner in a trial; 404 in production.
    """
    if current_app.config["PRODUCTION"]:
        abort(404)
    state = request.args.get("state", "")
    state = state if state in dict(samples.STATES) else "resting"
    is_refused = state == "refused"
    return page(
        "components/show.html",
        statuses=choices_for("practice"),
        client_statuses=choices_for("client"),
        healths=[(str(health), health.word) for health in Health],
        form=samples.form(is_refused),
        pickers=samples.pickers(is_refused),
        icons=samples.icons(),
        state=state,
        states=samples.STATES,
        clashes=samples.CLASHES,
        long_name=samples.LONG_NAME,
    )
