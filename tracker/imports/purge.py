"""Deletes the import links of records that are deleted for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_

from tracker.imports.models import ImportLink
from tracker.roadmap.trash.purge import delete_rows, expired


def delete_links(now: datetime) -> Mapping[str, int]:
    """Delete the links of records due to be deleted. Return no counts: links are not reported."""
    due = expired(now)
    delete_rows(
        ImportLink,
        or_(
            ImportLink.step_id.in_(due.steps),
            ImportLink.task_id.in_(due.tasks),
            ImportLink.goal_id.in_(due.goals),
        ),
    )
    return {}
