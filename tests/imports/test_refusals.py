"""Files we cannot read yet: what they are, and what to do instead."""

import json

import pytest

from tests.imports.files import a_csv, an_asana, refusal_of

WEKAN = {"_format": "wekan-board-1.0.0", "lists": [{"_id": "l", "title": "Kitchen"}], "cards": []}
OLD_WEKAN = {"title": "Pizza", "lists": [], "cards": [{"_id": "c", "title": "Bake", "listId": "l"}]}


@pytest.mark.parametrize(
    ("titles", "product"),
    [
        (["Summary", "Issue key", "Issue id", "Status"], "Jira"),
        (["Issue Type", "Epic Name", "Summary"], "Jira"),
        (["Task ID", "Task Name", "Task Content", "Status", "List Name"], "ClickUp"),
        (["TYPE", "CONTENT", "PRIORITY", "INDENT"], "Todoist"),
        (["#", "Project", "Tracker", "Status", "Subject"], "Redmine"),
        (["ID", "Subject", "Type", "Status", "Assignee"], "OpenProject"),
        (["Task ID", "Task Name", "Bucket Name", "Progress"], "Microsoft Planner"),
        (["Folder Name", "List Name", "Title", "taskId"], "TickTick"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_another_tool_is_refused_by_name(titles, product, delimiter):
    words = refusal_of(a_csv(titles, ["x"] * len(titles), delimiter=delimiter))

    assert f"This CSV looks like {product}'s, which we cannot read yet." in words


@pytest.mark.parametrize(
    "data",
    [b"Phase,Step,Prompt\n1,2,3\n", b"just a sentence", b"Dear Dana, here is the plan\nbest, Marco\n", b'"'],
)
def test_any_other_csv_is_refused_naming_both_sets_of_columns(data):
    words = refusal_of(data)

    assert "its columns are neither Asana's nor ours" in words
    assert "Task ID, Created At, Completed At" in words
    assert "Goal, Why, Task, Details, Kind, Owner, Due, Status, Steps, Seen by, Id" in words


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        (
            ["Task ID", "Name", "Assignee", "Tags", "Notes"],
            "the columns Completed At, Due Date and Parent task are missing",
        ),
        (
            ["Name", "Section", "Due Date", "Description"],
            "the columns Task ID, Completed At and Parent task are missing",
        ),
        (["Task ID", "Name", "Completed At", "Due Date"], "the column Parent task is missing"),
        (["Task", "Owner", "Due", "Status"], "Some of its columns are ours, but the column Goal is missing"),
        (["Task", "Projects", "DueDate", "Completed"], "its columns are neither Asana's nor ours"),
        (["gid", "name", "completed", "due_on", "projects"], "its columns are neither Asana's nor ours"),
    ],
)
def test_nearly_right_columns_are_refused_with_what_is_missing(titles, words):
    assert words in refusal_of(a_csv(titles, ["x"] * len(titles)))


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"PK\x03\x04....xl/workbook.xml", "This is an Excel file. Save the sheet as CSV and try again."),
        (
            b"PK\x03\x04..application/vnd.oasis.opendocument.spreadsheet",
            "This is a LibreOffice spreadsheet. Save the",
        ),
        (b"PK\x03\x04....word/document.xml", "This is a Word document."),
        (b"PK\x03\x04....plan.csv", "This is a ZIP archive. Unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is an old Excel file. Save the sheet as CSV"),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x1f\x8b\x08", "This is a compressed file."),
        (b"\x89PNG\r\n", "This is a picture."),
        (
            b'<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">',
            "a Microsoft Project file",
        ),
        (b"<!DOCTYPE html><html>", "This is a web page, not a plan."),
        (b"<rss/>", "This is an XML file, not a plan."),
        (b"Goal,Task\n,A\x00\n", "This file is not text."),
        (b"\x81\x8d\x8f\x90\x9d", "This file is not text."),
        (b"", "This file is empty."),
        (b" \r\n\t", "This file is empty."),
    ],
)
def test_other_formats_are_refused_by_name(start, words):
    assert words in refusal_of(start)


def test_a_project_file_is_recognised_by_its_name():
    assert "Microsoft Project" in refusal_of(b"\xd0\xcf\x11\xe0", file_name="Opening.MPP")


@pytest.mark.parametrize(
    ("board", "words"),
    [
        (WEKAN, "This is a WeKan board, which we cannot read yet"),
        (OLD_WEKAN, "This is a WeKan board, which we cannot read yet"),
        ({"data": [{"gid": "1"}]}, "This looks like Asana's JSON; we read its CSV."),
        (
            {"id": "c", "idBoard": "b", "idList": "l", "name": "Bake"},
            "This is one Trello card; we read whole boards.",
        ),
        ({}, "This JSON is not a Trello board. In Trello open the board's menu"),
        ([1, 2], "This JSON is not a Trello board."),
        ({"lists": [], "cards": {}}, "This JSON is not a Trello board."),
        ({"lists": [{"id": "l", "name": "K"}], "cards": ["c"]}, "This JSON is not a Trello board."),
        ({"lists": [{"name": "K"}], "cards": []}, "This JSON is not a Trello board."),
    ],
)
def test_json_that_is_no_trello_board_is_refused_by_name(board, words):
    assert words in refusal_of(json.dumps(board).encode())


@pytest.mark.parametrize("text", ['{"lists": [', '{"lists": [],\n1}', "[1 2]", "{'lists': []}"])
def test_broken_json_is_refused_with_its_line(text):
    assert refusal_of(text.encode()).startswith(
        f"This JSON file is broken at line {1 + text.count(chr(10))}."
    )


def test_a_good_header_with_nothing_under_it_is_refused():
    assert refusal_of(an_asana()).startswith("There are no goals and no tasks in this file.")
