"""What the forms send: a body for each write, and which of its fields carry ids of the client's."""

from tests.isolation.fixtures import NUMBERS

BODIES = {
    "client.goals.add": {"title": "A new goal", "span": "", "quarter": ""},
    "client.goals.update": {"title": "Another title"},
    "client.goals.change_status": {"status": "watch"},
    "client.goals.move": {"direction": "down"},
    "client.agreeing.talk_over": {"why": "A thought"},
    "client.agreeing.change_life": {"life": "proposed"},
    "client.agreeing.measure_now": {"measure_now": "3"},
    "client.sharing.share": {"visibility": "leads"},
    "client.goals.add_task": {"title": "A new task"},
    "client.copying.make": {"title": "A copy", "steps": "y", "owners": "y"},
    "client.shifting.apply": {"days": "14", "why": "A reason"},
    "client.tasks.update": {"title": "Another title"},
    "client.tasks.change_status": {"status": "done"},
    "client.tasks.plan": {"due": "2026-12-04", "why": "A reason"},
    "client.tasks.give": {"owner_outsider": "An outsider"},
    "client.handover.give_all": {"owner_outsider": "An outsider"},
    "client.tasks.change_kind": {"kind": "routine"},
    "client.tasks.put_under": {"goal": ""},
    "client.tasks.move": {"direction": "down"},
    "client.placing.task": {"after": "", "goal": ""},
    "client.placing.goal": {"after": ""},
    "client.many.change": {"do": "status", "status": "done"},
    "client.thread.add_comment": {"body": "A thought"},
    "client.thread.add_step": {"title": "A step"},
    "client.thread.rename_step": {"title": "Another step"},
    "client.thread.tick_step": {"done": "yes"},
    "client.people.invite": {"name": "New", "email": "new@new.example", "role": "viewer", "anyway": "yes"},
    "client.settings.change_business": {"name": "Renamed", "zone": "UTC", "colour": "2"},
    "client.settings.rename_spans": {f"span_{number}": f"Span {number}" for number in range(1, 6)},
    "client.settings.judge": {"health": "steady", "health_reason": "Calm"},
    "client.imports.take": {"file": ("plan.csv", b"Goal,Task\nA goal,A task\n")},
    "client.exports.take": {"kind": "csv"},
    "client.settings.write_vision": {"vision": "Further", "vision_on": "2026-01-01"},
    "making.make": {"name": "New client", "slug": "new-client", "zone": "UTC"},
    "practice.rename": {"name": "Renamed"},
    "practice.give_seat": {},
    "practice.help_person": {"email": "ceo@a.example", "act": "link"},
    "practice.hiring.take_on": {"name": "New", "email": "new@new.example", "role": "coo"},
    "profile.change": {"name": "Renamed", "zone": "UTC"},
    "profile.change_theme": {"theme": "dark"},
    "profile.change_keys": {"keys": "off"},
    "profile.change_password": {"current": "wrong wrong wrong", "password": "three calm herons"},
    "sign_in.enter": {"email": "nobody@nowhere.example", "password": "wrong wrong wrong"},
}
"""What a form sends when everything is as it should be."""

BODY_IDS = {
    "client.placing.task": {
        "after": lambda world, tag: str(NUMBERS[tag] if tag else 999),
        "goal": lambda world, tag: str(NUMBERS[tag] if tag else 999),
    },
    "client.placing.goal": {"after": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.many.change": {"task": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.goals.add_task": {"goal": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.tasks.put_under": {"goal": lambda world, tag: str(NUMBERS[tag] if tag else 999)},
    "client.waits.add": {"other": lambda world, tag: str(NUMBERS[tag] + 3 if tag else 999)},
    "client.waits.end": {"other": lambda world, tag: str(NUMBERS[tag] + 3 if tag else 999)},
}
"""Fields of a body that carry an id of the client's: a foreign one is refused and nothing is saved."""

ALSO_IDS = {
    "client.goals.add": {"span"},
    "client.goals.update": {"span"},
    "making.make": {"coo"},
    "practice.give_seat": {"person"},
}
"""Ids from a closed list of the client's five spans, or of the practice's own people: no row of another client."""

HIDDEN_IDS = {
    "client.placing.task": {"after": ("draft", "leads"), "goal": ("draft",)},
    "client.placing.goal": {"after": ("draft",)},
    "client.many.change": {"task": ("draft", "leads")},
    "client.goals.add_task": {"goal": ("draft",)},
    "client.tasks.put_under": {"goal": ("draft",)},
    "client.waits.add": {"other": ("draft", "leads")},
    "client.waits.end": {"other": ("draft", "leads")},
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
    "client.news.show": ("since=1", "since=1&open=12"),
    "jump.show": ("q=canary", "q=draft", "q=leads"),
    "client.history.show": ("what=words", "what=things"),
    "client.exports.take": ("kind=xlsx",),
    "client.many.change": (
        "do=trash",
        "do=owner&owner_outsider=Nobody",
        "do=due&due=2026-12-04&why=So",
        "do=goal",
    ),
}
"""What else is asked of a page, or sent with a form, beside the plain question."""

OWN_THINGS_ONLY = {("client.many.change", "TEAM")}
"""Asked otherwise, this role may do it to its own tasks, and the marked one is nobody's own."""
