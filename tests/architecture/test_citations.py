"""Files that comments and documents name exist in the repository."""

import re

import pytest

from tests.architecture.source import PYTHON, SCRIPTS, STYLES, TEMPLATES, TESTS, short
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
