"""Turns our own spreadsheet into a plan. The module `columns` documents the meaning of its rows.

Goals are distinguished by title. In a file with Ids, the key of a goal without one is made of its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from tracker.imports.parsers.csv_table import CsvTable
from tracker.imports.parsers.dates import order_of
from tracker.imports.parsers.errors import ImportRefused, Problems
from tracker.imports.parsers.limits import STEPS
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedTask, refuse_above
from tracker.imports.parsers.spreadsheet.columns import is_steps, own_columns
from tracker.imports.parsers.spreadsheet.rows import SpreadsheetEntry, read_entry
from tracker.imports.parsers.steps import check_details, details_with
from tracker.imports.parsers.text import fit_key, fit_title, quote_short

SPREADSHEET_WRONG = "Some rows are not right. Nothing was imported."


@dataclass
class SpreadsheetReader:
    """The plan in the rows read so far: goals by case-folded title, tasks in the order of their rows."""

    goals: dict[str, PlannedGoal] = field(default_factory=dict)
    described: dict[str, int] = field(default_factory=dict)
    tasks: list[tuple[str, SpreadsheetEntry]] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    notes: Notes = field(default_factory=Notes)


def parse_spreadsheet(sheet: CsvTable, fallback_name: str) -> Plan:
    """Return the plan in the rows. Raise ImportRefused if a row is wrong."""
    check_columns(sheet)
    refuse_above(STEPS, lines_of_steps(sheet), "steps")
    reading = SpreadsheetReader()
    order = order_of(sheet.cell(row, "due") for row in sheet.rows)
    rows = [read_entry(sheet, row, order, reading.problems) for row in sheet.rows]
    for entry in rows:
        add_entry(entry, reading)
    check_keys(rows, reading.problems)
    tasks: dict[str, list[PlannedTask]] = {}
    for name, entry in reading.tasks:
        tasks.setdefault(name, []).append(read_task(entry, reading))
    reading.problems.refuse_if_any(SPREADSHEET_WRONG)
    known = any(entry.key for entry in rows)
    left = sheet.unread_columns(
        {*(column.name for column in own_columns), *filter(is_steps, sheet.heading.names)}
    )
    return Plan(
        source="own",
        name=fallback_name,
        goals=tuple(
            with_tasks(goal, name, tasks.get(name, []), known=known) for name, goal in reading.goals.items()
        ),
        inbox=tuple(tasks.get("", [])),
        notes=(
            *sheet.lines_above(),
            *date_notes(order),
            *reading.notes.sentences(),
            *([left] if left else []),
        ),
    )


def check_columns(sheet: CsvTable) -> None:
    """Raise ImportRefused if two columns have the same name, because either could be meant."""
    names = [name for name in sheet.heading.names if any(name == column.name for column in own_columns)]
    twice = next((name for name in names if names.count(name) > 1 and not is_steps(name)), "")
    if twice:
        raise ImportRefused(
            f"Two columns are called {twice.title()}. Rename or delete one of them and try again."
        )


def lines_of_steps(sheet: CsvTable) -> int:
    """Return the number of steps before any is read; counting ends once there is one too many."""
    places = [place for place, name in enumerate(sheet.heading.names) if is_steps(name)]
    cells = (row.cells[place] for row in sheet.rows for place in places if place < len(row.cells))
    lines = (line for cell in cells for line in cell.splitlines() if line.strip())
    return sum(1 for _ in islice(lines, STEPS + 1))


def add_entry(entry: SpreadsheetEntry, reading: SpreadsheetReader) -> None:
    """Add a row to the plan: a goal's own row, a task, or more steps for the task above."""
    if entry.task:
        add_task_entry(entry, reading)
    elif entry.goal:
        describe_goal(entry, reading)
    elif entry.only_steps() and reading.tasks:
        goal, above = reading.tasks[-1]
        reading.tasks[-1] = (goal, replace(above, items=(*above.items, *entry.items)))
    elif entry.only_steps():
        reading.problems.add(entry.row, "these steps have no task above them.")
    else:
        reading.problems.add(entry.row, "the task has no title. Write it under Task.")


