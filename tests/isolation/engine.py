"""Requests every route as everybody, with own, foreign, hidden and absent ids, and reports wrong answers."""

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from sqlalchemy import text

from tests.isolation import bodies, matrix
from tests.isolation.fixtures import ABSENT, NUMBERS, text_of
from tests.visitor import HTMX, multipart
from tracker.foundation.database import db

FINE = {200, 204, 303}
OTHER = {"A": "B", "B": "A"}
TOKENS = re.compile(r"[\w-]{20,}\.[\w-]{5,8}\.[\w-]{20,}|[0-9a-f]{8}-[0-9a-f-]{27}")


LAST_WRITE = {
    "sqlite": "PRAGMA data_version",
    "postgresql": "SELECT pg_snapshot_xmax(pg_current_snapshot())::text",
}
"""Something that stays the same until somebody writes. On PostgreSQL whoever writes anywhere on the server counts."""


@dataclass(frozen=True)
class Case:
    rule: object
    method: str
    actor: str
    tag: str
    variant: str
    args: tuple
    htmx: bool
    body: tuple = ()

    def __str__(self):
        kind = "htmx" if self.htmx else "page"
        return (
            f"{self.method} {self.rule.rule} as {self.actor} ({self.variant}, {kind}, seen from {self.tag})"
        )


@dataclass
class Findings:
    """What was requested, and what was wrong."""

    asked: int = 0
    wrong: list = field(default_factory=list)
    kinds: Counter = field(default_factory=Counter)
    visited: set = field(default_factory=set)

    def add(self, kind, case, detail=""):
        self.kinds[kind] += 1
        self.wrong.append(f"{kind}: {case} {detail}")


def identifier(rule, name, tag, world):
    """An id of this client for one argument of an address; tag None is an id nobody has."""
    if name == "client_slug":
        return f"canary-{tag.lower()}" if tag else "canary-none"
    if (rule.endpoint, name) in matrix.TOKENS:
        return matrix.TOKENS[rule.endpoint, name](world, tag)
    if name in ("number", "step"):
        return matrix.NUMBER.get(rule.endpoint, NUMBERS)[tag] if tag else ABSENT
    raise AssertionError(f"Say in matrix.TOKENS what <{name}> of {rule.endpoint} is.")


def variants(rule, tag, world):
    """own · each subset of ids foreign · each id absent · hidden ones (a draft, a task for the leads)."""
    names = sorted(rule.arguments)
    own = {name: identifier(rule, name, tag, world) for name in names}
    yield "own", own
    if rule.endpoint in matrix.ABOUT_ONESELF:
        return
    for size in range(1, len(names) + 1):
        for chosen in itertools.combinations(names, size):
            foreign = {name: identifier(rule, name, OTHER[tag], world) for name in chosen}
            yield "foreign:" + "+".join(chosen), {**own, **foreign}
    for name in names:
        yield f"absent:{name}", {**own, name: identifier(rule, name, None, world)}
    for hidden, values in matrix.hidden_ids(rule, tag):
        yield hidden, {**own, **values}


def address(rule, args):
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(args[found[1]]), rule.rule)


def cases(app, world, tag="A", only=None, actors=None, quick=False):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in matrix.NOT_ASKED or (only and rule.endpoint not in only):
            continue
        for variant, args in variants(rule, tag, world):
            if quick and not (variant == "own" or variant.startswith(("foreign", "absent"))):
                continue
            for method in sorted(rule.methods & {"GET", "POST"}):
                for actor, htmx in itertools.product(actors or world.actors, (False, True)):
                    yield Case(rule, method, actor, tag, variant, tuple(sorted(args.items())), htmx)
        yield from body_cases(rule, tag, world, actors)
        yield from asked_cases(rule, tag, world, actors)


def body_cases(rule, tag, world, actors):
    """Every id in a form, foreign, absent and hidden, sent to one's own address."""
    own = {name: identifier(rule, name, tag, world) for name in rule.arguments}
    for name, kind, value in bodies.ids_in(rule.endpoint, world, tag, OTHER[tag]):
        for actor in actors or world.actors:
            body = ((name, value),)
            yield Case(rule, "POST", actor, tag, f"body-{kind}:{name}", tuple(own.items()), True, body)


def asked_cases(rule, tag, world, actors):
    """The same page with a query, and the same form for another record."""
    own = {name: identifier(rule, name, tag, world) for name in rule.arguments}
    for words in bodies.ASKED.get(rule.endpoint, ()):
        for actor in actors or world.actors:
            asked = "POST" if "POST" in rule.methods else "GET"
            sent = tuple(parse_qsl(words, keep_blank_values=True))
            yield Case(rule, asked, actor, tag, f"asked:{words}", tuple(own.items()), True, sent)


