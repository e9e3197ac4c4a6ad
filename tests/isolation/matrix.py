"""Who may use which route, as data: a `permissions.txt` beside the tests of each feature.

OWN is the practice's owner without a seat; COO … VIEW that seat at this client; OUT everybody else, who may be a COO, a
CEO or an owner elsewhere. y: may. o: own things only (the marked rows are nobody's own). n: may not.
Scopes: `client` pages are 404 for OUT; `staff` pages are the practice's, 404 for others; `self` is about oneself, for
everybody who is signed in; `public` is for everybody.

The decorators say what the code enforces; these files say what we promise; the suite holds one against the other.
"""

import inspect
import io
import re
from dataclasses import dataclass

from tests.isolation.bodies import BODIES, TESTS
from tests.isolation.fixtures import NUMBERS
from tracker.features import FEATURES, LOADED

COLUMNS = ("OWN", "COO", "CEO", "TEAM", "VIEW", "OUT")


@dataclass(frozen=True)
class Row:
    scope: str
    roles: dict
    home: str


def home_of(view):
    """The folder of tests that mirrors the package of a view: tests/roadmap/goals for tracker.roadmap.goals.views."""
    module = inspect.unwrap(view).__module__.split(".")
    if module[0] != "tracker":
        return "foundation"  # Flask's own
    package = module[1:-1]
    return "/".join(package[:-1] if package[-1] == "views" else package)


def read_rows(folder=TESTS):
    """Every `permissions.txt`: scope, endpoint, method, then one letter a role."""
    rows = {}
    for path in sorted(folder.glob("**/permissions.txt")):
        for line in path.read_text().splitlines():
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            scope, endpoint, method, *letters = words
            assert len(letters) == len(COLUMNS) and set(letters) <= {"y", "o", "n"}, f"{path}: {line}"
            assert (endpoint, method) not in rows, f"{path}: {endpoint} has a row already"
            home = str(path.parent.relative_to(folder))
            rows[endpoint, method] = Row(scope, dict(zip(COLUMNS, letters, strict=True)), home)
    return rows


def what_is_missing(app, rows):
    """Messages about features without a file and routes without a row in it."""
    for name, feature in zip(FEATURES, LOADED, strict=True):
        if feature.views or feature.client_views:
            homes = {home_of(app.view_functions[endpoint]) for endpoint in endpoints_of(app, feature)}
            for home in homes - {row.home for row in rows.values()}:
                yield f"{name} has pages and no tests/{home}/permissions.txt"
    for rule in app.url_map.iter_rules():
        home = home_of(app.view_functions[rule.endpoint])
        for method in sorted(rule.methods & {"GET", "POST"}):
            row = rows.get((rule.endpoint, method))
            if row is None or row.home != home:
                yield f"{method} {rule.endpoint} has no row in tests/{home}/permissions.txt"
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    yield from (f"{endpoint} has a row and no route" for endpoint, _ in rows if endpoint not in routes)


def endpoints_of(app, feature):
    names = [blueprint.name for blueprint in feature.views]
    names += [f"client.{blueprint.name}" for blueprint in feature.client_views]
    return [each for each in app.view_functions if each.startswith(tuple(f"{name}." for name in names))]


ROWS = read_rows()

NOT_ASKED = {"static", "bundle"}
"""Files that hold nobody's words."""

ABOUT_ONESELF = {
    "profile.end_session",
    "notices.accept",
    "notices.decline",
    "invitations.form",
    "invitations.join",
    "links.form",
    "links.choose",
}
"""Their one id is the reader's own session, or a secret: asked as it is."""