def add_task_entry(entry: SpreadsheetEntry, reading: SpreadsheetReader) -> None:
    """Add a task, and its goal if it is new."""
    name = entry.goal.casefold()
    if name:
        goal = reading.goals.setdefault(name, PlannedGoal(None, entry.row, entry.goal))
        add_why(goal, entry, reading)
    else:
        reading.notes.add(
            "1 task has no goal and goes to the inbox.", "{n} tasks have no goal and go to the inbox."
        )
        if entry.why:
            reading.problems.add(entry.row, "a Why belongs to a goal, and this row has none.")
    reading.tasks.append((name, entry))


def describe_goal(entry: SpreadsheetEntry, reading: SpreadsheetReader) -> None:
    """Add a goal's own values from a row without a task; a second such row is a problem."""
    name = entry.goal.casefold()
    if entry.details or entry.kind or entry.items or entry.seen_by:
        reading.problems.add(
            entry.row, "Details, Kind, Steps and Seen by belong to a task, and this row has none."
        )
    if name in reading.described:
        reading.problems.add(
            entry.row,
            f"the goal {quote_short(entry.goal)} is described in row {reading.described[name]} already.",
        )
        return
    reading.described[name] = entry.row
    goal = reading.goals.setdefault(name, PlannedGoal(None, entry.row, entry.goal))
    add_why(goal, entry, reading)
    reading.goals[name] = replace(
        reading.goals[name],
        key=entry.key or None,
        row=entry.row,
        owner_name=entry.owner_name,
        owner_email=entry.owner_email,
        due=entry.due,
        status=entry.status,
    )


def add_why(goal: PlannedGoal, entry: SpreadsheetEntry, reading: SpreadsheetReader) -> None:
    """Set the goal's Why; a different one above is a problem."""
    if entry.why and goal.why and entry.why != goal.why:
        reading.problems.add(entry.row, f"the goal {quote_short(entry.goal)} has another Why above.")
    elif entry.why:
        reading.goals[entry.goal.casefold()] = replace(goal, why=entry.why)


def check_keys(rows: Sequence[SpreadsheetEntry], problems: Problems) -> None:
    """Collect a problem for each Id that two rows share."""
    found: dict[str, int] = {}
    for entry in rows:
        if entry.key in found:
            problems.add(entry.row, f"the Id {quote_short(entry.key)} is already in row {found[entry.key]}.")
        elif entry.key:
            found[entry.key] = entry.row


def read_task(entry: SpreadsheetEntry, reading: SpreadsheetReader) -> PlannedTask:
    """Return the task of a row and of the rows of steps below it."""
    title, full_title = fit_title(entry.task)
    details = details_with(full_title, entry.details, entry.items, reading.notes)
    check_details(details, entry.row, reading.problems)
    return PlannedTask(
        key=entry.key or None,
        row=entry.row,
        title=title or "Untitled task",
        details=details,
        kind=entry.kind,
        owner_name=entry.owner_name,
        owner_email=entry.owner_email,
        due=entry.due,
        status=entry.status,
        steps=tuple(item.step() for item in entry.items),
        seen_by=entry.seen_by,
    )


def with_tasks(goal: PlannedGoal, name: str, tasks: list[PlannedTask], *, known: bool) -> PlannedGoal:
    """Return the goal with its tasks; if the file has ids (`known`), with a key."""
    key = goal.key or (fit_key(f"goal:{name}") if known else None)
    return replace(goal, key=key, tasks=tuple(tasks))


def date_notes(order: str) -> list[str]:
    """Return a note on how dates with slashes were read, if it could be told from the file."""
    return [f"Days such as 3/4/2026 were read with the {order}."] if order.endswith("first") else []
