"""The suite is tested too: each of these bugs, planted alone, turns it red.

Without a bug the same requests pass in `test_isolation.py` and `test_twins.py`.
"""

from dataclasses import replace

import pytest
from flask import g, request
from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from tests.isolation.broken_guards import any_client, ended_seats_too, owners_come_in, telling_strangers_apart
from tests.isolation.engine import Asker, cases
from tests.isolation.touched import why_not
from tests.isolation.twins import FULL, READERS, Worlds, ask_twice
from tracker.accounts.models import Person
from tracker.clients import scope
from tracker.clients.models import Client, Invitation, Role, Seat
from tracker.clients.queries import where_role
from tracker.foundation import access
from tracker.foundation.database import db, first_or_404
from tracker.foundation.statements import forget_built
from tracker.history import readers, undo
from tracker.history.event_rows import read_event_rows, select_event_rows
from tracker.history.models import Event
from tracker.imports.apply import context, outcome
from tracker.imports.models import ImportRun
from tracker.imports.models.run import SENTENCES
from tracker.roadmap.bulk_edit import apply
from tracker.roadmap.handover import transfer
from tracker.roadmap.history import page
from tracker.roadmap.live_updates import changes as live_updates_changes
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.facts import TaskFacts
from tracker.roadmap.models.trash import SeenInTrash
from tracker.roadmap.presentation import client_header, queries, trashed, work_search
from tracker.roadmap.presentation.approval import ApprovalView
from tracker.roadmap.presentation.lists import listed_task
from tracker.roadmap.presentation.undo import candidates as undo_candidates
from tracker.roadmap.tasks import search as task_search
from tracker.roadmap.undo import offers
from tracker.search import queries as search_queries

HISTORY = {"client.history.show"}
ROAD_MAP = {"client.roadmap.index"}
TASK = {"client.tasks.show"}


@pytest.fixture(autouse=True)
def no_statement_keeps_a_bug():
    """What was built with a bug is forgotten after its test."""
    yield
    forget_built()


@pytest.fixture(autouse=True)
def only_touched(app, request):
    """With `PLANTED=touched`, skip a bug whose files do not differ from main."""
    bug = request.node.callspec.params["bug"] if hasattr(request.node, "callspec") else ""
    plant = TOLD_AGAIN.get(request.function) or (BUGS | TWIN_BUGS).get(bug, [None])[0]
    if plant and (reason := why_not(app, plant)):
        pytest.skip(reason)


def ask(app, world, only):
    return Asker(app, world).run(cases(app, world, only=only), until_wrong=True)


def any_row(self, model, *options, **by):
    """A child loaded by its own number alone."""
    return first_or_404(select(model).filter_by(**by).options(*options))


def tasks_of_all(_role):
    """The tasks of every client, with what a road map shows of them."""
    return select(*(getattr(Task, each) for each in listed_task.LISTED_COLUMNS)).where(
        Task.trashed_at.is_(None)
    )


def everybodys(model):
    """A list that forgot its client."""
    return classmethod(lambda cls, client: select(cls))


def plant_open_client(broken):
    return lambda app, patch: patch.setitem(
        app.extensions, "open_client", lambda slug: broken(slug) or g.seat.role
    )


def plant_attribute(owner, name, broken):
    return lambda app, patch: patch.setattr(owner, name, broken)


def plant_wide_role(endpoint, *roles):
    wide = access.Access("client", frozenset(roles))
    return lambda app, patch: patch.setattr(app.view_functions[endpoint], "access", wide)


def plant_no_policy(app, patch):
    patch.delattr(app.view_functions["client.settings.show"], "access")


def plant_writing_read(app, patch):
    """A GET that counts its readers."""
    real = app.view_functions["client.roadmap.index"]

    def counting(**values):
        g.client.health_reason += "!"
        return real(**values)

    counting.access = real.access
    patch.setitem(app.view_functions, "client.roadmap.index", counting)


def plant_fault(app, patch):
    real = app.view_functions["client.tasks.show"]

    def faulty(**values):
        if values["number"] > 100:
            raise ValueError("too large")
        return real(**values)

    faulty.access = real.access
    patch.setitem(app.view_functions, "client.tasks.show", faulty)


EVERYTHING = classmethod(lambda cls, seat_or_role: true())

