"""Every question asked twice, in a world with what the reader may not know of and in its twin without it."""

import pytest

from tests.isolation.story import MANY
from tests.isolation.twins import FULL, READERS, ask_of_links, ask_twice
from tracker.features import LOADED
from tracker.history.actions import Undo
from tracker.roadmap.live_updates import changes
from tracker.roadmap.models.proposal_sayings import LIFE

UNDOABLE = {action.name for feature in LOADED for action in feature.actions if isinstance(action.undo, Undo)}
ON_A_TASK = {action for action in UNDOABLE if action.startswith("task_")}
ON_A_GOAL = {action for action in UNDOABLE if action.startswith("goal_")}


LINKED_PAGES = {
    "client.roadmap.index", "client.timeline.show", "client.live_updates.show", "client.tasks.show",
    "client.tasks.facts", "client.tasks.change_status", "client.dependencies.form", "client.dependencies.add",
    "client.dependencies.end", "client.history.show", "client.letter.show", "client.my_tasks.show",
    "client.undo.back", "client.exports.take", "search.show", "client.trash.put_task",
    "client.bulk_edit.change", "portfolio.home",
}  # fmt: skip


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
    assert actions_on(worlds.of(FULL), "draft a") >= ON_A_GOAL - set(LIFE)


def test_a_twin_lacks_what_its_reader_may_not_know_of(worlds):
    """The positive control: the worlds differ in rows of every kind, or equal answers would say nothing."""
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


@pytest.mark.parametrize("reader", READERS[:3], ids=lambda each: each.name)
def test_a_wait_for_something_hidden_does_not_say_what_it_is(app, worlds, reader):
    differences = ask_of_links(app, worlds, LINKED_PAGES, readers=[reader])
    assert not differences.found, differences.report()


def test_many_drafts_are_no_news(app, worlds, monkeypatch):
    """An import of drafts is more than a page brings up to date, and nobody but the COO hears of it."""
    monkeypatch.setattr(changes, "LINES", 2 * MANY)
    differences = ask_twice(app, worlds, {"client.live_updates.show"}, readers=READERS[:2])
    assert not differences.found, differences.report()