SEATS = {"A": NUMBERS["A"] + 2, "B": NUMBERS["B"] + 2}
NUMBER = {
    "client.people.end_access": {tag: number + 3 for tag, number in NUMBERS.items()},
    "client.handover.form": {tag: number + 3 for tag, number in NUMBERS.items()},
    "client.handover.hand_over_all": {tag: number + 3 for tag, number in NUMBERS.items()},
    "client.people.reset_link": {tag: number + 3 for tag, number in NUMBERS.items()},
    "practice.end_seat": {tag: number + 1 for tag, number in NUMBERS.items()},
    "client.trash.restore_task": {tag: number + 4 for tag, number in NUMBERS.items()},
    "client.trash.restore_goal": {tag: number + 4 for tag, number in NUMBERS.items()},
}
"""Where `number` counts something else than goals and tasks: the team's seat, the COO's seat; or names the one in
the trash."""

MISSING = "none-such-id"


def invitation_of(world, tag):
    return world.public_ids[tag]["invitation"] if tag else MISSING


def coo_of(world, tag):
    return world.people[f"coo_{tag.lower()}"] if tag else MISSING


def nth(offset):
    return lambda world, tag: NUMBERS[tag] + offset if tag else 999


TOKENS = {
    ("client.undo.undo_change", "change"): lambda world, tag: f"undo-at-{tag.lower()}-a" if tag else MISSING,
    ("client.trash.trash_comment", "comment"): nth(0),
    ("client.trash.restore_comment", "comment"): nth(4),
    ("client.trash.restore_step", "step"): nth(4),
    ("client.people.make_invitation_link", "public_id"): invitation_of,
    ("client.people.revoke", "public_id"): invitation_of,
    ("practice.give_seat", "slug"): lambda world, tag: f"canary-{tag.lower()}" if tag else "canary-none",
    ("practice.end_seat", "slug"): lambda world, tag: f"canary-{tag.lower()}" if tag else "canary-none",
    ("practice.staff.link", "public_id"): coo_of,
    ("practice.staff.close", "public_id"): coo_of,
    ("practice.staff.reopen", "public_id"): coo_of,
    ("practice.staff.sign_out", "public_id"): coo_of,
    ("profile.end_session", "public_id"): lambda world, tag: MISSING,
    ("notices.accept", "public_id"): invitation_of,
    ("notices.decline", "public_id"): invitation_of,
    ("invitations.form", "secret"): lambda world, tag: MISSING * 3,
    ("invitations.join", "secret"): lambda world, tag: MISSING * 3,
    ("links.form", "secret"): lambda world, tag: MISSING * 3,
    ("links.choose", "secret"): lambda world, tag: MISSING * 3,
}

OTHERWISE_FINE = {
    "client.approval.request_discussion": {422},
    "profile.change_password": {422},
    "profile.end_session": {404},
    "notices.accept": {404},
    "notices.decline": {404},
    "practice.end_seat": {422},
    "client.people.reset_link": {422, 200},
    "sign_in.sign_out": {204, 303},
    "search.show_at_old_address": {301},
}
"""Where an allowed request ends otherwise: in the marked world in a refusal in words, or at a lasting new address."""

WRITES_AFTERWARDS = {"client.roadmap.index": "saved_filters"}
"""Filters one looks through are kept once the answer is sent: the one GET that writes."""

LEAVES_A_TRACE = {"sign_in.submit", "profile.change_password", "invitations.join"}
"""A wrong password is counted although the request is refused."""

