"""Names: one meaning for each word, and no folder with too many modules."""

import ast
from collections import defaultdict

import pytest

from tests.architecture.source import PYTHON, short

MODULES_IN_A_FOLDER = 20
SHARED_NAMES = 0.12
"""How many of all module-level functions may share their name with one in another module."""


def defined(kind):
    """Names of what modules define at their top, each with its modules."""
    found = defaultdict(list)
    for path in PYTHON:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, kind) and not is_view(node):
                found[node.name].append(short(path))
    return found


def is_view(node):
    """Whether a function is a view or `init_app`, whose name says enough beside its module's."""
    called = [getattr(each, "func", None) for each in getattr(node, "decorator_list", [])]
    return node.name == "init_app" or any(getattr(func, "attr", "") in ("get", "post") for func in called)


def test_no_two_classes_have_one_name():
    double = {name: places for name, places in defined(ast.ClassDef).items() if len(places) > 1}
    assert not double


def test_few_functions_share_a_name():
    places = defined(ast.FunctionDef)
    shared = {name: found for name, found in places.items() if len(found) > 1}
    share = sum(map(len, shared.values())) / sum(map(len, places.values()))
    worst = sorted(shared, key=lambda name: -len(shared[name]))[:10]
    assert share <= SHARED_NAMES, f"{share:.0%}; rename some of {worst}"


@pytest.mark.parametrize("folder", sorted({path.parent for path in PYTHON}), ids=short)
def test_no_folder_is_too_full(folder):
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MODULES_IN_A_FOLDER, "make a package of some of them"
