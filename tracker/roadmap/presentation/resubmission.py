"""Forms that create a record and were sent before: the existing record, if the sender may still read it."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, g
from sqlalchemy import select, true
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.database import db
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import CreatingForm
from tracker.roadmap.models import Comment, Goal, Step, Task

Made = TypeVar("Made", Goal, Task, Step, Comment)
ADDED_BEFORE = (
    "That was added before, and it is in the trash now. Nothing was added. "
    "Restore it from the trash, or load this page again to add another."
)


def record_of_form(form: CreatingForm, model: type[Made]) -> Made | None:
    """Return the record this form created when it was sent before; None if it was not.

    404 if the sender can no longer read it, DomainError if it is in the trash. The key is made of the
    sender, the address and the text (`CreatingForm.idempotency_key`), so it never finds another person's
    record.
    """
    query = select(model, is_readable(model)).where(
        model.client_id == g.client.id, model.idempotency_key == form.idempotency_key
    )
    found = db.session.execute(query).first()
    if found is None:
        return None
    made, readable = found
    if not readable:
        abort(404)
    if made.trashed_at is not None:
        raise DomainError(ADDED_BEFORE)
    return made


def is_readable(model: Any) -> ColumnElement[bool]:
    """WHERE clause for records of this kind the reader may see; a step is read with its task."""
    return true() if model is Step else model.shown_to(g.seat)
