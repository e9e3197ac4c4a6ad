"""Every line of history names its readers, and what names none is for the practice alone."""

import re
from pathlib import Path

import pytest

import tracker
from tracker.history.actions import actions
from tracker.history.readers import Readers

SOURCE = Path(tracker.__file__).parent
READS_EVENTS = re.compile(r"(?<!\w)Event\.(client_id|action|id|change|of)\b")
FOR_NOBODY = {
    "history/models.py": "defines the query",
    "roadmap/models/approval.py": "the words of a CEO, which `head` shows to those who may read the action",
    "portfolio/queries.py": "only when a goal was proposed, of goals the reader sees as COO",
    "imports/apply/undo.py": "what happened since to an import, of which every line was readable",
    "ops/purge_trash.py": "deletes",
    "roadmap/models/proposal_sayings.py": "whoever asks says which lines; the letter with `readable_by`, Today as COO",
    "roadmap/models/placement.py": "only since when a task is in its goal, which every reader of the task sees",
    "roadmap/undo/widening.py": "only whether what the reader sees was changed since",
    "roadmap/presentation/sharing/shown_parts.py": "only whether another COO changed a draft that the reader shares",
}
"""Where events are read without `readable_by`, and why."""


@pytest.mark.parametrize(
    "action", ["something_of_tomorrow", "client_margin_changed", "goal_hours_logged", "x", ""]
)
def test_an_action_that_nobody_declares_is_for_the_practice(app, action):
    assert actions().readers_of(action) == Readers.PRACTICE
    assert [
        role for role in ("coo", "ceo", "team", "viewer", "guest") if actions().may_read(role, action)
    ] == ["coo"]


def test_health_is_the_practices_and_the_wish_to_talk_the_leads(app):
    ceo, team, viewer = (actions().readable_by(role) for role in ("ceo", "team", "viewer"))
    assert "health_changed" not in ceo
    assert "goal_talk_wanted" in ceo and "goal_talk_wanted" not in team
    assert team == viewer and set(team) < set(ceo)


def test_whatever_reads_events_for_somebody_asks_who_may_read_them():
    asking = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if READS_EVENTS.search(path.read_text())
    }  # fmt: skip
    careless = {name for name in asking if "readable_by" not in (SOURCE / name).read_text()}
    assert careless - set(FOR_NOBODY) == set()
    assert len(asking - careless) >= 8
