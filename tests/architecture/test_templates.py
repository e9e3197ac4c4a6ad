"""Parts say what they need, have one root, and hide no script."""

import re

import pytest
from jinja2 import meta, nodes

from tests.architecture.source import COMMENT, PARTS, PYTHON, TEMPLATES, UI, short
from tests.conftest import ROOT

EVERYWHERE = set("g request session current_user navigation loop caller self super varargs kwargs".split())
VOID = "area base br col embed hr img input link meta source track wbr".split()
A_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:\"[^\"]*\"|[^>\"])*?)(/?)>", re.DOTALL)
A_PIECE = re.compile(A_TAG.pattern + r"|\{%-?\s*(else|elif)\b.*?%\}", re.DOTALL)
NO_ID = {"templates/tasks/_document_title.html": "a page has one title"}
ROOT_ID = re.compile(r"""\bid="[^"]+"|\{\{[^}]*\bid""")
FORBIDDEN = {
    r"\sstyle=": "no inline style: a class, or an SVG attribute",
    r"<style": "no inline style",
    r"<script(?![^>]*\ssrc=)": "no inline script: a behaviour in static/js",
    r"\son[a-z]+=": "no inline handler: a behaviour in static/js",
    r"hx-on": "no hx-on: a behaviour in static/js",
    r"""["']js:""": "no js: it needs eval",
    r"\|\s*safe\b": "never |safe",
    r"hx-(delete|put|patch)\b": "GET and POST only",
    r"hx-boost|hx-status": "not used in this project",
    r"hx-trigger=\"[^\"]*\[": "no filters in triggers: they need eval",
    r"https?://(?!www\.w3\.org)": "nothing from elsewhere",
}


def needs(path):
    found = re.match(r"\{# needs:(.*?)#\}", path.read_text())
    return None if found is None else {name.strip() for name in found[1].split(",")} - {"", "nothing"}


def stored(tree):
    """What a template names for itself: by set, in a loop, in a macro."""
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}


@pytest.mark.parametrize("path", PARTS, ids=short)
def test_a_part_says_what_it_needs_and_uses_nothing_else(built, path):
    stated = needs(path)
    assert stated is not None, "the first line is {# needs: task, reader #}"
    tree = built.jinja_env.parse(path.read_text())
    known = stated | EVERYWHERE | set(built.jinja_env.globals)
    used = meta.find_undeclared_variables(tree) - (stored(tree) - stated)
    assert used <= known, f"add {sorted(used - known)} to its first line"
    unused = stated - used - inner_needs(tree)
    assert not unused, f"take {sorted(unused)} out of its first line"


@pytest.mark.parametrize("path", PARTS, ids=short)
def test_a_part_has_what_its_inner_parts_need(built, path):
    tree = built.jinja_env.parse(path.read_text())
    missing = (
        inner_needs(tree) - (needs(path) or set()) - stored(tree) - EVERYWHERE - set(built.jinja_env.globals)
    )
    assert not missing, f"it includes parts that need {sorted(missing)}"


def inner_needs(tree):
    """What the parts it includes by name say they need."""
    asked = set()
    for node in tree.find_all(nodes.Include):
        named = node.template.value if isinstance(node.template, nodes.Const) else None
        if named and (ROOT / "templates" / named).exists():
            asked |= needs(ROOT / "templates" / named) or set()
    return asked


@pytest.mark.parametrize("path", PARTS, ids=short)
def test_a_part_has_one_root_with_an_id(path):
    roots, depth, beside = [], 0, 0
    for closing, name, attributes, alone, other in A_PIECE.findall(COMMENT.sub("", path.read_text())):
        if other:
            beside = beside if depth else 0  # an else at the top: the other branch has a root of its own
        elif closing:
            depth -= 1
        else:
            if depth == 0:
                roots.append(f"<{name}{attributes}>")
                beside += 1
            depth += name not in VOID and not alone
        assert beside <= 1, f"one root element, not {roots}"
    assert depth == 0 and roots, "a tag is not closed, or closed in one branch only"
    assert short(path) in NO_ID or all(ROOT_ID.search(root) for root in roots), (
        f"the root needs an id: {roots}"
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_script_hides_in_markup(path):
    text = COMMENT.sub("", path.read_text())
    found = [
        f"{why}: {match[0]!r}" for pattern, why in FORBIDDEN.items() if (match := re.search(pattern, text))
    ]
    assert not found, found


NOT_IN_COMMENTS = re.compile(
    r"\{#-?\s*What\b|\b[Ww]hoever\b|\bstands?\b|\b(?:as|what|where|when|if|which|one that) one\b"
    r"|\b[Oo]ne (?:can|may|reads?|writes?|drags?|pastes?|prints?)\b|\bone's own\b"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_comments_name_the_thing(path):
    found = [each for each in COMMENT.findall(path.read_text()) if NOT_IN_COMMENTS.search(each)]
    assert not found, f"write a noun: “The options of a select”, not “What one can choose”: {found}"


@pytest.mark.parametrize("path", UI, ids=short)
def test_macros_know_no_place(path):
    text = COMMENT.sub("", path.read_text())
    assert "hx-" not in text, "macros draw; parts do htmx"
    assert not re.search(r"\b(current_user|g)\.", text), "macros get what they show"


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_form_that_sends_has_a_token(path):
    text = COMMENT.sub("", path.read_text())
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert re.search(r"csrf|token\(|caller\(|include", form), f"{{{{ csrf() }}}} is missing: {form[:90]}"


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_template_imports_what_it_does_not_use(built, path):
    text = COMMENT.sub("", path.read_text())
    for names in re.findall(r"\{% from \"[^\"]+\" import (.*?)(?: with context)? %\}", text):
        for name in names.split(","):
            name = name.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{name}\b", text)) > 1, f"{name} is imported and not used"


def test_every_part_is_used():
    everything = "".join(path.read_text() for path in TEMPLATES)
    everything += "".join(path.read_text() for path in (ROOT / "tracker").rglob("*.py"))
    lonely = [short(path) for path in PARTS if f"{path.parent.name}/{path.name}" not in everything]
    assert not lonely, f"nobody includes or answers with {lonely}"


A_FRAGMENT = re.compile(r"""Fragment\(\s*"([\w-]+)",\s*"([\w/.]+\.html)"([^()]*(?:\([^()]*\)[^()]*)*)\)""")
OPENS_IN_ITS_PLACE = {("add-goal", "goals/_add_form.html")}
"""The form takes the place of the button that has this id."""


def fragments():
    """Every fragment with an id of its own that replaces the element of this id, as (id, template)."""
    for path in PYTHON:
        for target, template, rest in A_FRAGMENT.findall(path.read_text()):
            if "innerHTML" not in rest and "swap=" not in rest:
                yield target, template


@pytest.mark.parametrize("target, template", sorted(set(fragments()) - OPENS_IN_ITS_PLACE))
def test_what_replaces_an_element_has_its_id(target, template):
    """Or the next answer finds nothing to replace."""
    written = (ROOT / "templates" / template).read_text()
    assert re.search(rf"""\bid="{target}"|\bid=["']\{{\{{ id""", written), f"{template} has no id “{target}”"


def test_the_fragments_are_found():
    assert len(set(fragments())) > 30
