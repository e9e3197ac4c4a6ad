"""Whatever a file contains, the parser returns a plan or a readable refusal."""

import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from tests.imports.files import a_board, a_card, a_checklist, a_csv, an_asana
from tracker.imports.parsers import limits, plan_json
from tracker.imports.parsers.detect import read_file
from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.spreadsheet.columns import own_columns

BOARD = a_board(
    a_card(due="2026-03-20T01:00:00.000Z", idMembers=["m1"], desc="x"),
    a_card("c2", "---", closed=True),
    checklists=[a_checklist("Call", "Pay"), a_checklist("Sign", name="After")],
)
ASANA = an_asana(
    {"Section/Column": "Kitchen", "Due Date": "2026-11-20", "Notes": "a\nb"}, {"Parent task": "Task 0"}
)
OWN = a_csv(
    [column.title for column in own_columns],
    ["Books", "Why", "Pay", "d", "build", "Ash", "3/14/2026", "done", "a\nb", "1"],
)
GOOD = some.sampled_from([BOARD, ASANA, OWN, OWN.decode().encode("utf-16"), OWN.replace(b",", b";")])
PIECES = some.one_of(
    some.binary(max_size=8),
    some.sampled_from(
        [b"\x00", b"\xff", b"\xef\xbb\xbf", b'"', b"\n", b"\r", b",", b";", b"\t", b"{", b"]", b"null"]
    ),
    some.sampled_from([b"1e999", b"true", b"\\ud800", b"9" * 30, b"-", b"[x]", "é\u202e\u2028".encode()]),
)
ANY_JSON = some.recursive(
    some.none() | some.booleans() | some.floats() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def is_answered(data, archived=False):
    """Whether the result is a plan that any database can store, or a refusal with a message."""
    try:
        plan = read_file(data, "x.csv", "America/New_York", include_archived=archived)
    except ImportRefused as refused:
        assert refused.message.endswith(".")
        assert len(list(refused.lines())) <= limits.PROBLEMS_SHOWN + 1
        return
    assert plan_json.from_json(plan_json.to_json(plan)) == plan
    assert "\x00" not in repr(plan)
    plan_json.to_json(plan).encode()
    for thing in [*plan.goals, *plan.tasks()]:
        assert 0 < len(thing.title) <= limits.TITLE
        assert len(thing.key or "") <= limits.KEY


@often
@given(
    GOOD, some.lists(some.tuples(some.floats(0, 1), some.integers(0, 6), PIECES), max_size=6), some.booleans()
)
def test_a_good_file_with_any_damage_is_answered(data, damages, archived):
    for place, length, piece in damages:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + length :]
    is_answered(data, archived)


@often
@given(some.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\xd8a\x00")
def test_any_bytes_are_answered(data):
    is_answered(data)


@settings(often, max_examples=100)
@given(some.data())
def test_a_board_with_anything_anywhere_is_answered(data):
    board = json.loads(BOARD)
    for _ in range(data.draw(some.integers(1, 3))):
        part = board
        while isinstance(part, dict | list) and part:
            key = data.draw(some.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
            if not isinstance(part[key], dict | list) or data.draw(some.booleans()):
                part[key] = data.draw(ANY_JSON)
                break
            part = part[key]
    is_answered(json.dumps(board).encode(), archived=True)


@often
@given(some.lists(some.lists(some.text(max_size=12), max_size=11), max_size=5), some.sampled_from(",;\t"))
def test_a_spreadsheet_of_any_text_is_answered(rows, delimiter):
    rows = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    is_answered(a_csv([column.title for column in own_columns], *rows, delimiter=delimiter))
