"""The foundation knows no word of the business: roles, records and pages are handed in."""

import ast
import re

import pytest

from tests.architecture.source import files, short, tree

WORDS = re.compile(
    r"(?<![a-z])(coo|ceo|goal|task|practice|seat|portfolio|road.?map|invitation)s?(?![a-z])", re.I
)
ALLOWED = {
    "tracker/foundation/text/names.py": "the words with which a name claims a role",
}
"""path → why it may have such words"""


def words_in(path):
    """Yield the names and the texts of a file, without its docstrings, each with its line."""
    docstrings = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno
        elif isinstance(node, ast.Name | ast.Attribute | ast.arg | ast.FunctionDef | ast.ClassDef):
            named = (getattr(node, part, None) for part in ("id", "attr", "arg", "name"))
            yield next(name for name in named if name), node.lineno


@pytest.mark.parametrize("path", files("tracker/foundation", "*.py"), ids=short)
def test_the_foundation_knows_no_word_of_the_business(path):
    found = [f"{word!r} in line {line}" for word, line in words_in(path) if WORDS.search(word)]
    assert bool(found) == (short(path) in ALLOWED), f"hand it in through `init_app`: {found}"
