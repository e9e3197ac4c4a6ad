"""Names: one meaning for each word, and no folder with too many modules."""

import ast
from collections import defaultdict

import pytest

from tests.architecture.source import PYTHON, short

MODULES_IN_A_FOLDER = 20
SHARED_NAMES = 0.12
"""How many of all module-level functions may share their name with one in another module."""
SHARED_CONSTANTS = {
    "PAGE",  # the template of the page that a refused form is shown on
    "PART",  # the template of the part that replaces such a form
    "TITLE",  # the longest title: of a form's field, and of a file's cell
    "NAME",  # the longest name, likewise
    "REQUIRED",  # the columns that a format of files needs
    "TITLES",  # the columns of a format, in words
}
"""Constants that mean the same in each module which defines them."""


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


def constants(path):
    """Names of the constants that a module assigns at its top."""
    for node in ast.parse(path.read_text()).body:
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        for target in targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from (name.id for name in names if isinstance(name, ast.Name) and len(name.id) > 1)


def test_no_constant_has_two_meanings():
    found = defaultdict(list)
    for path in PYTHON:
        if "stories" not in path.parts:  # each story has its Dana
            for name in filter(str.isupper, constants(path)):
                found[name].append(short(path))
    double = {name: places for name, places in found.items() if len(places) > 1}
    assert double.keys() <= SHARED_CONSTANTS, {
        name: double[name] for name in double.keys() - SHARED_CONSTANTS
    }
    assert double.keys() >= SHARED_CONSTANTS, "shorten SHARED_CONSTANTS"


@pytest.mark.parametrize("folder", sorted({path.parent for path in PYTHON}), ids=short)
def test_no_folder_is_too_full(folder):
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MODULES_IN_A_FOLDER, "make a package of some of them"
