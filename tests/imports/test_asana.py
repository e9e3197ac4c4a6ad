"""Reading the CSV that Asana exports."""

from datetime import date

import pytest

from tests.imports.files import an_asana, notes_of, plan_of, refusal_of, tasks_of, titles_of
from tracker.imports.parsers.asana.columns import KNOWN_TITLES


def in_section(section, **more):
    return {"Section/Column": section} | more


def under(parent, **more):
    return {"Parent task": parent} | more


def test_sections_become_goals_in_the_order_they_appear():
    plan = plan_of(an_asana(in_section("Kitchen"), in_section("Till"), in_section("Kitchen")))

    assert (plan.source, plan.name) == ("asana", "Opening")
    assert [(goal.key, goal.title, titles_of(goal.tasks)) for goal in plan.goals] == [
        ("section:Kitchen", "Kitchen", ["Task 0", "Task 2"]),
        ("section:Till", "Till", ["Task 1"]),
    ]
    assert [task.row for task in tasks_of(plan)] == [2, 4, 3]


@pytest.mark.parametrize("section", ["", "  ", "(no section)"])
def test_a_task_without_a_section_goes_to_the_inbox(section):
    plan = plan_of(an_asana(in_section(section)))

    assert titles_of(plan.inbox) == ["Task 0"]
    assert "1 task is in no section and goes to the inbox." in plan.notes


def test_a_row_holds_owner_due_notes_and_whether_it_is_done():
    row = {"Assignee": "Rosa", "Assignee Email": "rosa@fornello.example", "Due Date": "2026-11-20"}
    row |= {"Notes": "First line,\n\nthen “more”.", "Completed At": "2026-11-19"}

    task = tasks_of(plan_of(an_asana(row)))[0]

    assert (task.owner_name, task.owner_email) == ("Rosa", "rosa@fornello.example")
    assert (task.due, task.status) == (date(2026, 11, 20), "done")
    assert task.details == "First line,\n\nthen “more”."
    assert task.key == "1210000000000000"


def test_older_files_call_the_section_column():
    titles = [
        title.replace("Section/Column", "Column").replace("Parent task", "Parent Task")
        for title in KNOWN_TITLES
    ]

    plan = plan_of(an_asana({"Column": "Kitchen"}, {"Parent Task": "Task 0"}, titles=titles))

    assert titles_of(plan.goals) == ["Kitchen"]
    assert titles_of(tasks_of(plan)[0].steps) == ["Task 1"]


def test_subtasks_become_steps_in_any_row_order():
    plan = plan_of(an_asana(under("Task 1"), {}, under("Task 1", **{"Completed At": "2026-01-01"})))

    steps = tasks_of(plan)[0].steps
    assert [(step.key, step.title, step.done) for step in steps] == [
        ("1210000000000000", "Task 0", False),
        ("1210000000000002", "Task 2", True),
    ]


def test_a_subtask_of_a_subtask_is_a_step_of_the_top_task_right_below_its_parent():
    plan = plan_of(an_asana({}, under("Task 0"), under("Task 0"), under("Task 1"), under("Task 3")))

    assert titles_of(tasks_of(plan)[0].steps) == ["Task 1", "Task 3", "Task 4", "Task 2"]


def test_among_parents_with_one_name_the_nearest_above_is_used():
    rows = [{"Name": "Week"}, under("Week"), {"Name": "Week"}, under("Week"), {"Name": "Week"}]

    plan = plan_of(an_asana(*rows))

    assert [titles_of(task.steps) for task in tasks_of(plan)] == [["Task 1"], ["Task 3"], []]
    assert (
        "2 subtasks name a parent whose name appears more than once; the nearest one above was used"
        in notes_of(plan)
    )


@pytest.mark.parametrize(
    "rows",
    [
        [under("Somewhere else")],
        [under("Week"), {"Name": "Week"}, {"Name": "Week"}],
        [{"Name": "Week", "Parent task": "Week"}],
    ],
)
def test_a_subtask_whose_parent_is_unclear_becomes_a_task(rows):
    plan = plan_of(an_asana(*rows))

    assert len(tasks_of(plan)) == len(rows)
    assert "The parent of 1 subtask could not be found in the file" in notes_of(plan)


def test_rows_that_are_each_others_parents_do_not_vanish():
    plan = plan_of(an_asana(under("Task 1"), under("Task 2"), under("Task 3"), under("Task 1"), {}))

    assert [(task.title, titles_of(task.steps)) for task in tasks_of(plan)] == [
        ("Task 1", ["Task 0", "Task 3", "Task 2"]),
        ("Task 4", []),
    ]


