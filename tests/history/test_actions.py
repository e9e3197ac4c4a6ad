"""Every action declares a sentence, a plural, its readers, and an undo or the reason why there is none."""

import ast
import inspect
import re
from importlib import import_module

import pytest

from tests.architecture.source import PYTHON, short, tree
from tracker.clients.forms import BusinessForm
from tracker.features import LOADED
from tracker.history.actions import Action, ActionSet, Effect, Undo
from tracker.history.readers import VISIBILITY, Readers
from tracker.history.viewpoint import Viewpoint
from tracker.roadmap.tasks.forms import TaskTextForm

ACTIONS = [action for feature in LOADED for action in feature.actions]
ROWS_OF_EVENTS = re.compile(r"""\"action": "([a-z_]+)\"""")
VERBS = {"log", "record", "note"}
KINDS_IN = {
    "goal.py": ("goal",), "approval.py": ("goal",),
    "task.py": ("task",), "step.py": ("task",), "comment.py": ("task",), "dependency.py": ("task",),
}  # fmt: skip
"""The kinds of record whose methods are in a module; in every other one they are of goals and tasks."""


def named(action):
    return action.name


@pytest.mark.parametrize("action", ACTIONS, ids=named)
def test_an_action_has_a_sentence_and_a_plural_of_its_own(action):
    assert callable(action.sentence) and callable(action.plural_sentence)
    plural = action.plural_sentence("seven things", {}, Viewpoint())
    assert "seven things" in plural and not plural.startswith("changed seven things"), action.name


@pytest.mark.parametrize("action", ACTIONS, ids=named)
def test_an_action_can_be_undone_or_says_why_not(action):
    if isinstance(action.undo, Undo):
        assert callable(action.undo.may) and set(action.undo.touches) <= set(map(named, ACTIONS))
    else:
        assert len(action.undo) > 10, "say why it cannot be undone"


def test_an_action_says_who_may_read_it():
    """Readers must be stated, although leaving them out means the practice only."""
    silent = [
        f"{short(path)} line {call.lineno}"
        for path in PYTHON
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "Action"
        and "readers" not in {keyword.arg for keyword in call.keywords}
    ]
    assert not silent, f"write readers=…: {silent}"
    assert all(action.readers in Readers for action in ACTIONS)


def test_an_undo_states_which_text_it_shows_and_which_the_action_leaves():
    """Both must be stated: a forgotten one would show text to people who may not read it."""
    asked = {"shows_words", "leaves_words"}
    silent = [
        f"{short(path)} line {call.lineno}"
        for path in PYTHON
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "Undo"
        and not asked <= {keyword.arg for keyword in call.keywords}
    ]
    assert not silent, f"write {' and '.join(sorted(asked))}: {silent}"
    with pytest.raises(TypeError, match="leaves_words"):
        Undo(print, may=bool, shows_words=True)


def test_without_readers_an_action_is_for_the_practice():
    action = Action("note_pinned", sentence=None, plural_sentence=None, undo="a trial")
    assert [
        role for role in ("coo", "ceo", "team", "viewer") if ActionSet([action]).may_read(role, "note_pinned")
    ] == ["coo"]


def test_an_action_for_readers_of_its_record_has_a_record():
    assert all(
        action.name.startswith(("goal_", "task_")) for action in ACTIONS if action.readers == VISIBILITY
    )


def test_no_two_features_declare_one_action():
    with pytest.raises(ValueError, match="seat_given"):
        ActionSet([*ACTIONS, next(action for action in ACTIONS if action.name == "seat_given")])


def calls_of(path, verbs):
    return [
        call
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in verbs
    ]


def text_in(argument):
    """Return the texts an argument may be: one, or both of “a if x else b”; none for an f-string."""
    choices = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
    return [each.value for each in choices if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def actions_recorded_in(path):
    """Return the names of the actions that a module records: `log` completes them with the kind of record."""
    found = set(ROWS_OF_EVENTS.findall(path.read_text()))
    for call in calls_of(path, VERBS):
        if call.args and ast.unparse(call.func.value) != "PracticeEvent":
            kinds = KINDS_IN.get(path.name, ("goal", "task")) if call.func.attr == "log" else ()
            names = text_in(call.args[0])
            found |= {f"{kind}_{name}" for kind in kinds for name in names} if kinds else set(names)
    return found


def test_every_action_that_is_recorded_is_declared():
    found = {name for path in PYTHON for name in actions_recorded_in(path)}
    assert {"task_status_changed", "goal_proposed", "task_step_undone"} <= found and len(found) > 45, found
    assert found - set(map(named, ACTIONS)) == set()


def columns_changed():
    """Return the actions of the columns that `change(**columns)` may set, as its callers name them."""
    found = {f"task_{name}_changed" for name in TaskTextForm.edits}
    columns = BusinessForm.columns
    found |= {f"client_{columns.get(name, name)}_changed" for name in BusinessForm.edits}
    for path in PYTHON:
        for call in calls_of(path, {"change"}):
            kind = ast.unparse(call.func.value).rpartition(".")[2]
            names = {keyword.arg for keyword in call.keywords} - {None, "by"}
            names |= {
                name.value
                for keyword in call.keywords
                if isinstance(keyword.value, ast.DictComp)
                for name in ast.walk(keyword.value.generators[0].iter)
                if isinstance(name, ast.Constant)
            }
            found |= {f"{kind}_{name}_changed" for name in names if kind in ("goal", "task", "client")}
    return found


def test_every_column_that_can_be_changed_has_an_action():
    assert {"goal_why_changed", "goal_quarter_changed", "task_kind_changed"} <= columns_changed()
    assert columns_changed() - set(map(named, ACTIONS)) == set()


def test_actions_that_add_or_remove_a_record_are_named_so():
    moving = [action.name for action in ACTIONS if action.effect in (Effect.PRESENCE, Effect.POSITION)]
    assert {name.partition("_")[2] for name in moving} == {
        "added", "trashed", "restored", "reordered", "goal_changed"
    }  # fmt: skip


def test_actions_are_declared_by_features_only():
    """One place a feature: `actions.py`, or what the road map's features share."""
    homes = {inspect.getsourcefile(import_module(f"{action.sentence.__module__}")) for action in ACTIONS}
    assert all("/history/" not in home or home.endswith("phrases.py") for home in homes), homes
