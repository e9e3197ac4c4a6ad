"""Every action that history knows is declared whole: a sentence, a plural, readers, and an undo or a reason."""

import ast
import inspect
import re
from importlib import import_module

import pytest

from tests.architecture.source import PYTHON, short, tree
from tracker.features import LOADED
from tracker.history.actions import Action, ActionSet, Effect, Undo
from tracker.history.readers import VISIBILITY, Readers
from tracker.history.viewpoint import Viewpoint

ACTIONS = [action for feature in LOADED for action in feature.actions]
RECORDED = re.compile(r"""(?:\.record\(\s*|ink\.note\(\s*|copying\.note\(\s*|"action": )f?"([a-z{}_]+)\"""")


def named(action):
    return action.name


@pytest.mark.parametrize("action", ACTIONS, ids=named)
def test_an_action_has_a_sentence_and_a_plural_of_its_own(action):
    assert callable(action.says) and callable(action.many)
    plural = action.many("seven things", {}, Viewpoint())
    assert "seven things" in plural and not plural.startswith("changed seven things"), action.name


@pytest.mark.parametrize("action", ACTIONS, ids=named)
def test_an_action_can_be_undone_or_says_why_not(action):
    if isinstance(action.undo, Undo):
        assert callable(action.undo.may) and set(action.undo.touches) <= set(map(named, ACTIONS))
    else:
        assert len(action.undo) > 10, "say why it cannot be undone"


def test_an_action_says_who_may_read_it():
    """In so many words, although leaving it out means the practice's people only."""
    silent = [
        f"{short(path)} line {call.lineno}"
        for path in PYTHON
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Action"
        and "readers" not in {keyword.arg for keyword in call.keywords}
    ]  # fmt: skip
    assert not silent, f"write readers=…: {silent}"
    assert all(action.readers in Readers for action in ACTIONS)


def test_without_readers_an_action_is_for_the_practice():
    action = Action("note_pinned", says=None, many=None, undo="a trial")
    assert [
        role for role in ("coo", "ceo", "team", "viewer") if ActionSet([action]).may_read(role, "note_pinned")
    ] == ["coo"]


def test_what_is_for_those_who_see_the_record_is_about_one():
    assert all(
        action.name.startswith(("goal_", "task_")) for action in ACTIONS if action.readers == VISIBILITY
    )


def test_no_two_features_declare_one_action():
    with pytest.raises(ValueError, match="seat_given"):
        ActionSet([*ACTIONS, next(action for action in ACTIONS if action.name == "seat_given")])


def test_every_action_that_is_recorded_is_declared():
    found = {name for path in PYTHON for name in RECORDED.findall(path.read_text())}
    assert len(found) > 15, found
    plain = {name for name in found if "{" not in name and name not in ("", "_")}
    verbs = {action.name.partition("_")[2] for action in ACTIONS}
    assert {name for name in plain if name not in set(map(named, ACTIONS)) and name not in verbs} == set()


def test_a_record_that_comes_or_goes_is_named_so():
    moving = [action.name for action in ACTIONS if action.effect in (Effect.PRESENCE, Effect.POSITION)]
    assert {name.partition("_")[2] for name in moving} == {
        "added", "trashed", "restored", "reordered", "goal_changed"
    }  # fmt: skip


def test_actions_are_declared_by_features_only():
    """One place a feature: `actions.py`, or what the road map's features share."""
    homes = {inspect.getsourcefile(import_module(f"{action.says.__module__}")) for action in ACTIONS}
    assert all("/history/" not in home or home.endswith("phrases.py") for home in homes), homes
