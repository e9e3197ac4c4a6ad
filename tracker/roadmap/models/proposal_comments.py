"""Who proposed a goal last and who wants to discuss it first, read from its history in order.

A change that was undone does not count, nor does the person who undid it. The event of an undo has the state
before the change that it undid, under `stands`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Self

from sqlalchemy import Row, select
from sqlalchemy.sql.elements import ColumnElement

from tracker.foundation.column_types import JsonObject
from tracker.foundation.database import db
from tracker.history.models import Event

PROPOSED, DISCUSSION_REQUESTED = "goal_proposed", "goal_discussion_requested"
GOAL_AGREED = "goal_agreed"
DISCUSSION_ENDINGS = (GOAL_AGREED, "goal_discussion_withdrawn", "goal_discussion_ended")
"""The actions after which nobody asks to discuss the goal any more; the texts remain in the history."""
APPROVAL_ACTIONS = (PROPOSED, DISCUSSION_REQUESTED, *DISCUSSION_ENDINGS, "goal_returned_to_draft")
"""The actions that change a goal's approval."""


@dataclass(frozen=True)
class ProposalComment:
    """A proposal of a goal, or a request to discuss it: time, text and person."""

    at: str
    words: str
    person_id: int | None
    name: str

    @property
    def moment(self) -> datetime:
        """Its time, which `at` holds as ISO text."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class ProposalComments:
    """The last proposal of a goal and the last request to discuss it, unless it was agreed or withdrawn since."""

    proposed: ProposalComment | None = None
    discussion: ProposalComment | None = None

    @property
    def answered_discussion(self) -> ProposalComment | None:
        """The last request to discuss it, if it was proposed again since."""
        is_answered = self.discussion and self.proposed and self.proposed.moment > self.discussion.moment
        return self.discussion if is_answered else None

    @classmethod
    def from_details(cls, details: JsonObject) -> Self:
        """Return the state from the details of an event, as `as_details` wrote it."""
        proposed, discussion = (details.get(key) for key in ("proposed", "talk"))
        return cls(*(ProposalComment(**kept) if kept else None for kept in (proposed, discussion)))

    def as_details(self) -> JsonObject:
        """Return it as a dict for the details of an event."""
        return {
            "proposed": asdict(self.proposed) if self.proposed else None,
            "talk": asdict(self.discussion) if self.discussion else None,
        }

    def after(self, event: Event, name: str) -> ProposalComments:
        """Return the state after this event, by the person of this name."""
        if "stands" in event.details:
            return ProposalComments.from_details(event.details["stands"])
        if "undoes" in event.details:
            return self
        comment = ProposalComment(
            event.happened_at.isoformat(), str(event.details.get("why") or ""), event.actor_id, name
        )
        if event.action == PROPOSED:
            return replace(self, proposed=comment)
        if event.action in DISCUSSION_ENDINGS:
            return replace(self, discussion=None)
        return replace(self, discussion=comment) if event.action == DISCUSSION_REQUESTED else self


def proposal_comments_of(*where: ColumnElement[bool]) -> dict[int, ProposalComments]:
    """Return the proposal and the request to discuss by goal id, with present names. One query.

    `where` selects the events.
    """
    person = db.metadata.tables["person"]
    query = select(Event, person.c.name).join(person, person.c.id == Event.actor_id)
    rows: Sequence[Row[Event, str]] = db.session.execute(
        query.where(Event.action.in_(APPROVAL_ACTIONS), *where).order_by(Event.id)
    ).all()
    found: dict[int, ProposalComments] = {}
    for event, name in rows:
        if event.goal_id is not None:
            found[event.goal_id] = found.get(event.goal_id, ProposalComments()).after(event, name)
    names = {event.actor_id: name for event, name in rows}
    return {
        goal_id: with_present_names(proposal_comments, names) for goal_id, proposal_comments in found.items()
    }


def with_present_names(proposal_comments: ProposalComments, names: dict[int | None, str]) -> ProposalComments:
    """Return the same with the people's present names, by person id."""
    proposed, discussion = (
        replace(comment, name=names.get(comment.person_id, comment.name)) if comment else None
        for comment in (proposal_comments.proposed, proposal_comments.discussion)
    )
    return ProposalComments(proposed, discussion)
