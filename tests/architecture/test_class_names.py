"""Classes and ids: whole words, and none that styles nothing or that nothing carries."""

import re
from functools import cache

import pytest

from tests.architecture.source import COMMENT, PYTHON, SCRIPTS, STYLES, TEMPLATES

SHORT_WORDS = {"ceo", "coo", "day", "dot", "due", "js", "nav", "now", "row", "why"}
"""Classes and ids of fewer than four letters that are words all the same."""

WITHOUT_STYLE = {
    "coo": "says on `<body>` whom a page is for, as `ceo` does",
    "roomy": "the usual density of a printed timeline, beside `close` and `tight`",
}
"""Classes that no rule and no script asks for, and why they are there."""

FROM_OUTSIDE = {"htmx-request"}
"""Classes that a library sets."""

ATTRIBUTE = re.compile(
    r"""(?<![\w-])class=(?:"((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)"|([a-z-]+)(?=[\s>]))""", re.DOTALL
)
A_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
AN_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
A_TEXT = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`]*)`")
AN_ID = re.compile(r"(?<![\w-])id=\"([^\"{]+)\"")
UNKNOWN = "\0"


@cache
def styled():
    """Every class that a rule of a stylesheet names."""
    names = set()
    for path in STYLES:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for prelude in re.findall(r"([^{};]+)\{", text):
            if not prelude.strip().startswith("@"):
                names |= set(re.findall(r"\.([a-zA-Z_][\w-]*)", prelude))
    return names


def carried(template):
    """Classes in a template's attributes; of a name that is put together, what stands before the unknown part."""
    for quoted, bare in ATTRIBUTE.findall(COMMENT.sub("", template)):
        known = AN_EXPRESSION.sub(UNKNOWN, A_TAG.sub(" ", quoted or bare))
        yield from known.split()


def texts(source):
    """The words of every text in quotes."""
    for found in A_TEXT.findall(source):
        yield from re.split(r"\s+", "".join(found))


@cache
def in_templates():
    return {name for path in TEMPLATES for name in carried(path.read_text())}


@cache
def in_code():
    """Words in texts of scripts, modules and the expressions of templates, which choose classes."""
    sources = [path.read_text() for path in [*SCRIPTS, *PYTHON]]
    sources += [
        part for path in TEMPLATES for part in re.findall(r"\{[{%].*?[}%]\}", path.read_text(), re.DOTALL)
    ]
    return {word for source in sources for word in texts(source)}


@cache
def beginnings():
    """What stands before the unknown part of a class: `status--`, `from-`."""
    whole = {name.split(UNKNOWN)[0] for name in in_templates() if UNKNOWN in name}
    return {*whole, *(found for word in in_code() for found in re.findall(r"^([a-z_-]+-)\$?\{", word))} - {""}


@cache
def asked():
    """Classes that scripts look for or set."""
    return {name for path in SCRIPTS for name in re.findall(r"[\w-]+", path.read_text())}


def letters(name):
    return len(re.sub(r"[^a-z]", "", name))


def is_abbreviated(name):
    """Fewer than four letters, or a part of one letter: `tl-q`."""
    short = letters(name) < 4 and name not in SHORT_WORDS
    return short or any(re.fullmatch(r"[a-z]\d*", part) for part in re.split(r"[-_]+", name))


def test_class_names_are_whole_words():
    names = styled() | {name.replace(UNKNOWN, "") for name in in_templates()} - {""}
    assert not sorted(filter(is_abbreviated, names))


def test_ids_are_whole_words():
    ids = {name for path in TEMPLATES for name in AN_ID.findall(COMMENT.sub("", path.read_text()))}
    assert not sorted(filter(is_abbreviated, ids))


def test_every_styled_class_is_carried_by_something():
    used = in_templates() | in_code() | FROM_OUTSIDE
    dead = {name for name in styled() - used if not name.startswith(tuple(beginnings()))}
    assert not dead, f"{sorted(dead)}: nothing has such a class any more"


def test_every_class_has_a_style_or_a_script():
    names = {name for name in in_templates() if UNKNOWN not in name}
    bare = names - styled() - asked() - set(WITHOUT_STYLE)
    assert not bare, f"{sorted(bare)}: no rule and no script asks for it"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("tl-q", True), ("btn", True), ("f12", True), ("c-name", True),
     ("from-12", False), ("row", False), ("status--on_track", False)],
)  # fmt: skip
def test_an_abbreviation_is_seen(name, wrong):
    assert is_abbreviated(name) is wrong
