"""Reading a file: its encoding, its separator and its header row."""

import json

import pytest

from tests.imports.files import (
    a_board,
    a_card,
    a_csv,
    an_asana,
    plan_of,
    refusal_of,
    tasks_of,
    titles_of,
)

HEADER = ["Goal", "Task", "Details"]
CAFE = a_csv(HEADER, ["Café", "Crème brûlée — 5 €", "“warm”"]).decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    plan = plan_of(CAFE.encode(encoding))

    assert titles_of(plan.goals) == ["Café"]
    assert titles_of(tasks_of(plan)) == ["Crème brûlée — 5 €"]


def test_a_guessed_encoding_is_reported():
    assert "Western European (Windows-1252)" in plan_of(CAFE.encode("cp1252")).notes[0]
    assert not plan_of(CAFE.encode()).notes


def test_a_damaged_character_refuses_the_file():
    assert refusal_of(CAFE.encode() + b"\xff\n").startswith("Some letters in this file are damaged.")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_decides_the_separator(delimiter):
    data = a_csv(HEADER, ["Books", "Pay; then, file", "a\tb"], delimiter=delimiter)

    task = tasks_of(plan_of(data))[0]

    assert (task.title, task.details) == ("Pay; then, file", "a\tb")


@pytest.mark.parametrize(
    "above",
    [
        ",,\n,,https://app.asana.com/-/sheets?domain=7\n,,\n",
        "sep=;\n",
        "\n\n",
        '"Our plan\nfor spring",,\n',
        "a\n" * 19,
    ],
)
def test_lines_above_the_header_are_skipped_but_counted_as_rows(above):
    plan = plan_of(above.encode() + an_asana({}).removeprefix(b"\xef\xbb\xbf"))

    assert [task.title for task in tasks_of(plan)] == ["Task 0"]
    assert tasks_of(plan)[0].row == len(above.replace("plan\nfor", "").splitlines()) + 2


def test_a_header_may_be_written_in_capitals_quotes_and_odd_spaces():
    plan = plan_of('\ufeff" GOAL","Task\n",details\nBooks,Pay\n'.encode())

    assert titles_of(plan.goals[0].tasks) == ["Pay"]


def test_blank_rows_short_rows_and_line_breaks_in_cells_are_fine():
    plan = plan_of(b'Goal,Task,Details,Kind\n\n,,,\nBooks,Pay,"one\ntwo"\n , ,,\nBooks,File\n')

    assert [(task.row, task.title, task.details) for task in tasks_of(plan)] == [
        (4, "Pay", "one\ntwo"),
        (6, "File", ""),
    ]


def test_of_two_columns_with_one_name_the_first_counts():
    titles = ["Task ID", "Name", "Completed At", "Due Date", "Parent task", "Notes", "Notes"]

    plan = plan_of(a_csv(titles, ["1", "Bake", "", "", "", "mine", "a custom field's"]))

    assert tasks_of(plan)[0].details == "mine"
    assert "These columns were not imported: “Notes”." in plan.notes


def test_a_row_with_more_cells_than_the_header_is_refused():
    words = refusal_of(b"Goal,Task,Details\nBooks,Pay,now\nBooks,Pay rent, then tax,now\n,A,b,,,\n")

    assert "Row 3: “now” is under no header. Is a comma in the row not in quotes?" in words
    assert "Row 4" not in words


def test_a_quote_that_never_closes_is_refused_where_it_opens():
    words = refusal_of(b'Goal,Task\nBooks,Pay\nBooks,"File\nBooks,Send\n')

    assert (
        "Row 3: a cell holds more than 50,000 characters, or a quote that opens there never closes." in words
    )


def test_text_after_a_closing_quote_is_refused():
    assert "Row 2: there is text right after a closing quote." in refusal_of(
        b'Goal,Task\n"Books" and till,Pay\n'
    )


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_board_may_be_compact_or_indented(indent, encoding):
    board = json.dumps(json.loads(a_board(a_card())), indent=indent)

    assert titles_of(tasks_of(plan_of(f"\n {board}\n".encode(encoding)))) == ["Order flour"]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Pizza plan.csv", "Pizza plan"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.b.csv", "a.b"),
        ("", "Untitled plan"),
    ],
)
def test_a_plan_is_named_after_its_file_without_path_or_ending(name, called):
    assert plan_of(CAFE.encode(), file_name=name).name == called
