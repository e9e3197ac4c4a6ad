"""What the forms send: a body for each write, and which of its fields carry ids of the client's."""

from tests.isolation.canaries import NUMBERS

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
    "client.tasks.give": {"owner": "A plain name"},
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
