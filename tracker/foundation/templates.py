"""The environment of templates."""

from __future__ import annotations

from collections.abc import MutableMapping

from flask.templating import Environment


class TemplateEnvironment(Environment):
    """Flask's environment, whose templates share its names instead of each having a chain of mappings.

    Jinja goes through all names for every template that is included, and a chain is ten times as slow there. No
    template of ours has names of its own.
    """

    def make_globals(self, d: MutableMapping[str, object] | None) -> MutableMapping[str, object]:
        """Return the names that a template knows besides its context."""
        return super().make_globals(d) if d else self.globals
