"""Reading a spreadsheet with our own columns."""

from datetime import date

import pytest

from tests.imports.files import a_csv, notes_of, plan_of, refusal_of, tasks_of, titles_of
from tracker.imports.parsers.spreadsheet.columns import own_columns, template_csv

MONDAY = date(2026, 11, 23)


def test_the_template_can_be_imported_unchanged():
    plan = plan_of(template_csv(MONDAY).encode(), file_name="template.csv")

    goal = plan.goals[0]
    assert (plan.source, plan.name, len(plan.goals)) == ("own", "template", 1)
    assert (goal.key, goal.why, goal.owner_name, goal.status) == (
        "G1",
        "You can take a week off",
        "Dana Whitlock",
        "on_track",
    )
    assert (goal.due, goal.tasks[0].due) == (date(2027, 1, 29), date(2026, 12, 4))
    assert [(task.key, len(task.steps)) for task in goal.tasks] == [("T1", 3), ("T2", 0)]
    assert titles_of(plan.inbox) == ["Look for a cheaper parcel service"]


def test_every_column_is_documented_and_in_the_template():
    header = template_csv(MONDAY).splitlines()[0].split(",")

    assert header == [column.title for column in own_columns]
    assert all(column.meaning.endswith(".") for column in own_columns)


def test_a_row_is_a_task_with_all_its_columns():
    titles = ["Status", "Task", "Goal", "Kind", "Owner", "Due", "Details", "Id"]
    row = [
        "Waiting",
        "Call the bank",
        "Books",
        "Routine",
        "Marco <marco@fornello.example>",
        "2026-11-20",
        "Twice\na week",
        "7",
    ]

    task = tasks_of(plan_of(a_csv(titles, row)))[0]

    assert (task.key, task.title, task.kind, task.status) == ("7", "Call the bank", "routine", "waiting")
    assert (task.owner_name, task.owner_email) == ("Marco", "marco@fornello.example")
    assert (task.due, task.details) == (date(2026, 11, 20), "Twice\na week")


@pytest.mark.parametrize("goal", ["", " ", "Inbox", "INBOX"])
def test_a_task_without_a_goal_goes_to_the_inbox(goal):
    plan = plan_of(a_csv(["Goal", "Task"], [goal, "Call the bank"]))

    assert (titles_of(plan.inbox), plan.goals) == (["Call the bank"], ())
    assert "1 task has no goal and goes to the inbox." in plan.notes


def test_a_goal_is_recognised_in_any_spelling_of_its_rows():
    plan = plan_of(a_csv(["Goal", "Task"], ["Clean books", "A"], ["Till", "B"], [" clean  BOOKS", "C"]))

    assert [(goal.title, titles_of(goal.tasks)) for goal in plan.goals] == [
        ("Clean books", ["A", "C"]),
        ("Till", ["B"]),
    ]


def test_a_row_without_a_task_describes_its_goal():
    titles = ["Goal", "Task", "Why", "Owner", "Due", "Status"]
    plan = plan_of(a_csv(titles, ["Books", "A"], ["Books", "", "Sleep well", "Dana", "2026-12-31", "watch"]))

    goal = plan.goals[0]
    assert (goal.why, goal.owner_name, goal.due, goal.status) == (
        "Sleep well",
        "Dana",
        date(2026, 12, 31),
        "watch",
    )
    assert titles_of(goal.tasks) == ["A"]


def test_a_why_may_be_on_any_row_of_its_goal():
    plan = plan_of(
        a_csv(
            ["Goal", "Why", "Task"],
            ["Books", "", "A"],
            ["Books", "Sleep well", "B"],
            ["Books", "Sleep well", "C"],
        )
    )

    assert plan.goals[0].why == "Sleep well"


def test_steps_are_lines_of_a_cell_more_columns_or_rows_of_their_own():
    titles = ["Goal", "Task", "Steps", "Step 2", "Step"]
    rows = [["", "Call", "[x] Find the number\n\n- [ ] Dial", "", "Speak"], ["", "", "[X] Hang up"]]

    steps = tasks_of(plan_of(a_csv(titles, *rows)))[0].steps

    assert [(step.title, step.done) for step in steps] == [
        ("Find the number", True),
        ("Dial", False),
        ("Speak", False),
        ("Hang up", True),
    ]