def expected(case, actor):
    """The status the matrix promises: a set of codes that are right."""
    access = matrix.ROWS[case.rule.endpoint, case.method]
    fine = FINE | matrix.OTHERWISE_FINE.get(case.rule.endpoint, set())
    role = actor.role_at(case.tag)
    if access.scope == "public":
        return None
    if actor.name in ("anon", "ex_a"):
        return {401} if case.htmx or case.method == "POST" else {303}
    if access.scope == "client":
        whose = dict(case.args)["client_slug"]
        if whose != f"canary-{case.tag.lower()}" or role in ("OUT", "OWN"):
            if whose == f"canary-{(actor.tag or '-').lower()}" and actor.tag != case.tag:
                return None  # their own client: requested in the mirrored run
            return {404}
        if access.roles[role] == "n":
            return {403}
        if access.roles[role] == "o":
            return {403} if case.variant in ("own", "foreign:step", "absent:step") else {403, 404}
        if case.variant.startswith("asked:"):
            return {403} if (case.rule.endpoint, role) in bodies.OWN_THINGS_ONLY else fine
        if case.variant.startswith("body-hidden") and matrix.may_read_hidden(case.variant[5:], role):
            return fine | {404, 422}
        if case.variant.startswith("body-"):
            return {404, 422}
        if case.variant != "own" and not matrix.may_read_hidden(case.variant, role):
            return {404}
        return fine
    return matrix.expected_elsewhere(case, actor, access, fine)


class Asker:
    """Sends the cases and judges the answers."""

    def __init__(self, app, world):
        self.app, self.world, self.findings = app, world, Findings()
        self.twins, self.known = {}, ("", ())
        self.watcher = db.engine.connect()

    def run(self, all_cases, until_wrong=False):
        for case in all_cases:
            self.judge(case, *self.ask(case))
            if until_wrong and self.findings.wrong:
                break
        self.compare_twins()
        self.watcher.close()
        return self.findings

    def ask(self, case):
        actor = self.world.actors[case.actor]
        headers = dict(HTMX) if case.htmx else {}
        if actor.token:
            headers["Cookie"] = f"session={actor.token}"
        form = None
        if case.method == "POST":
            form = {**matrix.body_of(case, self.world), **dict(case.body), "csrf_token": actor.csrf or "none"}
        before = self.state()
        response = self.app.test_client(use_cookies=False).open(
            address(case.rule, dict(case.args)),
            method=case.method,
            headers=headers,
            query_string=dict(case.body) if case.method == "GET" else None,
            **multipart(form) if form else {},
        )
        self.findings.asked += 1
        self.findings.visited.add(case.rule.endpoint)
        return response, before != self.state()

    def state(self):
        """Something that differs whenever any row of any table differs; asked on a connection of its own."""
        written = self.watcher.execute(text(LAST_WRITE[db.engine.dialect.name])).scalar()
        if db.engine.dialect.name == "sqlite":
            found = written
        elif written == self.known[0]:  # nobody has written meanwhile: no row needs to be compared
            found = self.known[1]
        else:
            tables = " UNION ALL ".join(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table.name} t"
                for table in db.metadata.sorted_tables
            )
            found = tuple(self.watcher.execute(text(tables)).scalars())
            self.known = written, found
        self.watcher.rollback()
        return found

    def differs_but_in(self, table_name):
        """Whether any other table differs from the state it was created in."""
        others = [table for table in db.metadata.sorted_tables if table.name != table_name]
        return any(self.world.rows_now(table) != self.world.rows[table.name] for table in others)

    def judge(self, case, response, changed):
        body = text_of(response.get_data())
        actor = self.world.actors[case.actor]
        right = expected(case, actor)
        status = response.status_code
        if status >= 500:
            self.findings.add("fault", case, status)
        if right is not None and status not in right:
            self.findings.add(
                "leak" if status in FINE else "status", case, f"{status}, promised {sorted(right)}"
            )
        traced = case.rule.endpoint in matrix.LEAVES_A_TRACE
        if changed and status < 400 and case.rule.endpoint in matrix.WRITES_AFTERWARDS:
            traced = traced or not self.differs_but_in(matrix.WRITES_AFTERWARDS[case.rule.endpoint])
        if changed and not traced and (status >= 400 or case.method == "GET"):
            self.findings.add("denied or safe, yet something changed", case, status)
        everything = body + str(response.headers)
        for marker in matrix.foreign_markers(case, actor):
            if marker.search(everything):
                self.findings.add("marker", case, f"{marker.pattern} seen: …{excerpt(everything, marker)}…")
        if status == 404 and right == {404} and actor.token:
            words = case.variant if case.variant.startswith("asked:") else ""  # other words, another answer
            key = (case.rule.endpoint, case.method, case.actor, case.htmx, words)
            self.twins.setdefault(key, []).append((case, masked(body), headers_of(response, body)))
        if changed:
            self.world.restore()

    def compare_twins(self):
        """Foreign, hidden and absent are the same answer, byte for byte."""
        for answers in self.twins.values():
            first = answers[0]
            for other in answers[1:]:
                if other[1:] != first[1:]:
                    self.findings.add(
                        "foreign is not like absent", other[0], f"differs from {first[0].variant}"
                    )


KEPT_WORDS = re.compile(r'<(form|section) class="mt5".*?</\1>', re.DOTALL)
ECHO = re.compile(r'(?<=action=")[^"]*|(?<=value=")[^"]*|(?<=">\n)[^<]*(?=</textarea>)')


def masked(body):
    """Without tokens, and without the sender's own address and words where a refusal gives them back."""
    return KEPT_WORDS.sub(lambda form: ECHO.sub("ECHO", form[0]), TOKENS.sub("TOKEN", body))


def headers_of(response, body):
    """All but the cookie, and the length where the sender's own words are given back."""
    left_out = {"Set-Cookie", "Content-Length"} if KEPT_WORDS.search(body) else {"Set-Cookie"}
    return tuple(sorted((name, value) for name, value in response.headers if name not in left_out))


def excerpt(body, marker):
    found = marker.search(body)
    return body[max(0, found.start() - 40) : found.end() + 40].replace("\n", " ")
