"""Sizes: a module is as long as its noun needs. What is over the limit needs a reason in EXCUSED."""

import ast
import io
import re
import tokenize

import pytest

from tests.architecture.source import (
    PYTHON,
    SCRIPTS,
    STYLES,
    TEMPLATES,
    TESTS,
    VIEWS,
    files,
    functions,
    short,
    tree,
)
from tests.conftest import ROOT

FILE, FUNCTION, VIEW, PAGE, PART, SHEET, BEHAVIOUR, TEST = 500, 40, 25, 120, 120, 250, 150, 40
UNTYPED = 80
"""Lines of the whole package that mention `Any`, imports included."""

EXCUSED = {
    "tracker/config.py::read_settings": "a line a setting, nothing to follow",
}
"""path or path::function → why it may be longer"""

TABLES = {
    "tracker/accounts/attempts.py": 1,
    "tracker/clients/actions.py": 1,
    "tracker/clients/slugs.py": 1,
    "tracker/demo/stories/brightwater.py": 6,
    "tracker/demo/stories/fornello.py": 6,
    "tracker/demo/stories/halden.py": 1,
    "tracker/demo/stories/hoops.py": 5,
    "tracker/demo/stories/juniper.py": 5,
    "tracker/demo/stories/marlow.py": 5,
    "tracker/demo/stories/okafor.py": 5,
    "tracker/demo/stories/pine.py": 4,
    "tracker/foundation/text/confusables.py": 1,
    "tracker/foundation/text/folding.py": 1,
    "tracker/foundation/text/names.py": 1,
    "tracker/imports/actions.py": 1,
    "tracker/roadmap/board/export.py": 1,
    "tracker/roadmap/dependencies/actions.py": 1,
    "tracker/roadmap/goals/actions.py": 1,
    "tracker/roadmap/presentation/work_actions/common.py": 2,
    "tracker/roadmap/tasks/actions.py": 1,
}
"""path → how many tables of data in it the formatter leaves alone (`# fmt: skip` or `# fmt: off`)"""

UNFORMATTED = re.compile(r"# fmt: (?:skip|off)$", re.MULTILINE)
LITERALS = (ast.List, ast.Tuple, ast.Set, ast.Dict)
LOOPS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def too_long(path, lines, limit, name=""):
    key = f"{short(path)}::{name}" if name else short(path)
    if lines > limit and key not in EXCUSED:
        return f"{key} has {lines} lines, {limit} at most: split it, or say why in EXCUSED"
    return ""


def all_too_long(path, limit, chosen=lambda node: True):
    return [
        said
        for node, lines in functions(path)
        if chosen(node)
        if (said := too_long(path, lines, limit, node.name))
    ]


def is_route(node):
    """Whether a function stands under @something.get(…) or @something.post(…)."""
    called = [getattr(each, "func", None) for each in node.decorator_list]
    return any(getattr(func, "attr", "") in ("get", "post") for func in called)


def length(path):
    return len(path.read_text().splitlines())


def test_only_tables_of_data_are_not_formatted():
    skips = {short(path): len(UNFORMATTED.findall(path.read_text())) for path in PYTHON}
    assert {path: many for path, many in skips.items() if many} == TABLES


@pytest.mark.parametrize("path", files("tests", "*.py"), ids=short)
def test_only_tables_of_tests_are_not_formatted(path):
    lines = path.read_text().splitlines()
    skipped = [number for number, line in enumerate(lines, 1) if UNFORMATTED.search(line)]
    wrong = [number for number in skipped if "off" in lines[number - 1] or not is_table(path, number)]
    assert not wrong, f"only a table of data may keep `# fmt: skip`: line {wrong}"


def is_table(path, line):
    """Whether the shortest statement around the line is hardly more than a literal with a row a line."""
    first, last, parts = min(heads(path, line), key=lambda head: head[1] - head[0])
    literals = [node for part in parts for node in ast.walk(part) if isinstance(node, LITERALS)]
    return any(
        (last - first) - (node.end_lineno - node.lineno) <= 3
        and rows(node) >= (8 if any(isinstance(each, LOOPS) for each in ast.walk(node)) else 3)
        for node in literals
    )


def heads(path, line):
    """Yield (first line, last line, expressions) of the decorators and statements, without bodies, at a line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found = [(each.lineno, each.end_lineno, [each]) for each in node.decorator_list]
        elif isinstance(node, ast.For):
            found = [(node.lineno, node.body[0].lineno - 1, [node.iter])]
        elif isinstance(node, ast.stmt) and not hasattr(node, "body"):
            found = [(node.lineno, node.end_lineno, [node])]
        else:
            found = []
        yield from (head for head in found if head[0] <= line <= head[1])


def rows(literal):
    return len(literal.keys if isinstance(literal, ast.Dict) else literal.elts)


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


def test_few_lines_mention_any():
    """`Any` switches mypy off, so it is for values that really have no type, such as those of a template."""
    found = [f"{short(path)}:{number}" for path in PYTHON for number in lines_naming(path, "Any")]
    said = (
        f"{len(found)} lines mention Any, {UNTYPED} at most: name the type, or reuse an alias of foundation"
    )
    assert len(found) <= UNTYPED, "\n".join([said, *found])


def lines_naming(path, name):
    """Return the numbers of the lines whose code, not a text in it, holds the name."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    return sorted(
        {token.start[0] for token in tokens if token.type == tokenize.NAME and token.string == name}
    )
