"""Styles and scripts: each in one bundle, small enough, and vendored files are what they claim to be."""

import re
from hashlib import sha256

import pytest

from tests.architecture.source import SCRIPTS, STYLES, short
from tests.conftest import ROOT
from tracker.features import bundles
from tracker.foundation.assets import build_bundle, bundle_sources, compact_style

STATIC = ROOT / "static"
BUNDLES = bundles()
SHEET_AT_MOST = {"base.css": 40 * 1024, "workspace.css": 42 * 1024, "print.css": 6 * 1024,
                 "timeline.css": 8 * 1024, "import.css": 2 * 1024, "large-text.css": 4 * 1024}  # fmt: skip
"""Bytes as served, before compression; a bundle that a feature adds may have 2 KB."""

A_ROW = re.compile(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)


def test_every_source_is_in_one_bundle():
    listed = [path for bundle in BUNDLES for path in bundle_sources(STATIC, bundle, BUNDLES)]
    assert len(listed) == len(set(listed)), "a file is listed twice"
    assert set(listed) == {*STYLES, *SCRIPTS}, f"in no bundle: { ({*STYLES, *SCRIPTS} ^ set(listed)) }"


@pytest.mark.parametrize("bundle", [name for name in BUNDLES if name.endswith(".css")])
def test_a_stylesheet_is_small(bundle):
    size, most = len(build_bundle(STATIC, bundle, BUNDLES)), SHEET_AT_MOST.get(bundle, 2 * 1024)
    assert size <= most, f"{size} bytes of CSS, {size - most} too many"


def test_a_compact_style_keeps_its_meaning():
    style = b"""/* Why. */
@layer parts {
  .a > .b:is(.c, .d) :hover,
  .e {
    --empty: ;
    margin: calc(1px + 2px) 0;
    content: "a {  b; /c ";
    src: url(a.woff2) format("woff2");
  }
}
"""
    assert compact_style(style) == (
        b"@layer parts{.a > .b:is(.c,.d) :hover,.e{--empty:;margin:calc(1px + 2px) 0;"
        b'content:"a {  b; /c ";src:url(a.woff2) format("woff2")}}'
    )


@pytest.mark.parametrize("path", STYLES, ids=short)
def test_styles_take_nothing_from_elsewhere(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert "@import" not in text, "the stylesheets are joined: list the file in a bundle"
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), "fonts and pictures are our own"


LARGE = {"body", "html", "main", ".page", ".content", ".goal", ".tasks", ".task", ".row", ".add-line", ".visibility",
         ".assign-form", ".person"}  # fmt: skip


@pytest.mark.parametrize("path", [path for path in STYLES if not path.name.startswith("print")], ids=short)
def test_no_style_asks_what_is_in_a_page_or_a_row(path):
    """`body:has(…)` restyled all of a page of 500 tasks for every element that came or went: a list took 3 seconds."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    asked = {
        name
        for each in re.findall(r"([^\s,{}>+~()]+):has\(", text)
        for name in re.findall(r"[.#]?[\w-]+", each)
    }
    assert not asked & LARGE, f"{asked & LARGE}: give it a class, from the server or by a script"


CHANGES_THE_PAGE = re.compile(r":has\(|\.(?:has-selection|selecting|dragging|dragging-goals|js)\b")
"""What becomes true or false for a whole page: a relation to other elements, or a class that scripts give its body."""
UNIVERSAL = re.compile(r"(?<![\w-])\*")


@pytest.mark.parametrize("path", STYLES, ids=short)
def test_no_style_of_every_element_depends_on_the_page(path):
    """`.has-selection .task *` restyled 15,000 elements at the first tick of a box: a second and a half."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", text)
    found = [each.strip() for each in selectors if CHANGES_THE_PAGE.search(each) and UNIVERSAL.search(each)]
    assert not found, f"{found}: name the elements instead of *"


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
