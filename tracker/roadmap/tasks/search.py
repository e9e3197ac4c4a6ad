"""Search for tasks, their steps and their comments."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sqlalchemy import ColumnElement, and_, false, or_

from tracker.accounts.models import Person
from tracker.clients.models import Role
from tracker.clients.queries import where_role
from tracker.clients.search import people_with_access
from tracker.clients.short_names import ShortNames
from tracker.foundation import clock
from tracker.foundation.database import db, grouped_by_client
from tracker.foundation.statements import Statement, built_once, row_limit, select_columns
from tracker.foundation.text.collation import by_name
from tracker.foundation.text.formatting import day
from tracker.registry import Hit, Hits, SearchSource
from tracker.roadmap.models import Comment, Step, Task
from tracker.roadmap.presentation.queries import readable_work_as
from tracker.roadmap.presentation.work_search import work_found, work_hits, work_read
from tracker.search.index import Tier
from tracker.search.results import A_GROUP, excerpt_around
from tracker.search.search import FoundRow, Search

LATELY = 5


def find_tasks(search: Search) -> Hits:
    """Return the tasks with the words."""
    return work_found(search, Task, "tasks.show")


def latest_tasks(search: Search) -> Hits:
    """Return the tasks with the latest activity."""
    query = (
        work_read(Task, search.roles)
        .order_by(Task.last_activity_at.desc(), Task.id.desc())
        .limit(row_limit(LATELY))
    )
    rows = db.session.execute(query, search.values).all()
    return work_hits(search, rows, "tasks.show"), len(rows)


def find_steps(search: Search) -> Hits:
    """Return the steps with the words, in tasks that the person may read: beginnings of words first, then open ones."""
    rows = search.rows("step")
    best = sorted(rows, key=lambda row: (row.tier == Tier.PART, row.is_done, len(row.title), row.key))
    return [step_hit(search, row) for row in best[:A_GROUP]], len(rows)


@built_once
def steps_read(roles: frozenset[str]) -> Statement:
    """Return the query for the steps that a reader in these roles may read."""
    columns = Step.client_id, Step.number, Step.title, Step.is_done
    return (
        select_columns(*columns, Task.number.label("task"), Task.title.label("about"))
        .join(Task, (Task.client_id == Step.client_id) & (Task.id == Step.task_id))
        .where(readable_work_as(Task, roles), Step.trashed_at.is_(None))
    )


def step_hit(search: Search, row: FoundRow) -> Hit:
    """Return the hit of a step, which leads to its task."""
    meta = " · ".join(word for word in (row.about, search.client_name(row.client_id)) if word)
    status, says = ("done", "Done") if row.is_done else ("not_started", "Open")
    return Hit(row.title, search.address(row.client_id, "tasks.show", number=row.task), status, meta, says)


def find_comments(search: Search) -> Hits:
    """Return the comments with the words that the person may read: beginnings of words first, then the newest."""
    rows = search.rows("comment")
    newest = sorted(rows, key=lambda row: (row.created_at, row.key), reverse=True)
    best = sorted(newest, key=lambda row: row.tier == Tier.PART)
    return [comment_hit(search, row) for row in best[:A_GROUP]], len(rows)


@built_once
def comments_read(roles: frozenset[str]) -> Statement:
    """Return the query for the comments that a reader in these roles may read."""
    columns = Comment.client_id, Comment.number, Comment.body, Comment.created_at
    author = Person.name.label("author"), Person.id.label("author_id")
    return (
        select_columns(*columns, *author, Task.number.label("task"), Task.title)
        .join(Task, (Task.client_id == Comment.client_id) & (Task.id == Comment.task_id))
        .join(Person, Person.id == Comment.author_id)
        .where(readable_work_as(Task, roles), shown_comments(roles), Comment.trashed_at.is_(None))
    )


def shown_comments(roles: Iterable[str]) -> ColumnElement[bool]:
    """WHERE clause for the comments that a reader in these roles may read, on tasks they may read."""
    each = (and_(where_role(Comment, role), Comment.shown_to_role(role)) for role in sorted(roles))
    return or_(false(), *each)


def comment_hit(search: Search, row: FoundRow) -> Hit:
    """Return the hit of a comment: an excerpt, with its author, date in the client's zone, and client."""
    client = search.at[row.client_id].client
    author = search.cached(short_names)[row.client_id].of(row.author, row.author_id)
    when = day(clock.local(row.created_at, client).date(), clock.today(client))
    url = search.address(row.client_id, "tasks.show", number=row.task)
    return Hit(
        excerpt_around(row.body, search.words),
        f"{url}#task-{row.task}-comment-{row.number}",
        icon="chat",
        meta=" · ".join(word for word in (author, when, search.client_name(row.client_id)) if word),
        says=row.title,
        is_quote=True,
    )


def short_names(search: Search) -> dict[int, ShortNames]:
    """Return the short names of people by client; for viewers, with roles instead of family names."""
    people = by_name(search.cached(people_with_access), lambda row: row.name)
    return {
        client_id: ShortNames(here, by_role=search.at[client_id].role == Role.VIEWER)
        for client_id, here in grouped_by_client(people).items()
    }


sources = [
    SearchSource(
        "Tasks",
        30,
        find_tasks,
        table="task",
        texts=("title", "details"),
        names=("owner_name", "waiting_name"),
        rows=partial(work_read, Task),
        offers=latest_tasks,
        offered_as="Lately",
    ),
    SearchSource("Steps", 40, find_steps, table="step", texts=("title",), rows=steps_read),
    SearchSource("Comments", 60, find_comments, table="comment", texts=("body",), rows=comments_read),
]
