"""The history of two clients, made by the product's own methods: complete, or without what a reader may not know.

Each line of the script says who may know of it. A world created without a line never held it: no row, no history, no
number that it took. Lines of the two clients alternate, so that each one's keys and moments run past the other's.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import g

from tests.isolation.chance import NOW, repeatable
from tracker.accounts.models import Person, Practice, ResetLink, SignIn, fingerprint
from tracker.clients.create import create_client
from tracker.clients.models import Health, Invitation, Role, Seat, Span
from tracker.foundation.database import db, writing
from tracker.history.change_set import lines_so_far, this_change
from tracker.imports.apply.importer import apply_import
from tracker.imports.parsers.detect import read_file
from tracker.imports.uploads import File, stage_plan, start_import
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.statuses import ApprovalState, Kind, Status, Visibility

EVERYBODY, HERE, ALL, LEADS, PRACTICE = "everybody", "here", "all", "leads", "practice"
HEALTH = "health"
"""Who may know: whoever asks · that the client exists, and its name · its people · CEO and COO · its COO alone.

HEALTH is for its COO and, without the reason, for the owner.
"""

DAY = date(2026, 12, 4)
APART = timedelta(minutes=2)
MANY = 61
"""More changed things than a page brings up to date one by one."""


@dataclass(frozen=True)
class Line:
    """One thing that happened: at which client, who may know, what it was."""

    client: str
    readers: str
    name: str
    tell: object

    @property
    def audience(self):
        return (self.client, self.readers) if self.client else self.readers


@dataclass
class World:
    """A finished run of the story: its rows, and by name the keys, changes, secrets and sessions in it."""

    rows: dict = field(default_factory=dict)
    records: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    secrets: dict = field(default_factory=dict)


class Teller:
    """Runs the story: finds earlier records by name and marks hidden text."""

    def __init__(self, world):
        self.world, self.held, self.people = world, {}, []

    def __getitem__(self, name):
        return self.held[name]

    def keep(self, name, record):
        db.session.flush()
        self.held[name], self.world.records[name] = record, (type(record), record.id)
        return record

    def secret(self, words):
        """Text that not everybody may read."""
        return words

    def meet(self):
        """Load everybody's seats, so that records find their names without a query each."""
        self.people = [list(db.session.scalars(Seat.of(self[tag]))) for tag in "ab" if tag in self.held]


def script():
    """Everything that happened, in order."""
    yield Line("", EVERYBODY, "practice", start)
    for tag in "ba":
        yield Line(tag, HERE, f"client {tag}", lambda t, tag=tag: make_client(t, tag))
        yield from (
            Line(tag, HERE, f"{who} {tag}", lambda t, tag=tag, who=who: seat(t, tag, who)) for who in SEATED
        )
    yield Line("", EVERYBODY, "stranger", lambda t: somebody(t, "stranger", "s"))
    for one, other in zip(at_client("b"), at_client("a"), strict=True):
        yield one
        yield other


SEATED = {
    "coo": Role.COO, "ceo": Role.CEO, "team": Role.TEAM, "viewer": Role.VIEWER, "left": Role.CEO, "other": Role.TEAM,
}  # fmt: skip


def start(t):
    db.session.add(Practice(name="A practice"))
    somebody(t, "owner", "p", staff_role="owner")
    for tag in "ab":
        somebody(t, "coo", tag, staff_role="coo")


def somebody(t, who, tag, **fields):
    person = Person.create(
        f"{who}@{tag}.example", f"{who.capitalize()} {tag.upper()}", time_zone="UTC", **fields
    )
    person.password_hash = "$argon2id$v=19$m=8,t=1,p=1$bm90IGEgcGFzc3dvcmQ$bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3Jk"
    t.keep(f"{who} {tag}", person)
    token = cookie(who, tag)
    db.session.add(
        SignIn(
            person_id=person.id,
            token_hash=fingerprint(token),
            device="A browser",
            created_at=NOW,
            seen_at=NOW,
        )
    )
    return person


def cookie(who, tag):
    return f"{who}-{tag}-".ljust(43, "x")


def make_client(t, tag):
    name = f"Business {tag.upper()}"
    t.keep(tag, create_client(name, f"business-{tag}", "UTC", coo=t[f"coo {tag}"], by=t["owner p"]))


