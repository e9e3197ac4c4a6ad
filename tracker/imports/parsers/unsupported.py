"""Refuses files that cannot be read yet: names their product if known, and says which files are read."""

from collections.abc import Iterable

from tracker.imports.parsers.asana import columns
from tracker.imports.parsers.csv_table import Heading
from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.json_access import Record, json_records, json_text
from tracker.imports.parsers.spreadsheet import columns as spreadsheet_columns

ACCEPTED = (
    f"We read CSVs with Asana's columns ({columns.TITLES}) or with our own ({spreadsheet_columns.TITLES}; "
    "Goal and Task must be there). Copy the tasks into our template and try again."
)
KNOWN_CSVS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Jira", frozenset({"issue key", "summary"})),
    ("Jira", frozenset({"issue type", "summary"})),
    ("Jira", frozenset({"issue key", "issue id"})),
    ("ClickUp", frozenset({"task name", "list name"})),
    ("ClickUp", frozenset({"task name", "task content"})),
    ("ClickUp", frozenset({"task name", "list (clickup)"})),
    ("Todoist", frozenset({"type", "content", "indent"})),
    ("Redmine", frozenset({"#", "tracker", "subject"})),
    ("Redmine", frozenset({"tracker", "subject", "status"})),
    ("OpenProject", frozenset({"id", "subject", "type", "status"})),
    ("TickTick", frozenset({"list name", "title", "taskid"})),
    ("WeKan", frozenset({"title", "stage", "members", "labels"})),
    ("Microsoft Planner", frozenset({"task id", "task name", "bucket name"})),
    ("monday.com", frozenset({"name", "subitems", "status"})),
)
TRELLO_HOW = "In Trello open the board's menu, then Print, export and share, then Export as JSON."


def unknown_csv(found: Iterable[Heading]) -> ImportRefused:
    """Return a refusal that names the product, if its headers are known, and the headers that are read."""
    candidates = list(found)
    for heading in candidates:
        names = frozenset(heading.names)
        for product, known_titles in KNOWN_CSVS:
            if known_titles <= names:
                return ImportRefused(f"This CSV looks like {product}'s, which we cannot read yet. {ACCEPTED}")
    for heading in candidates:
        if refusal := near_miss(frozenset(heading.names)):
            return refusal
    return ImportRefused(
        f"This is not a plan we can read: its columns are neither Asana's nor ours. {ACCEPTED}"
    )


def near_miss(names: frozenset[str]) -> ImportRefused | None:
    """Return a refusal that names the missing columns, if the others are Asana's or ours; else None."""
    if len(names & columns.NAMES) >= 3 and {"name", "task id"} & names:
        missing = [title for title in columns.KNOWN_TITLES if title.casefold() in columns.REQUIRED - names]
        return ImportRefused(
            f"Some of its columns are Asana's, but {list_columns(missing)} missing. {columns.HOW}. {ACCEPTED}"
        )
    ours = {column.name for column in spreadsheet_columns.own_columns}
    if len(names & spreadsheet_columns.REQUIRED) == 1 and len(names & ours) >= 3:
        missing = [title.title() for title in sorted(spreadsheet_columns.REQUIRED - names)]
        return ImportRefused(f"Some of its columns are ours, but {list_columns(missing)} missing. {ACCEPTED}")
    return None


def list_columns(titles: list[str]) -> str:
    """Return “the column X is” or “the columns X and Y are”."""
    if len(titles) == 1:
        return f"the column {titles[0]} is"
    return f"the columns {', '.join(titles[:-1])} and {titles[-1]} are"


def unknown_json(board: object) -> ImportRefused:
    """Return a refusal that names the kind of JSON, if it is known."""
    if isinstance(board, dict) and is_wekan(board):
        return ImportRefused(
            f"This is a WeKan board, which we cannot read yet; only Trello's JSON. {ACCEPTED}"
        )
    if isinstance(board, dict) and isinstance(board.get("data"), list):
        return ImportRefused(f"This looks like Asana's JSON; we read its CSV. {columns.HOW}.")
    if isinstance(board, dict) and "idBoard" in board and "idList" in board:
        return ImportRefused(f"This is one Trello card; we read whole boards. {TRELLO_HOW}")
    return ImportRefused(f"This JSON is not a Trello board. {TRELLO_HOW}")


def is_wekan(board: Record) -> bool:
    """Whether this is a WeKan board."""
    if json_text(board, "_format").lower().startswith("wekan"):
        return True
    things = [*json_records(board, "lists"), *json_records(board, "cards")]
    return any("_id" in thing and "title" in thing for thing in things)
