"""The columns of our own spreadsheet. This is their only documentation.

One row is one task. Three more rules make it easy to type:

* A row with a Goal and no Task describes the goal itself: its Why, Owner, Due, Status and Id.
* A row with nothing but Steps adds steps to the task above it.
* A task whose Goal is empty (or says Inbox) goes to the client's inbox.

Columns may be in any order, columns with other names are ignored, and lines above the header are allowed.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

STATUS_WORDS = ("not started", "on track", "watch", "waiting", "done", "parked")
KIND_NAMES = ("strategy", "build", "routine")
SEEN_BY_WORDS = ("all", "leads")
INBOX = "inbox"


@dataclass(frozen=True)
class Column:
    """A column and its meaning, as the import page shows it."""

    title: str
    meaning: str
    required: bool = False

    @property
    def name(self) -> str:
        """Return the title in lower case, as headers are compared."""
        return self.title.casefold()


own_columns: tuple[Column, ...] = (
    Column(
        "Goal", "The goal the task belongs to, the same on each of its rows. Empty: the inbox.", required=True
    ),
    Column("Why", "What the client gains by the goal, in one line. Once is enough."),
    Column("Task", "The task in a few words. Empty on a row that describes the goal itself.", required=True),
    Column("Details", "Anything more to know about the task, in as many lines as needed."),
    Column("Kind", f"One of: {', '.join(KIND_NAMES)}."),
    Column("Owner", "A name or an e-mail address, or both: Dana Whitlock <dana@whitlock.example>."),
    Column(
        "Due",
        "A day, best written 2026-11-20. Also 20 Nov 2026, Nov 20, 2026 and 20.11.2026; 20/11/2026 where the "
        "column tells whether the day or the month comes first.",
    ),
    Column("Status", f"One of: {', '.join(STATUS_WORDS)}."),
    Column(
        "Steps",
        "One step a line (Alt+Enter in most programs); [x] in front of those done. Columns called Step, "
        "Step 1, Step 2 … add to them.",
    ),
    Column(
        "Seen by", f"One of: {', '.join(SEEN_BY_WORDS)}. Leads are the COO and the CEO; all is the usual."
    ),
    Column(
        "Id",
        "Optional: a text of your own that stays the same, so that the file can be imported again as an update.",
    ),
)

REQUIRED = frozenset(column.name for column in own_columns if column.required)
TITLES = ", ".join(column.title for column in own_columns)


def is_steps(name: str) -> bool:
    """Whether a header holds steps: Steps, Step, or Step and a number."""
    return name in ("steps", "step") or (name.startswith("step ") and name[5:].strip().isdigit())


def template_csv(today: date) -> str:
    """Return a small example with every column, which can be imported as it is."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7 + 7)
    goal = "Somebody else can run the week"
    examples = [
        {
            "Goal": goal,
            "Why": "You can take a week off",
            "Owner": "Dana Whitlock",
            "Status": "on track",
            "Id": "G1",
        }
        | {"Due": str(friday + timedelta(weeks=8))},
        {
            "Goal": goal,
            "Task": "Write down how an order is taken",
            "Kind": "build",
            "Owner": "Marco",
            "Id": "T1",
        }
        | {"Details": "From the call to the receipt.\nAsk the team first.", "Status": "on track"}
        | {"Steps": "[x] Watch two orders\nWrite the first version\nLet somebody try it", "Due": str(friday)},
        {"Goal": goal, "Task": "Decide who answers the phone", "Kind": "strategy", "Id": "T2"},
        {"Task": "Look for a cheaper parcel service", "Status": "not started", "Id": "T3"},
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [column.title for column in own_columns], restval="")
    writer.writeheader()
    writer.writerows(examples)
    return out.getvalue()