def test_other_columns_of_a_subtask_go_into_the_details():
    row = under("Task 0", **{"Assignee": "Rosa", "Due Date": "2026-11-20", "Notes": "Ask twice."})

    plan = plan_of(an_asana({"Notes": "Plan it."}, row))

    assert tasks_of(plan)[0].details == "Plan it.\n\nStep: Task 1 (Rosa, due 2026-11-20)\n\nAsk twice."
    assert "1 step has an owner, a due date, notes or a long title; see the end of the details." in plan.notes


def test_ids_that_a_spreadsheet_has_shortened_refuse_the_file():
    words = refusal_of(an_asana({"Task ID": "1.2182E+15"}, {"Task ID": "1,2182E+15"}, {}))

    assert "Row 2: a spreadsheet program has shortened the Task ID to “1.2182E+15”." in words
    assert "Row 3: a spreadsheet program" in words
    assert "Row 4" not in words


def test_a_repeated_row_is_imported_once_and_reported():
    plan = plan_of(an_asana({"Task ID": "7", "Name": "Bake"}, {"Task ID": "7", "Name": "Bake "}))

    assert titles_of(tasks_of(plan)) == ["Bake"]
    assert "1 row repeats a Task ID with the same name; the first of them was imported: “Bake”." in plan.notes


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"Task ID": "1210000000000000"}, "Row 3: the Task ID 1210000000000000 is already in row 2"),
        ({"Task ID": ""}, "Row 3: the Task ID of “Task 1” is missing."),
        ({"Due Date": "20/11/2026"}, "Row 3: the due date “20/11/2026” is not written as Asana writes it"),
        ({"Due Date": "2026-02-30"}, "Row 3: the due date “2026-02-30” is not written as Asana writes it"),
    ],
)
def test_a_wrong_row_refuses_the_file_by_its_number(row, words):
    assert words in refusal_of(an_asana({}, row))


def test_rows_without_a_name_are_skipped_unless_other_cells_are_filled():
    plan = plan_of(an_asana({"Name": ""}, {"Name": "", "Notes": "Call the bank"}, {"Name": "-----"}))

    assert titles_of(tasks_of(plan)) == ["Untitled task"]
    assert "2 rows without a task's name were left out." in plan.notes


@pytest.mark.parametrize(
    "column", ["Notes", "Assignee", "Assignee Email", "Due Date", "Start Date", "Tags", "Budget"]
)
def test_a_divider_or_nameless_row_with_other_cells_is_a_task(column):
    value = {column: "2026-11-20" if "Date" in column else "rosa@fornello.example"}

    plan = plan_of(an_asana({"Name": "---"} | value, {"Name": ""} | value, titles=[*KNOWN_TITLES, "Budget"]))

    assert titles_of(tasks_of(plan)) == ["---", "Untitled task"]
    assert "left out" not in notes_of(plan)


def test_a_divider_with_subtasks_keeps_them():
    plan = plan_of(an_asana({"Name": "---"}, {"Name": "Call", "Parent task": "---"}, {"Name": "***"}))

    assert [(task.title, titles_of(task.steps)) for task in tasks_of(plan)] == [("---", ["Call"])]
    assert "1 row without a task's name was left out." in plan.notes


def test_a_custom_field_called_column_is_reported():
    titles = [*KNOWN_TITLES, "Column"]

    plan = plan_of(an_asana({"Section/Column": "Kitchen", "Column": "Doing"}, titles=titles))

    assert titles_of(plan.goals) == ["Kitchen"]
    assert "These columns were not imported: “Column”." in plan.notes


def test_unsupported_columns_are_named_when_they_have_values():
    titles = [*KNOWN_TITLES, "Event ", "Event ", "Empty"]

    notes = notes_of(plan_of(an_asana({"Tags": "red", "Event ": "fair"}, titles=titles)))

    assert "These columns were not imported: “Tags”, “Event”" in notes
    assert "Empty" not in notes


def test_done_tasks_are_imported_as_done_and_counted():
    assert (
        "2 tasks are done already and are imported as done."
        in plan_of(an_asana({"Completed At": "2026-01-01"}, {"Completed At": "2026-01-02"})).notes
    )


def test_a_due_date_in_an_unlikely_year_is_skipped_and_reported():
    plan = plan_of(an_asana({"Due Date": "1899-12-30"}))

    assert tasks_of(plan)[0].due is None
    assert "1 due date in an unlikely year was left out: “1899-12-30”." in plan.notes


def test_a_very_long_section_gets_a_short_key_and_is_reported_as_cut():
    plan = plan_of(an_asana(in_section("Kitchen and till " * 30)))

    assert len(plan.goals[0].key) <= 120
    assert len(plan.goals[0].title) <= 200
    assert "1 section's name is longer than 200 letters and was cut" in notes_of(plan)