BUGS = {
    "a view without a policy": (plant_no_policy, {"client.settings.show"}),
    "a client found without a seat": (plant_open_client(any_client), ROAD_MAP),
    "an ended seat still opens": (plant_open_client(ended_seats_too), ROAD_MAP),
    "a stranger learns that a client exists": (plant_open_client(telling_strangers_apart), ROAD_MAP),
    "the owner walks in": (plant_open_client(owners_come_in), ROAD_MAP),
    "a deactivated person gets in": (plant_attribute(Person, "is_active", True), ROAD_MAP),
    "a child loaded by its number alone": (plant_attribute(Client, "find", any_row), {"client.people.end_access"}),
    "an invitation revoked by its id alone": (plant_attribute(Client, "find", any_row), {"client.people.revoke"}),
    "a list of goals without its client": (plant_attribute(Goal, "of", everybodys(Goal)), ROAD_MAP),
    "a list of tasks without its client": (plant_attribute(listed_task, "listed_query", tasks_of_all), ROAD_MAP),
    "a body id looked up anywhere": (plant_attribute(Goal, "of", everybodys(Goal)), {"client.tasks.change_goal"}),
    "a draft shown to the client": (plant_attribute(Goal, "shown_to", EVERYTHING), {"client.goals.show", *ROAD_MAP}),
    "a task of the leads shown to all": (plant_attribute(Task, "shown_to", EVERYTHING), TASK),
    "everybody's people": (plant_attribute(scope, "all_seats_query", lambda: Seat.with_people()),
        {"client.people.index"}),
    "open invitations of every client": (plant_attribute(Invitation, "open_of", classmethod(
        lambda cls, client: select(cls).join(cls.invited_by).options(contains_eager(cls.invited_by)))),
        {"client.people.index"}),
    "every client in the list": (plant_attribute(Seat, "clients_of", classmethod(
        lambda cls, person: select(Client))), {"portfolio.home", "portfolio.clients"}),
    "viewers may change": (plant_wide_role("client.tasks.change_status", "coo", "ceo", "team", "viewer"),
        {"client.tasks.change_status"}),
    "the team may change goals": (plant_wide_role("client.goals.change_status", "coo", "ceo", "team"),
        {"client.goals.change_status"}),
    "comments of every task": (plant_attribute(Comment, "of", classmethod(
        lambda cls, task: select(cls).join(cls.author).options(contains_eager(cls.author)))), TASK),
    "steps of every task": (plant_attribute(Step, "of", everybodys(Step)), TASK),
    "the team edits everybody's tasks": (plant_attribute(Task, "may_be_edited_by", lambda self, seat: True),
        {"client.tasks.update"}),
    "a read that writes": (plant_writing_read, ROAD_MAP),
    "a fault on a strange number": (plant_fault, TASK),
}  # fmt: skip


def anything(model, _client, _seat, keys, *options):
    """Records by their keys alone."""
    rows = db.session.scalars(
        select(model).where(model.id.in_([key for key in keys if key])).options(*options)
    )
    return {row.id: row for row in rows}


def plant_undo_anywhere(_app, patch):
    """A change found by its name alone, and what it was about by the keys it holds."""
    lines = select(Event).options(joinedload(Event.actor)).order_by(Event.id)
    patch.setattr(
        undo_candidates,
        "lines_of",
        lambda _, change: list(db.session.scalars(lines.filter_by(change_set_id=change))),
    )
    patch.setattr(undo_candidates, "readable_rows", anything)


def lines_of_anybody(_client, _seat, _asked, _goals):
    return read_event_rows(select_event_rows().order_by(Event.id.desc()))


def in_these_clients(model, roles):
    """Where somebody sits, whatever they may read there."""
    return or_(*(where_role(model, role) for role in roles)) & model.trashed_at.is_(None)


def seats_of_all(_person):
    return list(db.session.scalars(select(Seat).join(Seat.client).options(contains_eager(Seat.client))))


def trash_of_all(model, _client, seat):
    return select(model).where(model.trashed_at.is_not(None), model.shown_to(seat))


def as_the_coo(real):
    """Asked for a reader, it answers as for the COO of the client."""

    def answering(*about):
        *about, seat = about
        coos = select(Seat).where(Seat.client_id == seat.client_id, Seat.role == Role.COO)
        return real(*about, db.session.scalars(coos).first())

    return answering


