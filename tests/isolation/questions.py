"""The requests sent to both worlds: every address and form, about visible and hidden records."""

import io
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import quote

from tests.isolation import bodies
from tests.isolation.chance import NOW
from tests.isolation.story import drafts, plan_of, script
from tracker.history.change_set import changes_beside

GOALS = "goal", "proposed", "draft"
TASKS = "task", "draft task", "leads"
SHARED_LATER = {"client.tasks.show", "client.discussion.add_comment", "client.discussion.add_step"}
"""Asked also about what was hidden once, and worked on then."""
TRASHED = "task mate", "leads mate", "draft task mate"
SEATS = "team seat", "ceo seat"
IMPORTS = "import", "drafts import", "sent by the CEO", "placed anew"
HIDDEN = {"draft", "draft task", "leads", "drafts import"}
KINDS = {
    "/tasks/<int:number>": TASKS,
    "/goals/<int:number>": GOALS,
    "/people/<int:number>": SEATS,
    "/import/": IMPORTS,
}

OTHER_ARGUMENTS = {
    "slug": "business-a", "secret": "none-such-secret-of-anybody", "change": "none-such-change",
}  # fmt: skip
"""The client as the owner names it, and ids nobody has."""

ASKED_OTHERWISE = {"static", "bundle", "client.undo.undo_change"}
"""Files that hold nobody's words; undo is asked about every change by its name."""

ALWAYS = {"sign_in.submit", "client.people.invite"}
"""Forms that everybody sends in every way: they name addresses, known and unknown."""

A_FEW = 6
NEVER = format(1, "x")
LATELY = format(int(NOW.timestamp() * 1000) - 7_200_000, "x")

LOOKED = {
    "client.roadmap.index": (
        "show=all", "marks=yes", "show=all&status=waiting", "owner=1", "free=yes", "quarter=2026-Q4", "span=2",
    ),
    "client.roadmap.unfold": ("goal={goal}", "goal={draft}", "task={task}", "task={leads}", "task={draft task}"),
    "client.timeline.show": ("from=2026-Q3",),
    "client.history.show": (
        "what=status", "what=dates", "what=people", "what=things", "what=words", "who=1", "who=2", "goal={draft}",
        "goal={goal}", "until=1795618800000000",
    ),
    "client.live_updates.show": (f"since={NEVER}", f"since={LATELY}", f"since={LATELY}&open={{task}}",
                         f"since={NEVER}&open={{leads}}", f"since={NEVER}&open={{draft task}}"),
    "client.quick_add.preview": ("title=Write+it+for+Team+by+Friday", "title=Call+Ceo"),
    "client.trash.show": ("show=all",),
    "client.letter.show": ("as=1", "as=2"),
    "search.show": (
        "q=draft", "q=leads", "q=comment", "q=details", "q=imported", "q=renamed", "q=step", "q=business", "q=team",
        "q=outsider", "q=worries", "q=invited",
    ),
}  # fmt: skip
"""What else is asked of a page. A name in braces is the number of that record."""

ELSEWHERE = "ceo@b.example", "coo@b.example", "stranger@s.example"
"""Addresses that have an account, and no access at the reader's client."""

SENT_TOO = {
    "client.goals.add_task": ({"title": "Another", "goal": "{goal}"}, {"title": "Another", "goal": "{draft}"}),
    "client.goals.move": ({"direction": "up"},),
    "client.tasks.move": ({"direction": "up"},),
    "client.tasks.change_status": ({"status": "waiting", "waiting_on": "Team"}, {"status": "on_track"}),
    "client.tasks.assign": ({"owner": "Team A"}, {"owner": ""}),
    "client.tasks.change_goal": ({"goal": "{goal two}"}, {"goal": "{draft}"}),
    "client.ordering.task": ({"after": "{leads}", "goal": "{goal}"}, {"after": "", "goal": "{draft}"}),
    "client.ordering.goal": ({"after": "{draft}"},),
    "client.dependencies.add": ({"other": "{leads}"}, {"other": "{draft task}"}, {"other": "leads renamed of a"}),
    "client.bulk_edit.change": (
        {"do": "status", "status": "parked", "task": "{leads}"}, {"do": "trash", "task": "{draft task}"},
        {"do": "goal", "goal": "{draft}"}, {"do": "due", "due": "2026-12-11", "why": "So"}, {"do": "trash"},
    ),
    "client.people.invite": tuple(
        {"name": "Somebody", "email": email, "role": role, "anyway": "yes"}
        for email in (*ELSEWHERE, "invited@a.example", "invited@b.example")
        for role in ("viewer", "team")
    ),
    "client.exports.download": ({"kind": "xlsx"},),
    "client.imports.upload": ({"file": ("drafts import.csv", plan_of(*drafts(str)))},),
    "sign_in.submit": tuple(
        {"email": email} for email in ("ceo@a.example", "left@a.example", "invited@a.example", "coo@b.example")
    ),
    "new_client.create": ({"name": "New", "slug": "business-b", "zone": "UTC"},),
}  # fmt: skip
"""What else is sent with a form."""


@dataclass(frozen=True)
class Question:
    """One request, the same in both worlds."""

    endpoint: str
    method: str
    path: str
    form: tuple = ()
    htmx: bool = False

    def __str__(self):
        kind = "htmx" if self.htmx else "page"
        return f"{self.method} {self.path} {dict(self.form) or ''} ({kind})"


