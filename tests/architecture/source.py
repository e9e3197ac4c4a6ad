"""The project's own files, as the tests of style read them."""

import ast
import re
from functools import cache

from tests.conftest import ROOT


def files(folder, pattern):
    return sorted(path for path in (ROOT / folder).rglob(pattern) if "__pycache__" not in path.parts)


def short(path):
    return str(path.relative_to(ROOT))


@cache
def tree(path):
    return ast.parse(path.read_text())


PYTHON = files("tracker", "*.py")
TESTS = files("tests", "test_*.py")
VIEWS = [path for path in PYTHON if path.name.endswith("views.py") or path.parent.name == "views"]
TEMPLATES = files("templates", "*.html")
PARTS = [path for path in TEMPLATES if path.name.startswith("_") and path.parent.name != "ui"]
UI = [path for path in TEMPLATES if path.parent.name == "ui" and not path.name.startswith("_")]
STYLES = files("static/css", "*.css")
SCRIPTS = files("static/js", "*.js")

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def functions(path):
    """Every function of a file with its number of lines, decorators and docstring left out."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            words = first.end_lineno - first.lineno + 1 if told else 0
            yield node, node.end_lineno - node.lineno + 1 - words
