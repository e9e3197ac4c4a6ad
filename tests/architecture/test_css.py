"""Styles and scripts: each named in its ORDER, small enough, and what we did not write is what it says it is."""

import re
from hashlib import sha256

import pytest

from tests.architecture.source import SCRIPTS, STYLES, short
from tests.conftest import ROOT
from tracker.foundation.assets import joined

SHEET_AT_MOST = {"ORDER": 36 * 1024, "DESK": 36 * 1024, "PAPER": 6 * 1024, "PICTURE": 6 * 1024,
                 "IMPORT": 2 * 1024, "NARROW": 4 * 1024}  # fmt: skip
"""The sheet of every page; of those one works at, which a letter never fetches; for paper; for the timeline
and for imports alone; for large text on a phone."""

A_ROW = re.compile(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_source_is_in_order(kind):
    folder = ROOT / "static" / kind
    orders = [folder / order for order in SHEET_AT_MOST if (folder / order).exists()]
    listed = [name for order in orders for name in order.read_text().split()]
    there = {str(path.relative_to(folder)) for path in folder.rglob(f"*.{kind}")}
    assert len(listed) == len(set(listed)), "a file is listed twice"
    assert set(listed) == there, f"static/{kind}: its lists and the folder differ: {set(listed) ^ there}"


@pytest.mark.parametrize("order", SHEET_AT_MOST)
def test_the_joined_sheet_is_small(order):
    size, most = len(joined(ROOT / "static/css", order)), SHEET_AT_MOST[order]
    assert size <= most, f"{size} bytes of CSS, {size - most} too many"


@pytest.mark.parametrize("path", STYLES, ids=short)
def test_styles_take_nothing_from_elsewhere(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert "@import" not in text, "the sheets are joined: name the file in ORDER"
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), "fonts and pictures are our own"


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_scripts_need_no_eval(path):
    found = re.findall(r"\beval\(|new Function|\.innerHTML\s*=|document\.write|https?://", path.read_text())
    assert not found, f"{found}: textContent, or a part from the server"


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_what_we_did_not_write_is_what_it_says(folder):
    rows = dict(A_ROW.findall((ROOT / folder / "VENDORED.md").read_text()))
    there = {path.name for path in (ROOT / folder).iterdir() if path.is_file()} - {"VENDORED.md"}
    assert set(rows) == there, f"{folder}/VENDORED.md and the folder differ: {set(rows) ^ there}"
    for name, said in rows.items():
        assert sha256((ROOT / folder / name).read_bytes()).hexdigest() == said, (
            f"{name} is not the file it was"
        )
