"""Importing in the browser: upload, preview, apply or cancel."""

import io
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.imports.conftest import BASE, Importer
from tests.imports.files import a_board, a_card, a_checklist, a_csv, a_list, an_asana
from tests.query_counter import counted
from tests.roadmap.people import a_second_rosa
from tests.world import set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.imports.models import ImportRow, ImportRun
from tracker.roadmap.models import Goal, Task

BOARD = a_board(a_card(), checklists=[a_checklist("Call the mill", "Compare")])


def a_file(data=BOARD, name="board.json"):
    return io.BytesIO(data), name


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_coo_and_ceo_see_the_supported_files(request, who):
    page = request.getfixturevalue(who).get(BASE)
    assert "Trello" in page.words("#formats") and "Asana" in page.words("#formats")
    assert "No imports yet." in page.text
    assert page.one("#template")["href"] == f"{BASE}/template.csv"


@pytest.mark.parametrize("who, status", [("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)])
def test_nobody_else_may_import(request, cast, importer, who, status):
    at = importer.send(BOARD)
    visitor = request.getfixturevalue(who)
    for path in (BASE, at, f"{BASE}/template.csv"):
        visitor.get(path, status=status)
    visitor.post(BASE, status=status, file=a_file())
    for act in ("apply", "cancel"):
        visitor.post(f"{at}/{act}", status=status)
    assert db.session.query(Goal).count() == 0


def test_an_import_of_another_client_is_a_404(cast, dana, importer):
    importer.send(BOARD)
    for path in ("1", "2"):
        dana.get(f"/clients/okafor-immigration-law/import/{path}", status=404)
        dana.post(f"/clients/okafor-immigration-law/import/{path}/apply", status=404)
    assert "board.json" not in dana.get("/clients/okafor-immigration-law/import").html


def test_the_preview_counts_and_saves_nothing(importer):
    page = importer.preview(BOARD)
    counts = page.soup.select("section[id^=import-] tbody tr")
    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in counts}
    assert rows == {"Goals": ["1", "0", "0"], "Tasks": ["1", "0", "0"], "Steps": ["2", "0", "0"]}
    lanes = page.words("[id^=import-][id$=-lanes]")
    assert "Order flour" in lanes and "2 steps" in lanes
    assert db.session.query(Goal).count() == db.session.query(Task).count() == 0


def test_the_preview_says_who_will_see_it_and_which_time_zone_counts(importer):
    page = importer.preview(a_board(a_card(due="2026-12-05T02:00:00.000Z")))
    assert "Marco (CEO) and 2 others will see what is imported." in page.text
    assert "Fri 4 Dec" in page.text and "New York time" in page.text


def test_the_preview_says_which_owners_have_access(importer):
    rows = [
        {"Assignee": "Rosa Delgado"},
        {"Assignee": "Nobody Here", "Assignee Email": "n@elsewhere.example"},
    ]
    people = importer.preview(an_asana(*rows), "tasks.csv").words("[id^=import-][id$=-people]")
    assert "Rosa Delgado: 1 item, has access" in people
    assert "Nobody Here: 1 item, no access here, kept as a name" in people


def test_the_preview_lists_how_first_names_were_matched(importer, cast):
    a_second_rosa(cast)
    rows = [{"Assignee": "marco"}, {"Assignee": "Rosa"}]
    people = importer.preview(an_asana(*rows), "tasks.csv").words("[id^=import-][id$=-people]")
    assert "marco: 1 item, matched to Marco Bellini" in people
    assert "Rosa: 1 item, matches Rosa Delgado and Rosa Delgado, so kept as a name without access" in people


def test_a_file_that_is_refused_says_why_and_which_rows(importer):
    page = importer.preview(a_csv(["Goal", "Task", "Due"], ["Oven", "Order", "31 February"]), "plan.csv")
    assert "Some rows are not right. Nothing was imported." in page.one("[role=alert]").text
    assert "Row 2: “31 February” is not a day" in page.text
    assert not page.soup.select("form[action$=apply]") and db.session.query(ImportRow).count() == 0


@pytest.mark.parametrize(
    "data, name, words",
    [
        (b"", "empty.csv", "This file is empty."),
        (b'{"lists": [{"_id": "a", "title": "To do"}], "cards": []}', "wekan.json", "This is a WeKan board"),
        (b'{"lists": [', "half.json", "This JSON file is broken at line 1"),
        (b"[" * 200_000, "deep.json", "too deeply nested"),
        (b"PK\x03\x04 xl/workbook", "plan.xlsx", "Save the sheet as CSV"),
        (a_csv(["Summary", "Issue key"], ["x", "OVEN-1"]), "jira.csv", "looks like Jira's"),
    ],
)  # fmt: skip
def test_an_unreadable_file_is_refused_with_a_message(importer, data, name, words):
    assert words in importer.preview(data, name).words("[role=alert]")


def test_a_form_without_a_file_is_refused(dana):
    page = dana.post(BASE, expect=422)
    assert "Choose a file first." in page.words("#upload .invalid .error")
    assert "Choose a file first." in dana.swap(BASE, expect=422).parts["upload"].get_text()


@pytest.mark.parametrize("size", [10 * 1024 * 1024 + 1, 12 * 1024 * 1024])
def test_more_than_ten_megabytes_is_a_413_with_a_message(dana, size):
    form = {"csrf_token": dana.csrf(), "file": FileStorage(io.BytesIO(b"x" * size), "huge.csv")}
    boundary, body = encode_multipart(form)  # the test client would leave a temporary file open
    answer = dana.http.post(BASE, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 413 and "Files may have up to 10 MB" in answer.text
    assert db.session.query(ImportRun).count() == 0


def test_the_same_form_sent_twice_is_one_import(importer):
    first = importer.send(BOARD, form_key="once")
    assert importer.send(BOARD, form_key="once") == first
    assert db.session.query(ImportRun).count() == 1


def test_import_pages_need_few_queries(importer, dana):
    preview = importer.send(BOARD)
    report = importer.send(an_asana({}), "tasks.csv")
    dana.post(f"{report}/apply")
    for path in (BASE, preview, report):
        with counted() as asked:
            dana.get(path)
        assert len(asked) <= 12, "\n".join(asked)


def test_cancelling_keeps_nothing(importer, dana, last_run):
    at = importer.send(BOARD)
    parts = dana.swap(f"{at}/cancel").parts
    assert "was cancelled" in parts[f"import-{at.rpartition('/')[2]}"].get_text()
    assert db.session.query(ImportRow).count() == 0
    refusal = dana.post(f"{at}/apply", expect=422)
    assert "There is nothing left to import" in refusal.text and db.session.query(Goal).count() == 0


def test_past_imports_show_their_results(importer, dana):
    importer.apply(BOARD)
    importer.send(b"", "empty.csv")
    words = dana.get(BASE).words("#imports")
    assert "1 goal, 1 task and 2 steps new" in words and "Imported" in words
    assert "This file is empty." in words and "Not imported" in words


def test_the_template_opens_in_a_spreadsheet_and_can_be_imported_unchanged(dana, importer):
    answer = dana.http.get(f"{BASE}/template.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfGoal,Why,Task")
    assert answer.headers["Content-Disposition"] == "attachment; filename=footbridge-template.csv"
    assert answer.mimetype == "text/csv" and answer.headers["X-Content-Type-Options"] == "nosniff"
    importer.apply(answer.data, "template.csv")
    assert [goal.title for goal in db.session.query(Goal)] == ["Somebody else can run the week"]


def a_run_being_read(cast, **columns):
    run = ImportRun.start(cast.fornello, "slow.csv", "0" * 64, by=cast.dana)
    db.session.commit()
    set_columns(run, **columns)
    return f"{BASE}/{run.number}"


def test_while_a_file_is_read_the_page_polls_every_second(cast, dana):
    at = a_run_being_read(cast, progress=500, total=2000)
    page = dana.get(at)
    section = page.one("section[id^=import-]")
    assert (section["hx-get"], section["hx-trigger"]) == (f"{at}?seen=500", "every 1s")
    assert "500 of 2,000 rows" in page.text and page.one(f"a.button[href='{at}']").text == "Look again"
    dana.get(f"{at}?seen=500", htmx=True, status=204)
    assert "500 of 2,000" in dana.get(f"{at}?seen=0", htmx=True).words("section[id^=import-]")


def test_an_import_whose_reader_died_is_reported_as_failed(cast, dana):
    at = a_run_being_read(cast, last_activity_at=clock.now() - timedelta(seconds=21))
    assert "The import stopped part-way. Send the file once more." in dana.get(f"{at}?seen=0", htmx=True).text
    assert "There is nothing left" in dana.post(f"{at}/apply", expect=422).text
    assert "The import stopped part-way" in dana.get(BASE).words("#imports")


def test_a_file_that_is_still_being_read_cannot_be_applied(cast, dana):
    at = a_run_being_read(cast, progress=0)
    assert "It is still being read" in dana.post(f"{at}/apply", expect=422).text


def test_a_file_name_with_markup_is_escaped(importer, dana):
    page = importer.preview(BOARD, "../../<b>etc</b>\x07/<img src=x>.json")
    assert "<img" not in page.html.replace("&lt;img", "") and "&lt;img src=x&gt;.json" in page.html


def test_a_ceo_may_import_too(marco, cast):
    importer = Importer(marco)
    page = importer.preview(BOARD)
    assert "Dana (COO) and 2 others will see what is imported." in page.text
    marco.post(f"{importer.last}/apply")
    assert db.session.query(Goal).one().created_by_id == cast.marco.id


def test_ten_goals_are_shown_and_the_rest_counted(importer):
    lists = [a_list(f"l{place}", f"List {place}", pos=place) for place in range(12)]
    cards = [a_card(f"c{place}", f"Card {place}", idList="l0", pos=place) for place in range(11)]
    words = importer.preview(a_board(*cards, lists=lists)).words("[id^=import-][id$=-lanes]")
    assert "The first 10 goals" in words and "List 9" in words and "List 10" not in words
    assert "and 2 more goals" in words and "and 3 more tasks" in words
