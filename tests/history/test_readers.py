"""Every line of history has readers; without a declaration they are the practice's people only."""

import re
from pathlib import Path

import pytest

import tracker
from tracker.history.actions import actions
from tracker.history.readers import Readers

SOURCE = Path(tracker.__file__).parent
READS_EVENTS = re.compile(r"(?<!\w)Event\.(client_id|action|id|change_set_id|of)\b")
FOR_NOBODY = {
    "roadmap/models/approval.py": "the words of a CEO, which `head` shows to those who may read the action",
    "portfolio/queries.py": "only when a goal was proposed, of goals the reader sees as COO",
    "roadmap/trash/purge.py": "deletes",
    "roadmap/models/proposal_comments.py": "whoever asks says which lines; the letter with `readable_by`, Today as COO",
    "roadmap/models/placement.py": "only since when a task is in its goal, which every reader of the task sees",
    "letter/seen_again.py": "only since when work was hidden; the letter asks `readable_by` for what it tells",
    "roadmap/goals/actions.py": "only what an undo did beside the change it undoes, of which every line was readable",
    "roadmap/presentation/undo/widening.py": "only whether what the reader sees was changed since",
    "roadmap/presentation/sharing/readership.py": "which change opened a record; `last_if_readable` names its person",
    "roadmap/presentation/sharing/shown_parts.py": "only whether another COO changed a draft that the reader shares",
}
"""Where events are read without `readable_by`, and why."""


@pytest.mark.parametrize(
    "action", ["something_of_tomorrow", "client_margin_changed", "goal_hours_logged", "x", ""]
)
def test_an_undeclared_action_is_for_the_practice(app, action):
    assert actions().readers_of(action) == Readers.PRACTICE
    assert [
        role for role in ("coo", "ceo", "team", "viewer", "guest") if actions().may_read(role, action)
    ] == ["coo"]


def test_health_is_for_the_practice_and_discussion_requests_are_for_leads(app):
    ceo, team, viewer = (actions().readable_by(role) for role in ("ceo", "team", "viewer"))
    assert "health_changed" not in ceo
    assert "goal_discussion_requested" in ceo and "goal_discussion_requested" not in team
    assert team == viewer and set(team) < set(ceo)


def test_every_query_of_events_checks_their_readers():
    asking = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if READS_EVENTS.search(path.read_text())
    }
    careless = {name for name in asking if "readable_by" not in (SOURCE / name).read_text()}
    assert careless == set(FOR_NOBODY), "an entry that is no longer needed would excuse the next query"
    assert len(asking - careless) >= 8