HIDDEN = {
    "client.ordering.goal": {"draft": 1},
    "client.ordering.task": {"draft": 1, "leads": 2},
    "client.goals.show": {"draft": 1},
    "client.imports.show": {"draft": 1, "leads": 2},
    "client.imports.apply": {"draft": 1},
    "client.imports.cancel": {"draft": 1},
    "client.goals.edit": {"draft": 1},
    "client.copy_goal.form": {"draft": 1},
    "client.copy_goal.create": {"draft": 1},
    "client.reschedule.form": {"draft": 1},
    "client.reschedule.apply": {"draft": 1},
    "client.goals.update": {"draft": 1},
    "client.goals.change_status": {"draft": 1},
    "client.approval.agree": {"draft": 1},
    "client.approval.request_discussion": {"draft": 1},
    "client.approval.change_state": {"draft": 1},
    "client.approval.measure_now": {"draft": 1},
    "client.sharing.share": {"draft": 1, "leads": 2},
    "client.tasks.show": {"draft": 1, "leads": 2},
    "client.tasks.close_form": {"draft": 1, "leads": 2},
    "client.tasks.change_status": {"draft": 1, "leads": 2},
    "client.tasks.update": {"draft": 1, "leads": 2},
    "client.discussion.add_comment": {"draft": 1, "leads": 2},
    "client.dependencies.form": {"draft": 1, "leads": 2},
    "client.dependencies.add": {"draft": 1, "leads": 2},
    "client.dependencies.remove": {"draft": 1, "leads": 2},
    "client.trash.trash_task": {"draft": 1, "leads": 2},
    "client.trash.trash_goal": {"draft": 1},
}


def hidden_ids(rule, tag):
    """Ids of drafts and of tasks for leads, which not everybody at the client may know of."""
    for kind, offset in HIDDEN.get(rule.endpoint, {}).items():
        yield f"hidden-{kind}", {"number": NUMBERS[tag] + offset}
    if rule.endpoint == "client.undo.undo_change":
        for kind in ("draft", "leads"):
            yield f"hidden-{kind}", {"change": f"undo-{kind}-{tag.lower()}-a"}


def may_read_hidden(variant, role):
    if variant.startswith("hidden-draft"):
        return role == "COO"
    return variant.startswith("hidden-leads") and role in ("COO", "CEO")


def body_of(case, world):
    body = dict(BODIES.get(case.rule.endpoint, {}))
    for name, value in body.items():
        if isinstance(value, tuple):
            body[name] = (io.BytesIO(value[1]), value[0])
    if case.rule.endpoint.startswith("client.dependencies."):
        body["other"] = str(NUMBERS[case.tag] + 3)  # the task in the inbox
    if case.rule.endpoint == "client.bulk_edit.change":
        body["task"] = str(NUMBERS[case.tag])
    if case.rule.endpoint == "new_client.create":
        body["coo"] = world.people["coo_a"]
    if case.rule.endpoint == "practice.give_seat":
        body["person"] = world.people["coo_b"]
    return body


PRIMARY_KEY = re.compile(r"\b70000\d\d\b")


def foreign_markers(case, actor):
    """What the answer must not contain: text of others, hidden text, a primary key."""
    return [PRIMARY_KEY, *others_words(case, actor)]


def others_words(case, actor):
    if actor.name == "owner" and ROWS[case.rule.endpoint, case.method].scope in ("staff", "self"):
        return [re.compile(r"(?:DRAFT|LEADS)-[AB]|CANARY-[AB]-(?!client-name)")]
    own = actor.tag if actor.name not in ("anon", "ex_a", "left_a") else ""
    others = "".join(tag for tag in "AB" if tag != own)
    found = [
        re.compile(rf"CANARY-[{others}]|DRAFT-[{others}]|LEADS-[{others}]|canary-[{others.lower()}]\b(?!/)")
    ]
    if actor.role in ("ceo", "team", "viewer"):
        found.append(re.compile(r"DRAFT-[AB]"))
    if actor.role in ("team", "viewer"):
        found.append(re.compile(r"LEADS-[AB]"))
    return found


def expected_elsewhere(case, actor, access, fine):
    """The expected statuses for pages of the practice and about oneself."""
    if access.scope == "self":
        return fine
    role = "OWN" if actor.name == "owner" else "COO" if actor.role == "coo" else "OUT"
    if access.roles[role] != "y":
        return {404}
    if case.rule.endpoint == "practice.end_seat" and case.variant not in ("own", "foreign:number+slug"):
        return {404}  # a seat of another client than the address says
    return {404} if case.variant.startswith("absent") else fine