def seat(t, tag, who):
    if who == "coo":
        return
    given = Seat.give(t[tag], somebody(t, who, tag), SEATED[who], by=t[f"coo {tag}"])
    t.keep(f"{who} seat {tag}", given)
    if who == "left":
        db.session.flush()
        given.end(by=t[f"coo {tag}"])
        db.session.add(
            SignIn(
                person_id=given.person_id,
                token_hash=fingerprint(cookie("back", tag)),
                device="Again",
                created_at=NOW,
                seen_at=NOW,
            )
        )


def at_client(tag):
    """The lines of one client."""

    def line(readers, name, tell):
        return Line(tag, readers, f"{name} {tag}", lambda t: tell(t, tag))

    yield line(
        ALL, "goal", lambda t, c: goal(t, c, "goal", target_date=DAY, quarter="2026-Q4", metric="Weeks")
    )
    yield line(ALL, "task", lambda t, c: task(t, c, "task", "goal", due=DAY))
    yield line(
        PRACTICE,
        "draft",
        lambda t, c: goal(t, c, "draft", hidden=True, approval_state=ApprovalState.DRAFT, quarter="2026-Q4"),
    )
    yield line(PRACTICE, "draft task", lambda t, c: task(t, c, "draft task", "draft", hidden=True, due=DAY))
    yield line(PRACTICE, "draft second", lambda t, c: task(t, c, "draft second", "draft", hidden=True))
    yield line(
        PRACTICE,
        "draft two",
        lambda t, c: goal(t, c, "draft two", hidden=True, approval_state=ApprovalState.DRAFT),
    )
    yield line(LEADS, "leads", lambda t, c: task(t, c, "leads", "goal", hidden=True, due=DAY, **FOR_LEADS))
    yield line(LEADS, "leads inbox", lambda t, c: task(t, c, "leads inbox", None, hidden=True, **FOR_LEADS))
    yield line(ALL, "second", lambda t, c: task(t, c, "second", "goal"))
    yield line(ALL, "inbox", lambda t, c: task(t, c, "inbox", None, due=DAY))
    yield line(ALL, "goal two", lambda t, c: goal(t, c, "goal two", quarter="2027-Q1"))
    yield line(
        ALL,
        "proposed",
        lambda t, c: goal(t, c, "proposed", approval_state=ApprovalState.DRAFT, target_date=DAY),
    )
    yield line(ALL, "proposed task", lambda t, c: task(t, c, "proposed task", "proposed", due=DAY))
    yield line(ALL, "third", lambda t, c: task(t, c, "third", "goal two"))
    yield line(ALL, "shared late", lambda t, c: task(t, c, "shared late", "goal", **FOR_LEADS))
    yield from (
        line(LEADS, f"shared late: {name}", tell) for name, tell in hidden_past("shared late", "leads")
    )
    yield line(ALL, "shared", lambda t, c: t[f"shared late {c}"].share(Visibility.ALL, t[f"coo {c}"]))
    for kind, readers, goals in WORKED_ON:
        for name, tell in task_verbs(kind, goals):
            if (kind, name) not in SEEN_BY_ALL:
                yield line(readers, f"{kind}: {name}", tell)
    for kind, readers in ("goal", ALL), ("draft", PRACTICE):
        for name, tell in goal_verbs(kind):
            yield line(readers, f"{kind}: {name}", tell)
    for readers, name, tell in [*LIFE, *CLIENT, *LATE]:
        yield line(readers, name, tell)


FOR_LEADS = {"visibility": Visibility.LEADS}
WORKED_ON = [
    ("task", ALL, ("goal two", "goal")),
    ("leads", LEADS, ("goal two", "goal")),
    ("draft task", PRACTICE, ("draft two", "draft")),
]


SEEN_BY_ALL = {("leads", "shared"), ("leads", "kept")}
"""Left out: everybody would see it for a moment, and an open page then has to take it away again."""


def words(t, tag, name, hidden):
    said = f"{name} of {tag}"
    return t.secret(said) if hidden else said


def goal(t, tag, name, hidden=False, **fields):
    t.keep(f"{name} {tag}", Goal.add(t[tag], words(t, tag, name, hidden), by=t[f"coo {tag}"], **fields))