def everything_told(run, _seat):
    """The sentences of a report, whoever reads it."""
    return {what: run.messages_of(what) for what in SENTENCES}


UNDO, MANY, NEWS = {"client.undo.undo_change"}, {"client.bulk_edit.change"}, {"client.live_updates.show"}
ENDING, SEARCH = {"client.handover.form"}, {"search.show"}

BUGS |= {
    "a search through everybody's clients": (plant_attribute(search_queries, "seats_of", seats_of_all), SEARCH),
    "a search that reads what is hidden": (
        plant_attribute(work_search, "readable_work_as", in_these_clients), SEARCH
    ),
    "history of every client": (plant_attribute(page, "filtered_events", lines_of_anybody), HISTORY),
    "history tells of drafts": (plant_attribute(page, "readable_by", lambda seat: true()), HISTORY),
    "everybody takes everything back": (plant_attribute(undo, "may_undo", lambda pasts: True), UNDO),
    "a change taken back at another client": (plant_undo_anywhere, UNDO),
    "a hidden change is taken back": (plant_attribute(Task, "shown_to_role", EVERYTHING), UNDO),
    "many tasks, and not one's own": (plant_attribute(apply, "may_change", lambda do, task: True), MANY),
    "many tasks, and hidden ones": (plant_attribute(Task, "shown_to", EVERYTHING), MANY),
    "many tasks of every client": (plant_attribute(Task, "of", everybodys(Task)), MANY),
    "a drag behind what is hidden": (plant_attribute(Goal, "shown_to", EVERYTHING), {"client.ordering.goal"}),
    "an export carries drafts": (plant_attribute(Goal, "shown_to", EVERYTHING), {"client.exports.download"}),
    "an export of every client": (plant_attribute(Task, "of", everybodys(Task)), {"client.exports.download"}),
    "news of hidden rows": (plant_attribute(Task, "shown_to_role", EVERYTHING), NEWS),
    "the trash of another": (plant_attribute(trashed, "in_trash", trash_of_all), {"client.trash.show"}),
    "ending an access tells of drafts": (
        plant_attribute(transfer, "open_work_query", as_the_coo(transfer.open_work_query)), ENDING,
    ),
    "a report quotes a draft to the CEO": (plant_attribute(ImportRun, "sentences_for", everything_told),
        {"client.imports.show"}),
    "a COO agrees for the CEO": (plant_attribute(ApprovalView, "may_agree", True), {"client.approval.agree"}),
}  # fmt: skip


def test_there_are_enough_of_them():
    assert len(BUGS) >= 12
    assert len(TWIN_BUGS) >= 12


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_fails_the_suite(app, world, monkeypatch, bug):
    plant, touched = BUGS[bug]
    plant(app, monkeypatch)
    forget_built()
    assert ask(app, world, touched).wrong, f"nobody noticed: {bug}"


def test_a_view_without_a_policy_does_not_even_start(app, monkeypatch):
    monkeypatch.delattr(app.view_functions["client.settings.show"], "access")
    with pytest.raises(access.UndeclaredViewError, match=r"client\.settings\.show"):
        access.check_declared(app)


def changes_of_anybody(_client, _seat, change):
    """The lines of a change by its name alone: what was said of another client is done to this one."""
    of_change = select(Event).where(Event.change_set_id == change)
    return list(db.session.scalars(of_change.options(joinedload(Event.actor))))


def lines_by_anybody(change):
    """What a message after a change is made of, whoever made it, at whichever client."""
    sits = (Seat.client_id == Event.client_id) & (Seat.person_id == Event.actor_id) & Seat.live()
    query = select(Event, Seat).join(Seat, sits).join(Seat.client).options(contains_eager(Seat.client))
    found = db.session.execute(query.where(Event.change_set_id == change).order_by(Event.id)).all()
    return [line for line, _ in found], found[0][1] if found else None


def plant_links_to_all(_app, monkeypatch):
    """A circle is refused even if the person who would close it cannot see its tasks."""
    real = TaskDependency.edges.__func__
    monkeypatch.setattr(
        TaskDependency, "edges", classmethod(lambda cls, client_id, known: real(cls, client_id))
    )


