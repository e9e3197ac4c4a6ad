"""The columns of the CSV that Asana exports from a project."""

REQUIRED = frozenset({"task id", "name", "completed at", "due date", "parent task"})
KNOWN_TITLES = (
    "Task ID",
    "Created At",
    "Completed At",
    "Last Modified",
    "Name",
    "Section/Column",
    "Assignee",
    "Assignee Email",
    "Start Date",
    "Due Date",
    "Tags",
    "Notes",
    "Projects",
    "Parent task",
    "Blocked By (Dependencies)",
    "Blocking (Dependencies)",
)
NAMES = frozenset(title.casefold() for title in (*KNOWN_TITLES, "Section", "Column"))
SECTIONS = ("section/column", "section", "column")
TITLES = ", ".join(KNOWN_TITLES[:14])
HOW = "In Asana open the project, then its menu, Export/Print, CSV"