@pytest.mark.parametrize(
    ("owner", "name", "email"),
    [
        ("Dana Whitlock", "Dana Whitlock", ""),
        ("dana@whitlock.example", "", "dana@whitlock.example"),
        ('"Dana W." <dana@whitlock.example>', "Dana W.", "dana@whitlock.example"),
        ("@dana and Ash", "@dana and Ash", ""),
        ("", "", ""),
    ],
)
def test_an_owner_is_a_name_an_address_or_both(owner, name, email):
    task = tasks_of(plan_of(a_csv(["Goal", "Task", "Owner"], ["", "A", owner])))[0]

    assert (task.owner_name, task.owner_email) == (name, email)


def test_ids_identify_goals_across_imports():
    titles = ["Goal", "Task", "Id"]
    with_ids = plan_of(a_csv(titles, ["Books", "A", "1"], ["Till", "", "2"], ["Till", "B", ""]))
    without = plan_of(a_csv(titles, ["Books", "A", ""]))

    assert [goal.key for goal in with_ids.goals] == ["goal:books", "2"]
    assert [task.key for task in tasks_of(with_ids)] == ["1", None]
    assert (with_ids.has_keys(), without.has_keys()) == (True, False)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"Owner": "Dana"}, "the task has no title. Write it under Task."),
        ({"Steps": "Dial"}, "these steps have no task above them."),
        (
            {"Task": "A", "Status": "nearly"},
            "the status “nearly” is not one of: not started, on track, watch",
        ),
        ({"Task": "A", "Kind": "misc"}, "the kind “misc” is not one of: strategy, build, routine."),
        ({"Task": "A", "Due": "soon"}, "“soon” is not a day we can read. Write it like 2026-11-20"),
        ({"Task": "A", "Due": "2026-02-30"}, "“2026-02-30” is not a day we can read."),
        ({"Task": "A", "Due": "3/4/2026"}, "the day “3/4/2026” can be read two ways."),
        ({"Task": "A", "Due": "1899-12-30"}, "the year of “1899-12-30” is unlikely."),
        ({"Task": "A", "Why": "Because"}, "a Why belongs to a goal, and this row has none."),
        (
            {"Goal": "Books", "Kind": "build"},
            "Details, Kind, Steps and Seen by belong to a task, and this row has none.",
        ),
        ({"Goal": "g" * 201, "Task": "A"}, "the goal is 201 letters long; 200 is the most."),
        ({"Task": "A", "Owner": "o" * 121}, "the owner's name is 121 letters long; 120 is the most."),
        ({"Task": "A", "Id": "i" * 121}, "the Id is 121 letters long; 120 is the most."),
    ],
)
def test_a_wrong_row_is_refused_with_its_number(row, words):
    titles = [column.title for column in own_columns]

    assert f"Row 2: {words}" in refusal_of(a_csv(titles, [row.get(title, "") for title in titles]))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Books", "", "1"], ["Books", "", "2"]], "Row 3: the goal “Books” is described in row 2 already."),
        ([["", "A", "1"], ["", "B", "1"]], "Row 3: the Id “1” is already in row 2."),
    ],
)
def test_a_goal_or_id_given_twice_is_refused(rows, words):
    assert words in refusal_of(a_csv(["Goal", "Task", "Id"], *rows))


def test_two_reasons_for_one_goal_are_refused():
    rows = [["Books", "Sleep well", "A"], ["Books", "Pay less", "B"]]

    assert "Row 3: the goal “Books” has another Why above." in refusal_of(
        a_csv(["Goal", "Why", "Task"], *rows)
    )


def test_up_to_fifty_wrong_rows_are_listed_at_once():
    words = refusal_of(a_csv(["Goal", "Task", "Status"], *[["", "A", "nearly"]] * 62))

    assert words.startswith("Some rows are not right. Nothing was imported.\nRow 2: ")
    assert words.count("Row ") == 50
    assert words.endswith("\nand 12 more")


def test_two_columns_with_one_name_are_refused():
    assert "Two columns are called Due." in refusal_of(a_csv(["Goal", "Task", "Due", "due"], ["", "A"]))


def test_a_file_cannot_name_a_client_a_database_row_or_an_author():
    titles = ["Goal", "Task", "client_id", "", "created_by"]

    plan = plan_of(a_csv(titles, ["", "A", "2", "stray", "dana"]))

    assert (
        "These columns were not imported: “client_id”, column 4, which has no header, “created_by”."
        in notes_of(plan)
    )


def test_lines_above_the_header_are_reported():
    data = b"Plan for the autumn;;\n;;\nMarco signs;above 900;\nGoal;Task;Owner\n;Order flour;Rosa\n"

    notes = plan_of(data).notes

    assert (
        "2 lines above the header were not imported: “Plan for the autumn”, “Marco signs above 900”." in notes
    )
