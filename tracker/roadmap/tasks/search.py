"""Search for tasks, their steps and their comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.clients.search import people_with_access
from tracker.clients.short_names import ShortNames
from tracker.foundation import clock
from tracker.foundation.database import db, grouped_by_client
from tracker.foundation.text.formatting import day
from tracker.registry import Hit, Hits, SearchSource
from tracker.roadmap.models import Comment, Step, Task
from tracker.roadmap.presentation.queries import readable_work
from tracker.roadmap.presentation.work_search import WorkRow, columns_of, work_found, work_hits
from tracker.search.results import A_GROUP, excerpt_around
from tracker.search.search import Search

LATELY = 5


def find_tasks(search: Search) -> Hits:
    """Return the tasks with the words."""
    return work_found(search, Task, "tasks.show")


def latest_tasks(search: Search) -> Hits:
    """Return the tasks with the latest activity."""
    query = columns_of(Task).where(readable_work(Task, search.seats))
    query = query.order_by(Task.last_activity_at.desc(), Task.id.desc()).limit(LATELY)
    rows = [WorkRow(**row) for row in db.session.execute(query).mappings()]
    return work_hits(search, rows, "tasks.show"), len(rows)


def find_steps(search: Search) -> Hits:
    """Return the steps with the words, in tasks that the person may read."""
    query = (
        select(
            Step.client_id,
            Step.number,
            Step.title,
            Step.is_done,
            Task.number.label("task"),
            Task.title.label("about"),
            func.count().over().label("total"),
        )
        .join(Task, (Task.client_id == Step.client_id) & (Task.id == Step.task_id))
        .where(readable_work(Task, search.seats), Step.trashed_at.is_(None), search.matching(Step))
        .order_by(search.order_by_beginning(Step), Step.is_done, func.length(Step.title), Step.id)
        .limit(A_GROUP)
    )
    rows = db.session.execute(query).all()
    return [step_hit(search, row) for row in rows], rows[0].total if rows else 0


def step_hit(search: Search, row: Any) -> Hit:
    """Return the hit of a step, which leads to its task."""
    meta = " · ".join(word for word in (row.about, search.client_name(row.client_id)) if word)
    status, says = ("done", "Done") if row.is_done else ("not_started", "Open")
    return Hit(row.title, search.address(row.client_id, "tasks.show", number=row.task), status, meta, says)


def find_comments(search: Search) -> Hits:
    """Return the comments with the words that the person may read: beginnings of words first, then the newest."""
    query = (
        select(
            Comment.client_id,
            Comment.number,
            Comment.body,
            Comment.created_at,
            Person.name.label("author"),
            Person.id.label("author_id"),
            Task.number.label("task"),
            Task.title,
            func.count().over().label("total"),
        )
        .join(Task, (Task.client_id == Comment.client_id) & (Task.id == Comment.task_id))
        .join(Person, Person.id == Comment.author_id)
        .where(readable_work(Task, search.seats), shown_comments(search.seats), Comment.trashed_at.is_(None))
        .where(search.matching(Comment))
        .order_by(search.order_by_beginning(Comment), Comment.created_at.desc(), Comment.id.desc())
        .limit(A_GROUP)
    )
    rows = db.session.execute(query).all()
    return [comment_hit(search, row) for row in rows], rows[0].total if rows else 0


def shown_comments(seats: Sequence[Seat]) -> ColumnElement[bool]:
    """WHERE clause for the comments these seats may read, on tasks they may read."""
    return or_(*(and_(Comment.client_id == seat.client_id, Comment.shown_to(seat)) for seat in seats))


def comment_hit(search: Search, row: Any) -> Hit:
    """Return the hit of a comment: an excerpt, with its author, date in the client's zone, and client."""
    client = search.at[row.client_id].client
    author = search.cached(short_names)[row.client_id].of(row.author, row.author_id)
    when = day(clock.local(row.created_at, client).date(), clock.today(client))
    url = search.address(row.client_id, "tasks.show", number=row.task)
    return Hit(
        excerpt_around(row.body, search.words),
        f"{url}#task-{row.task}-comment-{row.number}",
        mark="chat",
        meta=" · ".join(word for word in (author, when, search.client_name(row.client_id)) if word),
        says=row.title,
        is_quote=True,
    )


def short_names(search: Search) -> dict[int, ShortNames]:
    """Return the short names of people by client; for viewers, with roles instead of family names."""
    return {
        client_id: ShortNames(people, by_role=search.at[client_id].role == Role.VIEWER)
        for client_id, people in grouped_by_client(search.cached(people_with_access)).items()
    }


sources = [
    SearchSource(
        "Tasks",
        30,
        find_tasks,
        table="task",
        texts=("title", "details"),
        names=("owner_name", "waiting_name"),
        offers=latest_tasks,
        offered_as="Lately",
    ),
    SearchSource("Steps", 40, find_steps, table="step", texts=("title",)),
    SearchSource("Comments", 60, find_comments, table="comment", texts=("body",)),
]
