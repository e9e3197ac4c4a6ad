"""The docstring at the head of a package is its map: each name in it is a module or class that is there."""

import ast
import re

import pytest

from tests.conftest import ROOT

HEADS = sorted(
    path for path in (ROOT / "tracker").rglob("__init__.py") if ast.get_docstring(ast.parse(path.read_text()))
)
ENTRY = re.compile(r"^([A-Za-z_]+(?:\.py)?) {2,}\S", re.MULTILINE)


def names_in(folder):
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()}
    classes = {
        node.name
        for path in folder.rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    return modules | classes


@pytest.mark.parametrize("path", HEADS, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_the_head_of_a_package_names_what_is_there(path):
    named = ENTRY.findall(ast.get_docstring(ast.parse(path.read_text())))
    assert not set(named) - names_in(path.parent), "take these lines out, or write what they are called now"


def test_heads_are_read():
    assert sum(len(ENTRY.findall(path.read_text())) for path in HEADS) > 30