def questions(app, world, reader, only=None):
    """Every request at the reader's client; addresses name the records of the fullest world."""
    filled = Filled(world, reader)
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in ASKED_OTHERWISE and (not only or rule.endpoint in only):
            for path, is_hidden in filled.addresses(rule):
                if "GET" in rule.methods:
                    yield from filled.looks(rule, path)
                if "POST" in rule.methods:
                    yield from filled.sends(rule, path, is_hidden)
    if not only or "client.dependencies.add" in only:
        yield from filled.circles()
    if not only or "client.undo.undo_change" in only:
        yield from filled.undoes()
    if not only or "just_changed" in only:
        yield from filled.just_changed()


TAKEN_BACK = ("task: ", "goal: ", "import ", "many ")
"""Changes that are undone by readers who know of them."""


class Filled:
    """Fills addresses and forms with the numbers of one client."""

    def __init__(self, world, reader):
        self.world, self.home, self.reader = world, reader.home, reader

    def number(self, name):
        return self.world.numbers[f"{name} {self.home}"]

    def addresses(self, rule):
        names = next((names for part, names in KINDS.items() if part in rule.rule), None)
        names = TRASHED if "/restore" in rule.rule else names
        if rule.endpoint in SHARED_LATER:
            names = *names, "shared late", "proposed task", "taken"
        if "number" not in rule.arguments or rule.endpoint == "practice.end_seat":
            yield self.path(rule, number=1), False
            return
        assert names, f"Say in KINDS what <number> of {rule.endpoint} is."
        for name in names:
            pieces = {kind: self.piece(kind, name) for kind in ("step", "comment") if kind in rule.arguments}
            yield self.path(rule, number=self.number(name), **pieces), name in HIDDEN

    def piece(self, kind, name):
        """The number of a task's step or comment; 1 where it has none."""
        return self.world.numbers.get(f"{kind} of {name} {self.home}", 1)

    def path(self, rule, **values):
        values = OTHER_ARGUMENTS | values
        values["public_id"] = self.number("coo" if rule.endpoint.startswith("practice.") else "invited")
        path = rule.rule.replace("<slug:client_slug>", f"business-{self.home}")
        for argument in rule.arguments - {"client_slug"}:
            assert argument in values, f"Say in OTHER_ARGUMENTS what <{argument}> of {rule.endpoint} is."
            for kind in ("int:", "token:", "slug:", "string:", ""):
                path = path.replace(f"<{kind}{argument}>", str(values[argument]))
        return path

    def words(self, text):
        """Names of records in braces become their numbers."""
        for name in (*GOALS, *TASKS, *SEATS, "goal two", "inbox"):
            text = text.replace("{" + name + "}", str(self.number(name)))
        return text

    def looks(self, rule, path):
        plain = Question(rule.endpoint, "GET", path)
        yield plain
        yield replace(plain, htmx=True)
        for asked in LOOKED.get(rule.endpoint, ()):
            yield replace(
                plain, path=f"{path}?{self.words(asked)}", htmx=rule.endpoint == "client.live_updates.show"
            )
        if rule.endpoint == "search.show":
            yield replace(plain, path=f"{path}?q={quote('draft renamed')}", htmx=True)

    def sends(self, rule, path, is_hidden):
        form = dict(bodies.BODIES.get(rule.endpoint, {}))
        if rule.endpoint.startswith("client.dependencies."):
            form["other"] = "{inbox}"
        if rule.endpoint == "client.bulk_edit.change":
            form["task"] = "{task}"
        first = Question(rule.endpoint, "POST", path, self.form(form), htmx=True)
        yield first
        if is_hidden or not (self.reader.is_thorough or rule.endpoint in ALWAYS):
            return
        yield replace(first, htmx=False)
        for other in SENT_TOO.get(rule.endpoint, ()):
            if (
                rule.endpoint == "client.people.invite"
                and self.reader.is_practice
                and other["email"] in ELSEWHERE
            ):
                continue  # a COO is told that an account was never confirmed, though not at which client
            yield replace(first, form=self.form(form | other))

    def form(self, values):
        return tuple(
            (name, self.words(value) if isinstance(value, str) else value) for name, value in values.items()
        )

    def changes(self):
        """Changes hidden from the reader, and those of one task and one goal; a few for each audience."""
        each, seen = {line.name: line for line in script()}, Counter()
        for name, change in self.world.changes.items():
            line = each[name]
            is_known = line.audience in self.reader.knows and line.client == self.home
            seen[line.audience] += 1
            is_asked = self.reader.is_thorough or seen[line.audience] <= A_FEW
            if change and is_asked and (not is_known or name.startswith(TAKEN_BACK)):
                yield from sorted(changes_beside([change])) if name.startswith("many") else [change]

    def circles(self):
        """Requests that would close a circle of visible tasks, hidden ones and the inbox."""
        for other in "second", "third":
            path = f"/clients/business-{self.home}/tasks/{self.number('inbox')}/waits"
            yield Question(
                "client.dependencies.add", "POST", path, (("other", str(self.number(other))),), htmx=True
            )

    def undoes(self):
        """Undo at this client's address, also for changes of drafts and of the other client."""
        for change in self.changes():
            yield Question(
                "client.undo.undo_change", "POST", f"/clients/business-{self.home}/undo/{change}", htmx=True
            )

    def just_changed(self):
        """The pages that a change redirects to, with its message."""
        for change in self.changes():
            yield Question("just_changed", "GET", f"/me?changed={change}")


def body_of(question):
    """The form as it is sent; a file is opened anew each time."""
    return {
        name: (io.BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value
        for name, value in question.form
    }
