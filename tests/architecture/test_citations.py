"""Files that comments and documents name exist in the repository."""

import ast
import builtins
import io
import re
import tokenize

import pytest

from tests.architecture.source import PYTHON, SCRIPTS, STYLES, TEMPLATES, TESTS, short, tree
from tests.conftest import ROOT

DOCUMENTS = sorted(ROOT.glob("*.md"))
ELSEWHERE = re.compile(
    r"\b(SECURITY|DECISIONS|PRODUCT|DESIGN|STYLE|LIBRARIES|HOUSE)(,| rules?| part| section)? [A-Z]?\d"
)
A_NUMBER = re.compile(
    r" \([A-Z]\d{1,2}(, [A-Z]\d{1,2})*\)"
    r"|[\"( ](?!Q\d|A4)[A-Z]\d{1,2}(’s |: |–[A-Z]\d|, [A-Z]\d)"
)
A_DOCUMENT = re.compile(r"\b([A-Z]{4,}\.md)\b")
A_MODULE = re.compile(r"`((?:tracker|tests|templates|static|migrations)/[\w/.-]+\.\w+)`")


@pytest.mark.parametrize("path", [*PYTHON, *TESTS, *TEMPLATES, *STYLES, *SCRIPTS], ids=short)
def test_no_rule_is_cited_by_a_number_nobody_can_look_up(path):
    if path.name == "test_citations.py":
        return
    found = [
        line for line in path.read_text().splitlines() if ELSEWHERE.search(line) or A_NUMBER.search(line)
    ]
    assert not found, "give the reason itself"


@pytest.mark.parametrize("path", [*PYTHON, *TESTS, *DOCUMENTS], ids=short)
def test_a_document_that_is_named_is_there(path):
    there = {each.name for each in (*DOCUMENTS, *ROOT.glob("static/**/*.md"))}
    missing = set(A_DOCUMENT.findall(path.read_text())) - there
    assert not missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=short)
def test_a_file_that_a_document_names_is_there(path):
    assert not [name for name in A_MODULE.findall(path.read_text()) if not (ROOT / name).exists()]


A_NAME = re.compile(r"`([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(\(\))?`")


@pytest.fixture(scope="module")
def defined():
    """The names in each module and each class of the package, by the name of that; under "" all of them."""
    found = {"": set(dir(builtins))}
    for path in PYTHON:
        module = path.parent.name if path.stem == "__init__" else path.stem
        classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
        for name, node in [(module, tree(path)), *((each.name, each) for each in classes)]:
            found.setdefault(name, set()).update(names_below(node))
        found[""] |= found[module]
    return found


def names_below(node):
    for each in ast.walk(node):
        for field in ("name", "asname", "id", "attr", "arg"):
            if isinstance(value := getattr(each, field, None), str):
                yield value.split(".")[-1]
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier():
            yield each.value


def prose(path):
    """Yield the docstrings and comments of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    yield from (token.string for token in tokens if token.type == tokenize.COMMENT)


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_a_name_in_a_docstring_is_there(path, defined):
    """Of `module.name`, `Class.name` and `name()`."""
    missing = []
    for first, second, called in (each for text in prose(path) for each in A_NAME.findall(text)):
        if second:
            there = first not in defined or second in defined[first] or second in SUFFIXES
        else:
            there = not called or first in defined[""]
        missing += [] if there else [f"{first}.{second}" if second else first]
    assert not missing, f"these are not there: {missing}"


SUFFIXES = {"css", "html", "js", "md", "py", "txt"}
"""`letter.css` is a file."""