def gone_whatever_it_was(model, changes_, shown, seat):
    """Everything that changed and is not on the page is taken from it, by its number."""
    missing = select(model.id, model.number).where(model.client_id == seat.client_id, model.id.in_(changes_))
    return [
        live_updates_changes.NoLongerShown(f"{model.__tablename__}-{number}", key, model is Goal)
        for key, number in db.session.execute(missing)
        if key not in set(shown)
    ]


def plant_news_of_hidden_rows(_app, patch):
    patch.setattr(live_updates_changes, "readable_by", lambda seat: true())
    patch.setattr(live_updates_changes, "no_longer_shown", gone_whatever_it_was)


def plant_news_of_all_clients(_app, patch):
    """Count changes of all clients, so that the limit of live updates depends on others."""
    real = live_updates_changes.changes_since

    def counting(moment, client, reader):
        found = real(moment, client, reader)
        query = select(func.count()).where(Event.happened_at > moment, Event.actor_id != reader.person_id)
        found.too_much = found.too_much or db.session.scalar(query) > live_updates_changes.RECORDS_AT_MOST
        return found

    patch.setattr(live_updates_changes, "changes_since", counting)


def plant_count_of_hidden_tasks(_app, patch):
    seen_by, board = as_the_coo(queries.progress_at), queries.board
    patch.setattr(queries, "progress_at", seen_by)
    patch.setattr(queries, "progress_of", as_the_coo(queries.progress_of))
    patch.setattr(
        queries, "board", lambda at, seat, by: replace(board(at, seat, by), progress=seen_by(at, seat))
    )


def plant_import_that_knows_drafts(_app, patch):
    """A CEO's file finds what a COO brought in as drafts under the same ids."""
    patch.setattr(outcome, "known_records", as_the_coo(outcome.known_records))


def plant_health_for_the_ceo(app, patch):
    declared = app.extensions["actions"].by_name
    patch.setitem(declared, "health_changed", replace(declared["health_changed"], readers=readers.CLIENT))


def plant_secret_in_the_answer(app, patch):
    """An invitation whose link a client's people are shown."""
    real = app.view_functions["client.people.invite"]

    def telling():
        coos = select(Seat).where(Seat.client_id == g.client.id, Seat.role == Role.COO, Seat.live())
        with_names = coos.options(joinedload(Seat.person), joinedload(Seat.client))
        coo = db.session.scalars(with_names).one()
        made, secret = Invitation.make(g.client, "kim@new.example", "Kim", Role.VIEWER, by=coo)
        return f"{made.email} {secret}"

    telling.access = real.access
    patch.setitem(app.view_functions, "client.people.invite", telling)


def plant_answer_about_known_addresses(app, patch):
    """An invitation that says whether the address has an account."""
    real = app.view_functions["client.people.invite"]

    def telling():
        if Person.by_email(request.form["email"]):
            return "They have an account already."
        return real()

    telling.access = real.access
    patch.setitem(app.view_functions, "client.people.invite", telling)


plant_what_was_trashed_unseen = plant_attribute(
    SeenInTrash, "visible_to", classmethod(lambda _cls, _role: true())
)

CEO, TEAM = (next(each for each in READERS if each.name == f"{name} a") for name in ("ceo", "team"))

