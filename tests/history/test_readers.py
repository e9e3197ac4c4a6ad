"""Every line of history names its readers, and what names none is for the practice alone."""

import re
from pathlib import Path

import pytest

import tracker
from tests.history.test_every_action_has_undo import known_actions
from tracker.history.readers import READERS, WORK_READERS, Readers, actions_for, may_read, readers_of
from tracker.history.tellers import TELLERS, WORK
from tracker.history.undo import REVERSERS

SOURCE = Path(tracker.__file__).parent
RECORDED = re.compile(r"""(?:\.record\(\s*|ink\.note\(\s*|copying\.note\(\s*|"action": )f?"([a-z{}_]+)\"""")
READS_EVENTS = re.compile(r"(?<!\w)Event\.(client_id|action|id|change|of)\b")
FOR_NOBODY = {
    "history/models.py": "defines the query",
    "roadmap/models/approval.py": "the words of a CEO, which `head` shows to those who may read the action",
    "portfolio/queries.py": "only when a goal was proposed, of goals the reader sees as COO",
    "imports/apply/undo.py": "what happened since to an import, of which every line was readable",
    "ops/purge_trash.py": "deletes",
    "roadmap/models/proposal_sayings.py": "whoever asks says which lines; the letter with `readable_by`, Today as COO",
    "roadmap/models/placement.py": "only since when a task is in its goal, which every reader of the task sees",
    "roadmap/presentation/sharing/shown_parts.py": "only whether another COO changed a draft that the reader shares",
}
"""Where events are read without `readable_by`, and why."""


def test_every_action_that_is_told_names_its_readers(app):
    unnamed = {action for action in {*known_actions(), *REVERSERS} if action not in named()}
    assert not unnamed, f"add {sorted(unnamed)} to READERS in tracker/history/readers.py"


def named():
    return {*READERS, *(f"{kind}_{verb}" for kind in ("goal", "task") for verb in WORK_READERS)}


def test_every_action_that_is_recorded_names_its_readers():
    found = {name for path in SOURCE.rglob("*.py") for name in RECORDED.findall(path.read_text())}
    assert len(found) > 15, found
    plain = {name for name in found if "{" not in name and name not in ("", "_")}
    assert {name for name in plain if name not in named() and name not in WORK_READERS} == set()


def test_nobody_is_named_for_an_action_that_is_never_told():
    assert set(WORK_READERS) < set(WORK)
    assert set(READERS) <= {*TELLERS, *(f"{kind}_{verb}" for kind in ("goal", "task") for verb in WORK)}


@pytest.mark.parametrize(
    "action", ["something_of_tomorrow", "client_margin_changed", "goal_hours_logged", "x", ""]
)
def test_an_action_that_names_nobody_is_for_the_practice(action):
    assert readers_of(action) == Readers.PRACTICE
    assert [role for role in ("coo", "ceo", "team", "viewer", "guest") if may_read(role, action)] == ["coo"]


def test_health_is_the_practices_and_the_wish_to_talk_the_leads():
    assert "health_changed" not in actions_for("ceo")
    assert "goal_talk_wanted" in actions_for("ceo") and "goal_talk_wanted" not in actions_for("team")
    assert actions_for("team") == actions_for("viewer") and set(actions_for("team")) < set(actions_for("ceo"))


def test_whatever_reads_events_for_somebody_asks_who_may_read_them():
    asking = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if READS_EVENTS.search(path.read_text())
    }  # fmt: skip
    careless = {name for name in asking if "readable_by" not in (SOURCE / name).read_text()}
    assert careless - set(FOR_NOBODY) == set()
    assert len(asking - careless) >= 8
