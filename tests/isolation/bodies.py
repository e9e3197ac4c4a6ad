"""What the forms send: a body for each write, and which of its fields carry ids of the client's."""

from importlib import import_module
from pathlib import Path

from tests.isolation.fixtures import NUMBERS

TESTS = Path(__file__).parents[1]


def collect():
    """Every form's body, from the `bodies.py` beside the tests of each feature."""
    found = {}
    for path in sorted(TESTS.glob("**/bodies.py")):
        if path.parent.name != "isolation":
            name = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
            found |= import_module(name).BODIES
    return found


BODIES = collect()
"""What a form sends when everything is as it should be."""

BODY_IDS = {
    "client.ordering.task": {
        "after": lambda world, tag: str(NUMBERS[tag] if tag else 999),
        "goal": lambda world, tag: str(NUMBERS[tag] if tag else 999),
    },
    "client.ordering.goal": {"after": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.bulk_edit.change": {"task": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.goals.add_task": {"goal": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.tasks.change_goal": {"goal": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.dependencies.add": {"other": lambda world, tag: str(NUMBERS[tag] + 3 if tag else 999)},
    "client.dependencies.remove": {"other": lambda world, tag: str(NUMBERS[tag] + 3 if tag else 999)},
}
"""Fields of a body that carry an id of the client's: a foreign one is refused and nothing is saved."""

HIDDEN_IDS = {
    "client.ordering.task": {"after": ("draft", "leads"), "goal": ("draft",)},
    "client.ordering.goal": {"after": ("draft",)},
    "client.bulk_edit.change": {"task": ("draft", "leads")},
    "client.goals.add_task": {"goal": ("draft",)},
    "client.tasks.change_goal": {"goal": ("draft",)},
    "client.dependencies.add": {"other": ("draft", "leads")},
    "client.dependencies.remove": {"other": ("draft", "leads")},
}
"""Fields of a body that may name what not everybody at the client knows of."""


def ids_in(endpoint, world, tag, other):
    """Field, kind and value of each id a body of this form may carry and must not."""
    for name, values in BODY_IDS.get(endpoint, {}).items():
        yield name, "foreign", values(world, other)
        yield name, "absent", values(world, None)
    for name, kinds in HIDDEN_IDS.get(endpoint, {}).items():
        for kind in kinds:
            yield name, f"hidden-{kind}", str(NUMBERS[tag] + {"draft": 1, "leads": 2}[kind])


ASKED = {
    "client.live_updates.show": ("since=1", "since=1&open=12"),
    "search.show": ("q=canary", "q=draft", "q=leads"),
    "client.history.show": ("what=words", "what=things"),
    "client.exports.download": ("kind=xlsx",),
    "client.bulk_edit.change": (
        "do=trash",
        "do=owner&owner_outsider=Nobody",
        "do=due&due=2026-12-04&why=So",
        "do=goal&goal=",
    ),
}
"""What else is asked of a page, or sent with a form, beside the plain question."""

OWN_THINGS_ONLY = {("client.bulk_edit.change", "TEAM")}
"""Asked otherwise, this role may do it to its own tasks, and the marked one is nobody's own."""
