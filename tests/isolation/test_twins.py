"""Every request is sent twice: to a world with records hidden from the reader, and to its twin without them."""

import pytest

from tests.isolation.story import MANY
from tests.isolation.twins import FULL, READERS, ask_twice
from tracker.features import LOADED
from tracker.history.actions import Undo
from tracker.roadmap.live_updates import changes
from tracker.roadmap.models.proposal_comments import APPROVAL_ACTIONS

UNDOABLE = {action.name for feature in LOADED for action in feature.actions if isinstance(action.undo, Undo)}
ON_A_TASK = {action for action in UNDOABLE if action.startswith("task_")}
ON_A_GOAL = {action for action in UNDOABLE if action.startswith("goal_")}


def actions_on(world, name):
    model, key = world.records[name]
    column = f"{model.__tablename__}_id"
    return {line["action"] for line in world.rows["event"] if line[column] == key}


def test_every_undoable_action_is_planted_at_both_clients(worlds):
    world = worlds.of(FULL)
    for tag in "ab":
        client = world.records[tag][1]
        here = {line["action"] for line in world.rows["event"] if line["client_id"] == client}
        assert here >= UNDOABLE, "tell these at each client in story.py"


@pytest.mark.parametrize("name", ["task", "leads", "draft task"])
def test_every_undoable_action_is_planted_on_what_is_hidden_too(worlds, name):
    of_task = actions_on(worlds.of(FULL), f"{name} a")
    mate = actions_on(worlds.of(FULL), f"{name} mate a")
    seen_by_all = {"task_visibility_changed"} if name == "leads" else set()
    assert of_task | mate >= ON_A_TASK - seen_by_all


def test_every_undoable_action_is_planted_on_a_draft(worlds):
    assert actions_on(worlds.of(FULL), "draft a") >= ON_A_GOAL - set(APPROVAL_ACTIONS)


def test_a_twin_lacks_what_its_reader_may_not_see(worlds):
    """Positive control: the worlds differ in rows of every kind, or equal answers would prove nothing."""
    full, team = worlds.of(FULL), worlds.of(READERS[1].knows)
    for table in (
        "client",
        "person",
        "seat",
        "goal",
        "task",
        "step",
        "comment",
        "event",
        "import_run",
        "invitation",
    ):
        assert len(full.rows[table]) > len(team.rows[table]), f"nothing of {table} is left out"


@pytest.mark.parametrize("reader", READERS, ids=lambda each: each.name)
def test_both_worlds_answer_alike(app, worlds, reader, record_property):
    differences = ask_twice(app, worlds, readers=[reader])
    assert not differences.found, differences.report()
    assert differences.asked > 300
    assert differences.taken > 10 or reader.name not in {"ceo a", "team a", "coo a"}
    record_property("twin requests", 2 * differences.asked)


OF_HIDDEN_WORK = {
    "client.undo.undo_change",
    "client.history.show",
    "client.imports.show",
    "client.tasks.show",
    "just_changed",
}


@pytest.mark.parametrize("reader", READERS[:2], ids=lambda each: each.name)
def test_hidden_work_affects_no_undo(app, worlds, reader):
    """A change of many tasks with hidden ones, a hidden blocker of imported work, another import of drafts."""
    asked = ask_twice(app, worlds, OF_HIDDEN_WORK, readers=[reader])
    assert not asked.found, asked.report()
    worlds.enter(worlds.of(FULL))
    many = worlds.of(FULL).changes["many a"]
    names = {
        line["change_set_id"]
        for line in worlds.of(FULL).rows["event"]
        if str(line["change_set_id"])[:-1] == many[:-1]
    }
    assert len(names) == 3, "one for each group of readers"


def test_many_drafts_cause_no_live_update(app, worlds, monkeypatch):
    """An import of drafts exceeds what live updates show, and nobody but the COO notices it."""
    monkeypatch.setattr(changes, "EVENTS_AT_MOST", 2 * MANY)
    differences = ask_twice(app, worlds, {"client.live_updates.show"}, readers=READERS[:2])
    assert not differences.found, differences.report()
