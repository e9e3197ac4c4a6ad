"""Files that are too large are refused quickly, with a message."""

import json
import time

import pytest

from tests.imports.files import a_board, a_card, a_checklist, a_csv, a_list, plan_of, refusal_of, tasks_of

MB10 = 10 * 1024 * 1024
HEADER = b"Goal,Task,Steps\n"
BUDGET = 2.0


@pytest.fixture(autouse=True)
def in_time():
    """Limit processor seconds, not wall time, so that a busy machine fails no test."""
    start = time.process_time()
    yield
    assert time.process_time() - start < BUDGET


def test_five_thousand_rows_are_accepted_and_one_more_is_refused():
    row = b"Books,Pay\n"

    assert len(tasks_of(plan_of(HEADER + row * 5_000))) == 5_000
    assert "more than 5,000 rows" in refusal_of(HEADER + row * 5_001)


def test_three_hundred_columns_are_accepted_and_one_more_is_refused():
    titles = ["Goal", "Task", *[f"Field {place}" for place in range(298)]]

    assert tasks_of(plan_of(a_csv(titles, ["", "A"])))
    assert "more than 300 columns" in refusal_of(a_csv([*titles, "Another"], ["", "A"]))


def test_fifty_thousand_characters_are_accepted_and_one_more_is_refused():
    titles = ["Goal", "Task", "Details"]

    assert len(tasks_of(plan_of(a_csv(titles, ["", "A", "d" * 50_000])))[0].details) == 50_000
    assert "Row 2: the cell under “Details” holds 50,001 characters; 50,000 is the most." in refusal_of(
        a_csv(titles, ["", "A", "d" * 50_001])
    )


@pytest.mark.parametrize(
    ("board", "words"),
    [
        (a_board(*[a_card(str(n)) for n in range(5_001)]), "more than 5,000 cards"),
        (a_board(lists=[a_list(str(n)) for n in range(1_001)]), "more than 1,000 lists"),
        (a_board(a_card(), checklists=[a_checklist(*["s"] * 10_001)]), "more than 10,000 steps"),
    ],
)
def test_a_board_that_is_too_large_is_refused(board, words):
    assert words in refusal_of(board)


def test_thousands_of_archived_cards_do_not_count():
    cards = [a_card(str(n), closed=n > 0) for n in range(8_000)]

    assert len(tasks_of(plan_of(a_board(*cards)))) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[" * MB10, "too large or too deeply nested"),
        (b'{"a":' * (MB10 // 5), "too large or too deeply nested"),
        (b"[" * (MB10 // 2) + b"]" * (MB10 // 2), "too large or too deeply nested"),
        (b"[" + b"7" * (MB10 - 2) + b"]", "too large or too deeply nested"),
        (b"x" * (MB10 + 1), "larger than 10 MB"),
        (HEADER + b"a,b\n" * 1_000_000, "more than 5,000 rows"),
        (HEADER + b"\n" * (MB10 - 20), "more than 50,000 lines"),
        (HEADER + b",,\n" * 3_000_000, "more than 50,000 lines"),
        (HEADER + b'"' + b"a" * (MB10 - 30) + b'"\n', "Row 2: a cell holds more than 50,000 characters"),
        (HEADER + b'"' * (MB10 - 20), "Row 2: a cell holds more than 50,000 characters"),
        (HEADER + b"," * (MB10 - 20), "no goals and no tasks"),
        (HEADER + (b'a,b,"' + b"s\n" * 1000 + b'"\n') * 4_000, "more than 10,000 steps"),
        (b"," * MB10, "neither Asana's nor ours"),
        (b"a" * MB10, "neither Asana's nor ours"),
        (b"\xff" * MB10, "neither Asana's nor ours"),
        (b"\x90" * MB10, "not text"),
        (b"\n" * MB10, "empty"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_decompression_bomb_is_refused_with_a_message(data, words):
    assert words in refusal_of(data)


def test_a_ten_megabyte_title_is_refused_by_its_card():
    assert "Card 1: its text" in refusal_of(a_board(a_card(name="a " * 5_000_000)))


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "1" * 400, "true", '"7"'])
def test_a_position_that_is_no_number_counts_as_first(number):
    data = a_board(a_card(), a_card("c2", pos="odd")).replace(b'"odd"', number.encode())

    assert [task.key for task in tasks_of(plan_of(data))] == ["c2", "c1"]


def test_lone_surrogates_are_made_safe_for_every_database():
    data = json.dumps({"lists": [a_list(name="\ud800")], "cards": [a_card(name="a\udfffb")]}).encode()

    plan = plan_of(data)

    assert (plan.goals[0].title, tasks_of(plan)[0].title) == ("\ufffd", "a\ufffdb")