def task(t, tag, name, under, hidden=False, **fields):
    title, by = words(t, tag, name, hidden), t[f"coo {tag}"]
    t.keep(
        f"{name} {tag}", Task.add(t[tag], title, by=by, goal=t[f"{under} {tag}"] if under else None, **fields)
    )


def of(name, do):
    """A verb on a record of that name, done by the COO."""
    return lambda t, c: do(t[f"{name} {c}"], t[f"coo {c}"])


def hidden_past(name, other):
    """What happens to a task while it is hidden; at the end only its comments differ."""

    def titled(title):
        return lambda t, c: t[f"{name} {c}"].change(t[f"coo {c}"], title=title(t, c))

    def spoken(kind, model):
        return lambda t, c: t.keep(
            f"{kind} of {name} {c}",
            model.add(t[f"{name} {c}"], t.secret(f"{kind} said of {c}"), by=t[f"coo {c}"]),
        )

    return {
        "title": titled(lambda t, c: t.secret(f"{name} renamed of {c}")),
        "title back": titled(lambda t, c: f"{name} of {c}"),
        "details": of(name, lambda x, by: x.change(by, details="Nobody may know.")),
        "no details": of(name, lambda x, by: x.change(by, details="")),
        "waiting": of(name, lambda x, by: x.set_status(Status.WAITING, by, waiting_on="A lawyer", why="He sues.")),
        "not started": of(name, lambda x, by: x.set_status(Status.NOT_STARTED, by)),
        "owner": of(name, lambda x, by: x.assign("A lawyer", by)),
        "nobody": of(name, lambda x, by: x.assign(None, by)),
        "step": spoken("step", Step),
        "step gone": piece(name, "step", lambda x, of_task, by: x.put_in_trash(of_task, by)),
        "comment": spoken("comment", Comment),
        "second comment": spoken("comment again", Comment),
        "second comment gone": piece(name, "comment again", lambda x, of_task, by: x.put_in_trash(of_task, by)),
        "wait": lambda t, c: TaskDependency.add(t[f"{name} {c}"], t[f"{other} {c}"], t[f"coo {c}"]),
        "no wait": lambda t, c: TaskDependency.remove(t[f"{name} {c}"], t[f"{other} {c}"], t[f"coo {c}"]),
        "gone": of(name, lambda x, by: x.put_in_trash(by)),
        "back": of(name, lambda x, by: x.restore(by)),
    }.items()  # fmt: skip


def piece(name, kind, do):
    """A verb on the step or the comment of a task."""

    def tell(t, c):
        record = t[f"{name} {c}"]
        do(t[f"{kind} of {name} {c}"], record, t[f"coo {c}"])

    return tell


