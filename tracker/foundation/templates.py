"""The environment of templates."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import cast

from flask import current_app
from flask.templating import Environment
from markupsafe import Markup


class TemplateEnvironment(Environment):
    """Flask's environment, whose templates share its names instead of each having a chain of mappings.

    Jinja goes through all names for every template that is included, and a chain is ten times as slow there. No
    template of ours has names of its own.
    """

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """Return the names that a template knows besides its context."""
        return super().make_globals(d) if d else self.globals


def macro(template: str, name: str) -> Callable[..., Markup]:
    """Return a macro of a template, for HTML that is drawn from Python."""
    module = current_app.jinja_env.get_template(template).module
    return cast("Callable[..., Markup]", getattr(module, name))