TWIN_BUGS = {
    "undo of another client's event": (
        plant_attribute(undo_candidates, "lines_of", changes_of_anybody),
        UNDO,
    ),
    "a message about another's change": (
        plant_attribute(offers, "own_lines", lines_by_anybody),
        {"just_changed"},
    ),
    "comments are searched without visibility": (
        plant_attribute(task_search, "readable_work_as", in_these_clients),
        {"search.show"},
    ),
    "live updates name hidden rows": (plant_news_of_hidden_rows, NEWS),
    "changes are counted over all clients": (plant_news_of_all_clients, NEWS),
    "the header counts hidden tasks": (plant_count_of_hidden_tasks, ROAD_MAP),
    "history without readers": (plant_attribute(page, "readable_by", lambda seat: true()), HISTORY),
    "the CEO reads about health": (plant_health_for_the_ceo, HISTORY),
    "an invitation's secret in a CEO's answer": (plant_secret_in_the_answer, {"client.people.invite"}),
    "known addresses are answered otherwise": (plant_answer_about_known_addresses, {"client.people.invite"}),
    "the trash of everybody": (plant_attribute(trashed, "in_trash", trash_of_all), {"client.trash.show"}),
    "a shared task tells what was hidden": (
        lambda _app, patch: patch.setitem(readers.RESTRICTIONS, "leads", frozenset(Role)),
        TASK,
    ),
    "a proposed goal tells of its time as a draft": (
        lambda _app, patch: patch.setitem(readers.RESTRICTIONS, "draft", frozenset(Role)),
        TASK,
    ),
    "a shared task shows comments from before": (plant_attribute(Comment, "shown_to", EVERYTHING), TASK),
    "comments from before are found": (
        plant_attribute(task_search, "shown_comments", lambda _seats: true()),
        {"search.show"},
    ),
    "comments from before are counted": (
        plant_attribute(TaskFacts, "comments_shown_to", lambda task, _seat: task.comment_count),
        ROAD_MAP,
    ),
    "the trash of a draft's time": (plant_what_was_trashed_unseen, {"client.trash.show"}),
    "a circle through what was trashed in a draft": (
        plant_what_was_trashed_unseen,
        {"client.dependencies.add"},
    ),
    "a preview of what was trashed in a draft": (plant_what_was_trashed_unseen, {"client.imports.show"}),
    "ending an access lists drafts": (
        plant_attribute(transfer, "open_work_query", as_the_coo(transfer.open_work_query)),
        ENDING,
    ),
    "an import's preview knows of drafts": (plant_import_that_knows_drafts, {"client.imports.show"}),
    "an import finds drafts as it comes in": (plant_import_that_knows_drafts, {"client.imports.apply"}),
    "a circle through hidden tasks is refused": (plant_links_to_all, {"client.dependencies.add"}),
    "hidden tasks block": (
        plant_attribute(client_header, "blockers_by_task", as_the_coo(client_header.blockers_by_task)),
        {"client.roadmap.index"},
    ),
    "the timeline draws drafts": (plant_attribute(Goal, "shown_to", EVERYTHING), {"client.timeline.show"}),
}
"""Each asked in both worlds as the CEO and as somebody of the team."""


@pytest.mark.parametrize("bug", TWIN_BUGS)
def test_a_planted_bug_makes_the_twins_differ(app, worlds, monkeypatch, bug):
    plant, touched = TWIN_BUGS[bug]
    for known in (FULL, CEO.knows, TEAM.knows):
        worlds.of(known)  # created before the bug is planted
    plant(app, monkeypatch)
    forget_built()
    found = ask_twice(app, worlds, touched, readers=[CEO, TEAM], until_found=True).found
    assert found, f"nobody noticed: {bug}"


def test_numbers_taken_by_hidden_work_make_the_twins_differ(app, monkeypatch):
    """The story is run again, because this bug changes the records it creates."""
    real = Client.random_numbers

    def counted(self, model, many=1):
        if model not in (Goal, Task):
            return real(self, model, many)
        first = self.next_number(model.__tablename__, many)
        return list(range(first, first + many))

    monkeypatch.setattr(Client, "random_numbers", counted)
    fresh = Worlds(app)
    assert ask_twice(app, fresh, ROAD_MAP, readers=[TEAM]).found


def test_what_a_file_replaced_in_a_draft_makes_the_twins_differ(app, monkeypatch):
    """The bug marks a change only by the goal it moves to; the story is run again."""
    real = context.restrict_events
    monkeypatch.setattr(context, "restrict_events", lambda lines, _before, after: real(lines, after, after))
    assert ask_twice(app, Worlds(app), HISTORY, readers=[CEO]).found


def test_numbers_taken_by_hidden_comments_make_the_twins_differ(app, monkeypatch):
    """Comments of a task that is shared later; the story is run again."""
    monkeypatch.setattr(Task, "number_for", lambda _task, _model, next_one: next_one)
    assert ask_twice(app, Worlds(app), {"client.discussion.add_comment"}, readers=[TEAM]).found


TOLD_AGAIN = {
    test_numbers_taken_by_hidden_work_make_the_twins_differ: plant_attribute(Client, "random_numbers", None),
    test_what_a_file_replaced_in_a_draft_makes_the_twins_differ: plant_attribute(
        context, "restrict_events", None
    ),
    test_numbers_taken_by_hidden_comments_make_the_twins_differ: plant_attribute(Task, "number_for", None),
}
"""The tests that run the story again, and where each plants its bug."""