def task_verbs(name, goals):
    """Everything that can be done to a task, once; at the end it is where it was."""
    title = f"{name} renamed"
    step, note = f"step of {name}", f"comment of {name}"
    return {
        "title": lambda t, c: t[f"{name} {c}"].change(t[f"coo {c}"], title=words(t, c, title, name != "task")),
        "details": lambda t, c: t[f"{name} {c}"].change(
            t[f"coo {c}"], details=words(t, c, f"{name} details", name != "task")),
        "kind": of(name, lambda x, by: x.change(by, kind=Kind.ROUTINE)),
        "owner": of(name, lambda x, by: x.assign("An outsider", by)),
        "waiting": of(name, lambda x, by: x.set_status(Status.WAITING, by, waiting_on="A bank")),
        "waiting on": of(name, lambda x, by: x.set_waiting_on("Another bank", by)),
        "why": of(name, lambda x, by: x.set_status_reason("They are slow.", by)),
        "date": of(name, lambda x, by: x.set_date(date(2026, 12, 11), by, why="Snow.")),
        "second task": lambda t, c: task(t, c, f"{name} mate", goals[1], hidden=name != "task", **mate(name)),
        "order": lambda t, c: t[f"{name} {c}"].place(t[f"{goals[1]} {c}"], t[f"{name} mate {c}"], t[f"coo {c}"]),
        "wait": lambda t, c: TaskDependency.add(t[f"{name} {c}"], t[f"{name} mate {c}"], t[f"coo {c}"]),
        "no wait": lambda t, c: TaskDependency.remove(t[f"{name} {c}"], t[f"{name} mate {c}"], t[f"coo {c}"]),
        "other goal": lambda t, c: t[f"{name} {c}"].move_to_goal(t[f"{goals[0]} {c}"], t[f"coo {c}"]),
        "own goal": lambda t, c: t[f"{name} {c}"].move_to_goal(t[f"{goals[1]} {c}"], t[f"coo {c}"]),
        "shared": of(name, lambda x, by: x.share(other_visibility(x), by)),
        "kept": of(name, lambda x, by: x.share(other_visibility(x), by)),
        "step": lambda t, c: t.keep(
            f"{step} {c}", Step.add(t[f"{name} {c}"], words(t, c, step, name != "task"), by=t[f"coo {c}"])),
        "step done": piece(name, "step", lambda x, of_task, by: x.tick(of_task, True, by)),
        "step undone": piece(name, "step", lambda x, of_task, by: x.tick(of_task, False, by)),
        "step renamed": piece(name, "step", lambda x, of_task, by: x.rename(of_task, f"{x.title} again", by)),
        "step gone": piece(name, "step", lambda x, of_task, by: x.put_in_trash(of_task, by)),
        "step back": piece(name, "step", lambda x, of_task, by: x.restore(of_task, by)),
        "comment": lambda t, c: t.keep(
            f"{note} {c}", Comment.add(t[f"{name} {c}"], words(t, c, note, name != "task"), by=t[f"coo {c}"])),
        "comment gone": piece(name, "comment", lambda x, of_task, by: x.put_in_trash(of_task, by)),
        "comment back": piece(name, "comment", lambda x, of_task, by: x.restore(of_task, by)),
        "gone": of(name, lambda x, by: x.put_in_trash(by)),
        "back": of(name, lambda x, by: x.restore(by)),
        "thrown away": of(f"{name} mate", lambda x, by: x.put_in_trash(by)),
    }.items()  # fmt: skip


def mate(name):
    return FOR_LEADS if name == "leads" else {}


def other_visibility(record):
    return Visibility.ALL if record.visibility == Visibility.LEADS else Visibility.LEADS


def goal_verbs(name):
    hidden = name == "draft"
    return {
        "title": lambda t, c: t[f"{name} {c}"].change(t[f"coo {c}"], title=words(t, c, f"{name} renamed", hidden)),
        "why": lambda t, c: t[f"{name} {c}"].change(t[f"coo {c}"], why=words(t, c, f"{name} why", hidden)),
        "quarter": of(name, lambda x, by: x.change(by, quarter="2027-Q1")),
        "owner": of(name, lambda x, by: x.assign("An outsider", by)),
        "waiting": of(name, lambda x, by: x.set_status(Status.WAITING, by, waiting_on="A bank")),
        "waiting on": of(name, lambda x, by: x.set_waiting_on("Another bank", by)),
        "explained": of(name, lambda x, by: x.set_status_reason("They are slow.", by)),
        "date": of(name, lambda x, by: x.set_date(date(2026, 12, 11), by, why="Snow.")),
        "span": lambda t, c: t[f"{name} {c}"].set_span(span_of(t, c, 2), t[f"coo {c}"]),
        "measure": of(name, lambda x, by: x.define_metric(by, metric="Days", metric_start=6, metric_target=2)),
        "measure now": of(name, lambda x, by: x.update_metric(4, by)),
        "order": lambda t, c: t[f"{name} {c}"].place_after(t[f"{name} two {c}"], t[f"coo {c}"]),
        "gone": of(name, lambda x, by: x.put_in_trash(by)),
        "back": of(name, lambda x, by: x.restore(by)),
    }.items()  # fmt: skip


def span_of(t, tag, number):
    return db.session.scalars(Span.of(t[tag]).where(Span.number == number)).one()


