"""Turns Asana's CSV into a plan: sections become goals, tasks stay tasks, subtasks of any depth become steps.

Asana gives sections no id. The key of a goal is its section's name, so a renamed section is a new goal.
Tasks without a section go to the inbox.
"""

from collections import Counter

from tracker.imports.parsers.asana.columns import NAMES, SECTIONS
from tracker.imports.parsers.asana.hierarchy import Tree, build_tree
from tracker.imports.parsers.asana.rows import AsanaEntry, asana_entries
from tracker.imports.parsers.csv_table import CsvTable
from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedTask
from tracker.imports.parsers.steps import check_details, details_with
from tracker.imports.parsers.text import fit_key, fit_name, fit_title, plain_line

ASANA_WRONG = "Some rows of this Asana file are not right. Nothing was imported."
LEFT = ("Tags", "Start Date", "Blocked By (Dependencies)", "Blocking (Dependencies)")


def parse_asana(sheet: CsvTable, fallback_name: str) -> Plan:
    """Return the plan in the rows. Raise ImportRefused if a row is wrong."""
    problems, notes = Problems(), Notes()
    found = asana_entries(sheet, problems, notes)
    tree = build_tree([(plain_line(entry.name), plain_line(entry.parent)) for entry in found])
    tasks = [(found[top].section, read_asana_task(found, top, tree, problems, notes)) for top in tree.tops]
    problems.refuse_if_any(ASANA_WRONG)
    note_guessed_parents(found, tree, notes)
    note_sections(tasks, notes)
    return Plan(
        source="asana",
        name=project_name(sheet) or fallback_name,
        goals=goals_of(tasks, notes),
        inbox=tuple(task for section, task in tasks if not section),
        notes=(*sheet.lines_above(), *notes.sentences(), *left_columns(sheet)),
    )


def read_asana_task(
    found: list[AsanaEntry], top: int, tree: Tree, problems: Problems, notes: Notes
) -> PlannedTask:
    """Return the task of a top row, with all rows below it as steps."""
    entry = found[top]
    title, full_title = fit_title(entry.name)
    items = [found[place].item() for place in tree.below(top)]
    details = details_with(full_title, entry.notes, items, notes)
    check_details(details, entry.row, problems)
    return PlannedTask(
        key=entry.key or None,
        row=entry.row,
        title=title,
        details=details,
        owner_name=entry.owner_name,
        owner_email=entry.owner_email,
        due=entry.due,
        status="done" if entry.done else None,
        steps=tuple(item.step() for item in items),
    )


def goals_of(tasks: list[tuple[str, PlannedTask]], notes: Notes) -> tuple[PlannedGoal, ...]:
    """Return a goal for each section, in the order of their first tasks."""
    sections: dict[str, list[PlannedTask]] = {}
    for section, task in tasks:
        if section:
            sections.setdefault(section, []).append(task)
    return tuple(read_goal(section, held, notes) for section, held in sections.items())


def read_goal(section: str, tasks: list[PlannedTask], notes: Notes) -> PlannedGoal:
    """Return the goal of a section."""
    title, full = fit_title(section)
    if full:
        notes.add(
            "1 section's name is longer than 200 letters and was cut.",
            "{n} names of sections were cut.",
            full,
        )
    return PlannedGoal(key=fit_key(f"section:{section}"), row=tasks[0].row, title=title, tasks=tuple(tasks))


def project_name(sheet: CsvTable) -> str:
    """Return the project that most rows belong to; blank if no row names one."""
    named = Counter(name for row in sheet.rows if (name := plain_line(sheet.cell(row, "projects"))))
    return fit_name(named.most_common(1)[0][0]) if named else ""


def note_guessed_parents(found: list[AsanaEntry], tree: Tree, notes: Notes) -> None:
    """Note subtasks whose parent was not found or had to be guessed."""
    for place in tree.lost:
        notes.add(
            "The parent of 1 subtask could not be found in the file; it is imported as a task of its own.",
            "The parents of {n} subtasks could not be found in the file; they are imported as tasks of their own.",
            found[place].name,
        )
    for place in tree.guessed:
        notes.add(
            "1 subtask names a parent whose name appears more than once; the nearest one above was used.",
            "{n} subtasks name a parent whose name appears more than once; the nearest one above was used.",
            found[place].name,
        )


def note_sections(tasks: list[tuple[str, PlannedTask]], notes: Notes) -> None:
    """Note tasks without a section, and those that are done."""
    for section, task in tasks:
        if not section:
            notes.add(
                "1 task is in no section and goes to the inbox.",
                "{n} tasks are in no section and go to the inbox.",
            )
        if task.status == "done":
            notes.add(
                "1 task is done already and is imported as done.",
                "{n} tasks are done already and are imported as done.",
            )


def left_columns(sheet: CsvTable) -> list[str]:
    """Return sentences about the columns, comments and attachments that are not imported."""
    section = next((name for name in SECTIONS if name in sheet.places), "")
    others = {name for name in SECTIONS if name != section}
    left = sheet.unread_columns(NAMES - others - {title.casefold() for title in LEFT})
    return [*([left] if left else []), "Asana's export holds no comments and no files."]
