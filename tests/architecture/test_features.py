"""What features declare is whole: a search has its group and its table, an export its columns, a key its words."""

import ast
import re
import tomllib
from collections import Counter

import pytest

from tests.architecture.source import PYTHON, ROOT, SCRIPTS, tree
from tracker.features import FEATURES, LOADED
from tracker.foundation.database import db

SEARCHES = [source for feature in LOADED for source in feature.search]
SHORTCUTS = [shortcut for feature in LOADED for shortcut in feature.shortcuts]
SHEETS = [sheet for feature in LOADED for sheet in feature.export]
OF_A_WORKBOOK = re.compile(r"[^\[\]:*?/\\]{1,31}")
"""What Excel accepts as the name of a sheet."""

SPELLED = {"Esc": "Escape", "↑": "ArrowUp", "↓": "ArrowDown"}
TABLE = re.compile(r"const (\w*SHORTCUTS\w*) = \{(.*?)\n? *\};", re.DOTALL)
ENTRY = re.compile(r'(?:^|, | )\s*(?:"([^"]+)"|(\w+)): (?:\(|[a-z]+[A-Za-z]*,)', re.MULTILINE)
COMPARED = re.compile(r'\bkey [!=]== "([^"]+)"')
ARROWS = re.compile(r"\{ (ArrowDown): 1, (ArrowUp): -1 \}")
WITH_CONTROL = re.compile(r'shortcutOf\(event\) !== "(\w)" \|\| !\(event\.ctrlKey')


@pytest.mark.parametrize("source", SEARCHES, ids=lambda source: source.group)
def test_a_search_names_its_group_and_columns_that_are_there(source):
    assert source.group and callable(source.hits)
    assert bool(source.table) == bool(source.texts), "a table and the columns with its text go together"
    if source.table:
        table = db.metadata.tables[source.table]
        assert {"id", "client_id", *source.texts, *source.names} <= set(table.c.keys())
    assert not source.offered_as or source.offers, "it names what it does not offer"


@pytest.mark.parametrize("what", ["group", "position", "table"])
def test_no_two_searches_share(what):
    counts = Counter(getattr(source, what) for source in SEARCHES if getattr(source, what))
    assert {value for value, count in counts.items() if count > 1} == set()


def test_the_core_of_search_names_no_table_group_or_page_of_a_feature():
    """A search of a new feature needs no line in `tracker/search`, whose own pages are the only ones it names."""
    named = {word for source in SEARCHES for word in (source.group, source.offered_as, source.table) if word}
    found = {
        (path.name, node.value)
        for path in (ROOT / "tracker/search").rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in named
    }
    assert found == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_a_sheet_has_columns_and_rows(sheet):
    assert OF_A_WORKBOOK.fullmatch(sheet.title) and callable(sheet.rows)
    assert sheet.titles and all(sheet.titles) and len(set(sheet.titles)) == len(sheet.titles)


@pytest.mark.parametrize("what", ["title", "position"])
def test_no_two_sheets_share(what):
    values = [getattr(sheet, what) for sheet in SHEETS]
    assert len(set(values)) == len(values) and "About" not in values, (
        "the last sheet of a workbook is “About”"
    )


def declared_keys():
    """Every declared shortcut as scripts see it: "x", "g t" for two in a row, "J" with Shift, "Ctrl k"."""
    found = set()
    for shortcut in SHORTCUTS:
        first, *more = [SPELLED.get(key, key) for key in shortcut.keys]
        if first == "Shift":
            found.add(more[0])
        elif first == "Ctrl":
            found.add(f"Ctrl {more[0].lower()}")
        else:
            found.add(" ".join([first, *more]))
    return found


def handled_keys():
    """Every shortcut that a script handles, spelled as in `declared_keys`."""
    found = set()
    for path in SCRIPTS:
        script = path.read_text()
        if "shortcutOf(event)" not in script:
            continue
        for name, entries in TABLE.findall(script):
            keys = {quoted or plain for quoted, plain in ENTRY.findall(entries)}
            found |= {f"g {key}" for key in keys} if name == "SHORTCUTS_AFTER_G" else keys - {"g"}
        found |= {*COMPARED.findall(script), *(key for pair in ARROWS.findall(script) for key in pair)}
        found |= {f"Ctrl {key}" for key in WITH_CONTROL.findall(script)}
    return found


def test_the_keys_that_are_listed_are_those_that_scripts_handle():
    """Declare a key in `shortcuts=` of the feature whose script handles it, or nobody learns of it."""
    assert declared_keys() == handled_keys()


def test_no_key_is_listed_twice_in_a_group():
    keys = Counter((shortcut.group, shortcut.keys) for shortcut in SHORTCUTS)
    places = Counter((shortcut.group, shortcut.position) for shortcut in SHORTCUTS)
    assert {max(keys.values()), max(places.values())} == {1}
    assert all(shortcut.words and shortcut.keys for shortcut in SHORTCUTS)


LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PLACED = {
    f"{contract['containers'][0]}.{name}"
    for contract in LAYERS
    if contract["type"] == "layers"
    for layer in contract["layers"]
    for name in re.findall(r"\w+", layer)
}
"""The modules and packages that a contract gives a layer."""
UNPLACED = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for folder in ("tracker", "tracker/roadmap")
    for path in (ROOT / folder).glob("[a-z]*")
    if path.suffix == ".py" or (path / "__init__.py").exists()
} - PLACED


def test_what_is_in_no_layer_is_a_feature_that_nothing_imports():
    """A new feature needs no line in `pyproject.toml`; it is above all others, and so no layer may import it."""
    imported = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in PYTHON
        for name in UNPLACED
        if not path.relative_to(ROOT).as_posix().startswith(name.replace(".", "/") + "/")
        and any(named == name or named.startswith(f"{name}.") for named in imports_of(path))
    }
    features = {f"tracker.{name}" for name in FEATURES}
    assert UNPLACED - features == set(), "give it a layer in pyproject.toml"
    assert imported == set(), "give it a layer in pyproject.toml, below the one that imports it"


def imports_of(path):
    """Yield the modules and names that a file imports, in full."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
