"""Every form with missing, blank and nonsensical fields is refused with a message, never a server error."""

import inspect
import re

import pytest
from wtforms.fields.core import UnboundField

from tests.isolation.bodies import BODIES
from tests.isolation.matrix import ROWS
from tests.visitor import HTMX
from tests.world import a_comment, a_goal, a_step, a_task
from tracker.foundation.forms import Form

WRITES = sorted(endpoint for endpoint, method in ROWS if method == "POST")
NONSENSE = "\u00bfzzz?"
FIXED = {"slug": "fornello-pizza", "client_slug": "fornello-pizza"}


def fields_of(view):
    """Return the fields of the forms that a view or a helper in its module uses."""
    view = inspect.unwrap(view)
    names = {*view.__code__.co_names}
    for name in view.__code__.co_names:
        helper = view.__globals__.get(name)
        names |= {*helper.__code__.co_names} if inspect.isfunction(helper) else set()
    forms = (view.__globals__.get(name) for name in names)
    classes = [each for each in forms if isinstance(each, type) and issubclass(each, Form)]
    return {name for form in classes for name in dir(form) if isinstance(getattr(form, name), UnboundField)}


def invalid_forms(fields, usual):
    """Yield forms that are empty, have every field blank or nonsensical, or have one field wrong, alone or missing."""
    yield {}
    for value in ("", NONSENSE):
        yield dict.fromkeys(fields, value)
        for name in sorted(fields):
            yield usual | {name: value}
    for name in sorted(fields):
        yield {name: NONSENSE}
    for name in usual:
        yield {other: value for other, value in usual.items() if other != name}


@pytest.fixture
def client_with_data(cast):
    goal = a_goal(cast.fornello, cast.dana)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    a_task(cast.fornello, cast.dana, title="Measure the oven")
    a_step(task, cast.dana)
    a_comment(task, cast.dana)


@pytest.mark.parametrize("endpoint", WRITES)
def test_an_invalid_form_causes_no_server_error(app, client_with_data, dana, marco, endpoint):
    rule = next(
        rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint and "POST" in rule.methods
    )
    path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: FIXED.get(found[1], "1"), rule.rule)
    usual = {name: value for name, value in BODIES.get(endpoint, {}).items() if isinstance(value, str)}
    fields = fields_of(app.view_functions[endpoint]) | set(usual)
    every = list(invalid_forms(fields, usual))
    for visitor, headers, forms in ((dana, HTMX, every), (marco, None, every[::3])):
        token = visitor.csrf()
        for form in forms:
            answer = visitor.http.post(path, data={**form, "csrf_token": token}, headers=headers)
            assert answer.status_code < 500, (path, form)