LIFE = [
    *((PRACTICE, f"drafted: {name}", tell) for name, tell in hidden_past("proposed task", "draft task")),
    (PRACTICE, "thrown away", lambda t, c: task(t, c, "thrown away", "proposed", hidden=True)),
    (
        PRACTICE,
        "thrown away waits",
        lambda t, c: TaskDependency.add(t[f"thrown away {c}"], t[f"inbox {c}"], t[f"coo {c}"]),
    ),
    (
        PRACTICE,
        "waits for thrown away",
        lambda t, c: TaskDependency.add(t[f"second {c}"], t[f"thrown away {c}"], t[f"coo {c}"]),
    ),
    (PRACTICE, "thrown away then", of("thrown away", lambda x, by: x.put_in_trash(by))),
    (ALL, "propose", of("proposed", lambda x, by: x.propose(by))),
    (ALL, "agree", lambda t, c: t[f"proposed {c}"].agree(t[f"ceo {c}"])),
    (ALL, "put back", of("proposed", lambda x, by: x.return_to_draft(by))),
    (PRACTICE, "thought again", of("proposed task", lambda x, by: x.change(by, kind=Kind.ROUTINE))),
    (PRACTICE, "and again", of("proposed task", lambda x, by: x.change(by, kind=Kind.BUILD))),
    (ALL, "propose again", of("proposed", lambda x, by: x.propose(by))),
    (LEADS, "talk", lambda t, c: talk(t, c)),
    (LEADS, "no talk", lambda t, c: t[f"proposed {c}"].withdraw_discussion(t[f"ceo {c}"])),
    (LEADS, "talk again", lambda t, c: talk(t, c)),
]


def talk(t, c):
    t[f"proposed {c}"].request_discussion(t[f"ceo {c}"], t.secret("Can we afford it?"))


def invite(name, role):
    """An open invitation; its secret is remembered here and nowhere else."""

    def tell(t, c):
        by = db.session.scalars(Seat.of(t[c]).where(Seat.role == Role.COO)).one()
        made, secret = Invitation.make(t[c], f"{name}@{c}.example", t.secret(f"{name} {c}"), role, by=by)
        t.keep(f"{name} {c}", made)
        t.world.secrets[f"{name} {c}"] = secret

    return tell


def reset_link(t, c):
    """A reset link for a person who sends no requests here, as its owner may see it."""
    t.world.secrets[f"reset {c}"] = ResetLink.make(t[f"other {c}"])
    t[f"other seat {c}"].record("reset_link_made", t[f"coo {c}"], name=t[f"other {c}"].name)


CLIENT = [
    (
        HEALTH,
        "health",
        lambda t, c: t[c].set_health(Health.WATCH, t.secret("Payroll worries me."), t[f"coo {c}"]),
    ),
    (HERE, "name", lambda t, c: t[c].change(t[f"coo {c}"], name=f"Company {c.upper()}")),
    (ALL, "zone", lambda t, c: t[c].change(t[f"coo {c}"], time_zone="Europe/London")),
    (HERE, "colour", lambda t, c: t[c].change(t[f"coo {c}"], colour=t[c].colour % 4 + 1)),
    (HERE, "colour again", lambda t, c: t[c].change(t[f"coo {c}"], colour=(t[c].colour - 2) % 4 + 1)),
    (ALL, "vision", lambda t, c: t[c].write_vision("Two shops.", DAY, t[f"ceo {c}"])),
    (ALL, "span", lambda t, c: t[c].rename_span(span_of(t, c, 1), "New people", t[f"coo {c}"])),
    (LEADS, "invited", invite("invited", Role.VIEWER)),
    (LEADS, "uninvited", invite("uninvited", Role.TEAM)),
    (LEADS, "revoked", of("uninvited", lambda x, by: x.revoke(by))),
    (LEADS, "unanswered", invite("unanswered", Role.VIEWER)),
    (PRACTICE, "declined", lambda t, c: t[f"unanswered {c}"].decline(t["stranger s"])),
    (PRACTICE, "reset link", reset_link),
]


def plan_of(*titles):
    return ("Goal,Task\n" + "".join(f"{goal},{task}\n" for goal, task in titles)).encode()


def known_again(title):
    """A plan with ids, so that its goal and task are recognised under any title when it is sent again."""
    return f"Goal,Task,Id\n{title},,G1\n{title},{title} task,T1\n".encode()


