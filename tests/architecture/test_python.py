"""How our Python is written: what a view, a model and a file may not do."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import PYTHON, VIEWS, short, tree
from tests.conftest import ROOT

MARKUP_IN = {
    "tracker/foundation/htmx.py": "frames parts that were rendered with autoescape",
    "tracker/foundation/text/markdown.py": "after the sanitiser",
    "tracker/accounts/unauthorized.py": "frames parts that were rendered with autoescape",
}
NOT_IN_A_VIEW = {
    "select",
    "insert",
    "update",
    "delete",
    "text",
    "db",
    "commit",
    "rollback",
    "session",
    "query",
}
FROM_FLASK = {"session"}


def names_in(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


def calls_in(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node.lineno


@pytest.mark.parametrize("path", VIEWS, ids=short)
def test_a_view_asks_and_answers_but_never_queries(path):
    calls = [
        f"{name} in line {line}"
        for name, line in calls_in(path)
        if name in NOT_IN_A_VIEW - {"delete", "update"}
    ]
    uses = [f"{name} in line {line}" for name, line in names_in(path) if name in ("db", "commit")]
    assert not calls + uses, (
        f"put the query in the model or in the feature's `queries.py` or `page.py`: {calls + uses}"
    )


@pytest.mark.parametrize("path", VIEWS, ids=short)
def test_views_import_no_database(path):
    imported = [
        f"{node.module}: {name.name}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if (node.module or "").startswith("sqlalchemy") or name.name == "db"
    ]
    assert not imported, "views know verbs and readings, not tables"


@pytest.mark.parametrize("path", [path for path in PYTHON if "models" in str(path)], ids=short)
def test_models_know_no_request(path):
    known = {
        name.name for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) for name in node.names
    }
    assert not known & {"request", "g", "current_user", "render_template", "Markup"}, "name the actor: by=…"


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_only_the_clock_asks_for_the_time(path):
    if short(path) == "tracker/foundation/clock.py":
        return
    asked = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "utcnow", "today")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    ]
    assert not asked, f"clock.now() or clock.today(client), in line {asked}"


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_markup_is_made_where_it_is_safe(path):
    made = [line for name, line in calls_in(path) if name == "Markup"]
    assert not made or short(path) in MARKUP_IN, f"Markup() in line {made}: let a template escape it"


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_nobody_opens_the_database_file(path):
    opened = [line for name, line in calls_in(path) if name == "connect"]
    allowed = ("tracker/ops/migrations.py",)  # through the engine, and one copy
    assert not opened or short(path) in allowed, f"only the engine opens the database: line {opened}"


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_no_bare_bulk_or_raw_tables(path):
    raw = [line for name, line in calls_in(path) if name in ("populate_obj", "from_statement", "merge")]
    assert not raw, f"line {raw}: set named fields by a verb"


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_every_file_says_what_it_is(path):
    empty = not path.read_text().strip()
    assert empty or ast.get_docstring(tree(path)), "begin with one line that says what this is about"


def test_packages_import_only_downwards():
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    answer = subprocess.run(
        [sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert answer.returncode == 0, answer.stdout[-3000:]
