"""Sizes: a module is as long as its noun needs. What is over the limit needs a reason in EXCUSED."""

import pytest

from tests.architecture.source import PYTHON, SCRIPTS, STYLES, TEMPLATES, TESTS, VIEWS, functions, short
from tests.conftest import ROOT

FILE, FUNCTION, VIEW, PAGE, PART, SHEET, BEHAVIOUR, TEST = 500, 40, 25, 120, 120, 250, 150, 40

EXCUSED = {
    "tracker/config.py::read_settings": "a line a setting, nothing to follow",
}
"""path or path::function → why it may be longer"""


def too_long(path, lines, limit, name=""):
    key = f"{short(path)}::{name}" if name else short(path)
    if lines > limit and key not in EXCUSED:
        return f"{key} has {lines} lines, {limit} at most: split it, or say why in EXCUSED"
    return ""


def all_too_long(path, limit, chosen=lambda node: True):
    return [said for node, lines in functions(path) if chosen(node)
            if (said := too_long(path, lines, limit, node.name))]  # fmt: skip


def is_route(node):
    """Whether a function stands under @something.get(…) or @something.post(…)."""
    called = [getattr(each, "func", None) for each in node.decorator_list]
    return any(getattr(func, "attr", "") in ("get", "post") for func in called)


def length(path):
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("path", [*PYTHON, *TESTS], ids=short)
def test_files_are_short(path):
    said = too_long(path, length(path), FILE)
    assert not said, said


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_functions_are_short(path):
    said = all_too_long(path, FUNCTION)
    assert not said, said


@pytest.mark.parametrize("path", VIEWS, ids=short)
def test_views_are_short(path):
    said = all_too_long(path, VIEW, is_route)
    assert not said, said


@pytest.mark.parametrize("path", TESTS, ids=short)
def test_tests_are_short(path):
    said = all_too_long(path, TEST, lambda node: node.name.startswith("test_"))
    assert not said, said


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_templates_are_short(path):
    said = too_long(path, length(path), PART if path.name.startswith("_") else PAGE)
    assert not said, said


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=short)
def test_styles_and_scripts_are_short(path):
    said = too_long(path, length(path), SHEET if path.suffix == ".css" else BEHAVIOUR)
    assert not said, said


def test_what_is_excused_is_still_too_long():
    known = {short(path) for path in (*PYTHON, *TESTS, *TEMPLATES, *STYLES, *SCRIPTS)}
    gone = [key for key in EXCUSED if key.split("::")[0] not in known]
    assert not gone, f"no longer there: {gone}"


def test_conftest_is_short():
    assert length(ROOT / "tests/conftest.py") <= 200