def sent(t, c, name, data, by):
    """A plan that was read and waits for an answer."""
    run, _ = start_import(t[c], File(f"{name}.csv", data, t[c].time_zone), by, None)
    run_id = t.keep(f"{name} {c}", run).id
    stage_plan(run_id, read_file(data, f"{name}.csv", "UTC"), "UTC")
    return run_id


def imported(name, life, data):
    """A plan that came in as one change."""

    def tell(t, c):
        by = t[f"coo {c}"]
        run_id = sent(t, c, name, data(t, c), by)
        apply_import(run_id, t[c], list(db.session.scalars(Seat.of(t[c]))), by, life)

    return tell


def taken_out(t, c, *more, title=None, goal="G9", owner="", due=DAY):
    """A file moves a task out of a draft: the client reads it from then on, but not its past."""
    rows = [
        (f"filed {c}", "", "G9", "", ""),
        *([(f"other filed {c}", "", "G10", "", "")] if goal == "G10" else []),
        (f"{'other ' if goal == 'G10' else ''}filed {c}", title or f"taken out of {c}", "T9", owner, due),
        *more,
    ]
    return "".join(
        ",".join(map(str, row)) + "\n" for row in [("Goal", "Task", "Id", "Owner", "Due"), *rows]
    ).encode()


def titled(t, c, title):
    return db.session.scalars(db.select(Task).where(Task.client_id == t[c].id, Task.title == title)).one()


def goal_titled(t, c, title):
    return db.session.scalars(db.select(Goal).where(Goal.client_id == t[c].id, Goal.title == title)).one()


def placed(c, where):
    """A plan that puts its task under one of two goals. Its undo puts the task back under the other."""
    goals = "".join(f"{each} place {c},,{each}\n" for each in ("first", "second"))
    return f"Goal,Task,Id\n{goals}{where} place {c},placed task {c},placed\n".encode()


def thrown_away(t, c):
    """A goal that everybody saw until it was a draft again: its new title, and that it is trashed, only COOs know."""
    goal, by = goal_titled(t, c, f"first place {c}"), t[f"coo {c}"]
    goal.change(by, title=t.secret(f"closing of {c}"))
    goal.put_in_trash(by)


FILED = [
    (ALL, "filed", imported("filed", ApprovalState.DRAFT, taken_out)),
    (ALL, "taken", lambda t, c: t.keep(f"taken {c}", titled(t, c, f"taken out of {c}"))),
    (
        PRACTICE,
        "filed again",
        imported("filed again", ApprovalState.DRAFT, lambda t, c: taken_out(
            t, c, (f"filed {c}", t.secret(f"trashed by file of {c}"), "T7", "", ""),
            title=t.secret(f"otherwise filed of {c}"), owner="A lawyer", due=date(2026, 12, 11))),
    ),
    (
        PRACTICE,
        "filed and thrown away",
        lambda t, c: titled(t, c, f"trashed by file of {c}").put_in_trash(t[f"coo {c}"]),
    ),
    (
        ALL,
        "taken out",
        imported("taken out", ApprovalState.AGREED, lambda t, c: taken_out(t, c, goal="G10")),
    ),
    (ALL, "filed draft proposed", lambda t, c: goal_titled(t, c, f"filed {c}").propose(t[f"coo {c}"])),
    (ALL, "placed", imported("placed", ApprovalState.AGREED, lambda t, c: placed(c, "first"))),
    (ALL, "placed anew", imported("placed anew", ApprovalState.AGREED, lambda t, c: placed(c, "second"))),
    (
        ALL,
        "first place is a draft",
        lambda t, c: goal_titled(t, c, f"first place {c}").return_to_draft(t[f"coo {c}"]),
    ),
    (PRACTICE, "first place is renamed and thrown away", thrown_away),
]  # fmt: skip
"""A draft brought in by a file; what it says there for a while only the COO knows, then a file shows the task."""


def drafts(secret):
    return [(secret("imported draft"), secret(f"imported {number}")) for number in range(MANY)]


WORK_OF_THE_TEAM = [
    (
        PRACTICE,
        "draft of the team",
        lambda t, c: t[f"draft two {c}"].assign(t[f"team seat {c}"], t[f"coo {c}"]),
    ),
    (
        PRACTICE,
        "draft that waits for the team",
        lambda t, c: t[f"draft second {c}"].set_status(
            Status.WAITING, t[f"coo {c}"], waiting_on=t[f"team seat {c}"]
        ),
    ),
]
"""Held by somebody whose access the CEO may end, who is then told what they hold."""


def exported(t, c):
    t[c].record("plan_exported", t[f"coo {c}"], kind="csv")


def many(t, c):
    """One change of all these tasks, as many of them as are known here."""
    names = [f"{name} {c}" for name in ("third", "leads inbox", "draft second", "second")]
    for name in names:
        if name in t.held:
            t[name].set_status(Status.ON_TRACK, t[f"coo {c}"])


LATE = [
    (
        PRACTICE,
        "drafts import",
        imported("drafts import", ApprovalState.DRAFT, lambda t, c: plan_of(*drafts(t.secret))),
    ),
    (
        PRACTICE,
        "drafts with ids",
        imported("drafts with ids", ApprovalState.DRAFT, lambda t, c: known_again(t.secret("known draft"))),
    ),
    *FILED,
    (
        LEADS,
        "sent by the CEO",
        lambda t, c: sent(
            t,
            c,
            "sent by the CEO",
            known_again("known") + f"filed {c},Of the CEO,T7\n".encode(),
            t[f"ceo {c}"],
        ),
    ),
    *WORK_OF_THE_TEAM,
    (LEADS, "exported", exported),
    (
        ALL,
        "import",
        imported(
            "import", ApprovalState.AGREED, lambda t, c: plan_of((f"imported goal {c}", f"imported task {c}"))
        ),
    ),
    (
        PRACTICE,
        "imported waits",
        lambda t, c: TaskDependency.add(
            db.session.scalars(db.select(Task).where(Task.title == f"imported task {c}")).one(),
            t[f"draft task {c}"],
            t[f"coo {c}"],
        ),
    ),
    (
        PRACTICE,
        "drafts again",
        imported(
            "drafts again", ApprovalState.DRAFT, lambda t, c: plan_of((t.secret("more"), t.secret("again")))
        ),
    ),
    (ALL, "many", lambda t, c: many(t, c)),
    (ALL, "last", lambda t, c: task(t, c, "last", "goal two")),
    (
        PRACTICE,
        "waits for hidden",
        lambda t, c: TaskDependency.add(t[f"second {c}"], t[f"draft task {c}"], t[f"coo {c}"]),
    ),
    (
        LEADS,
        "waits for leads",
        lambda t, c: TaskDependency.add(t[f"third {c}"], t[f"leads {c}"], t[f"coo {c}"]),
    ),
    (
        PRACTICE,
        "hidden waits",
        lambda t, c: TaskDependency.add(t[f"draft task {c}"], t[f"inbox {c}"], t[f"coo {c}"]),
    ),
    (LEADS, "leads waits", lambda t, c: TaskDependency.add(t[f"leads {c}"], t[f"inbox {c}"], t[f"coo {c}"])),
]


def tell(app, known):
    """Create a world of the lines whose audience is in `known`."""
    empty()
    world, lines = World(), list(script())
    before = writing.set(True)
    with app.test_request_context():
        t = Teller(world)
        for place, line in enumerate(lines):
            if line.audience in known:
                with repeatable(line.name, NOW - APART * (len(lines) - place)):
                    tell_line(t, line)
        db.session.commit()
        world.numbers = {name: public_id(record) for name, record in t.held.items()}
        world.rows = rows_now()
    writing.reset(before)
    return world


def tell_line(t, line):
    """One line is one change, as one request is."""
    g.pop("change", None)
    line.tell(t)
    if line.readers in (EVERYBODY, HERE):
        t.meet()
    lines = lines_so_far()
    t.world.changes[line.name] = lines[-1].change_set_id if lines else this_change()
    db.session.flush()


def public_id(record):
    """The id used in addresses."""
    return getattr(record, "number", None) or getattr(record, "public_id", None)


def rows_now():
    db.session.rollback()
    return {
        table.name: [dict(row._mapping) for row in db.session.execute(db.select(table))]
        for table in db.metadata.sorted_tables
    }


def empty():
    before = writing.set(True)
    db.session.rollback()
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    writing.reset(before)
