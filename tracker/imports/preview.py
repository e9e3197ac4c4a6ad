"""What an import would change, shown before a person confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.clients.models import Client, Role, Seat
from tracker.foundation.text.formatting import day
from tracker.imports.apply import report
from tracker.imports.apply.diff import Comparison, ImportItem
from tracker.imports.apply.outcome import outcome_of
from tracker.imports.apply.owners import OwnerMatch, owner_matches
from tracker.imports.apply.private import changes_readers_sentence, import_readers_sentence
from tracker.imports.forms import approval_choices
from tracker.imports.models import ImportRun
from tracker.imports.parsers.plan import Plan
from tracker.imports.staging import plan_of
from tracker.imports.uploads import duplicate_warning
from tracker.roadmap.presentation.queries import is_empty

GOALS_SHOWN, TASKS_SHOWN, CHANGES_SHOWN = 10, 8, 20


@dataclass
class ImportPreview:
    """A staged plan compared with the road map; nothing is written."""

    run: ImportRun
    plan: Plan
    comparison: Comparison
    client: Client
    seats: list[Seat]
    viewer_seat: Seat

    @classmethod
    def of(cls, run: ImportRun, client: Client, seats: list[Seat], viewer_seat: Seat) -> ImportPreview:
        """Return the preview of a run as this reader may see it."""
        plan = plan_of(run)
        return cls(run, plan, outcome_of(plan, client, seats, viewer_seat), client, seats, viewer_seat)

    @property
    def counts(self) -> list[report.Count]:
        """The counts of new, changed and unchanged items by level."""
        return report.counts_by_level(self.comparison.tally())

    @property
    def changes_nothing(self) -> bool:
        """Whether the import would add and update nothing."""
        return not any(count.new or count.changed for count in self.counts)

    @property
    def warning(self) -> str:
        """Why the import is refused, or could add what is here already; blank if neither."""
        if self.comparison.has_keys:
            return ""
        without_ids = "" if is_empty(self.client, self.viewer_seat) else report.NO_IDS
        return duplicate_warning(self.run, self.plan, self.client.time_zone) or without_ids

    @property
    def who_will_see(self) -> str:
        """The sentence about who will see what is imported; blank if nothing is."""
        return import_readers_sentence(self.comparison, self.seats, self.viewer_seat)

    @property
    def approval_states(self) -> list[tuple[str, str, str]]:
        """The states for new goals, each with who would see them; empty for a CEO, or without new goals."""
        if self.viewer_seat.role != Role.COO or not any(goal.is_new for goal in self.comparison.goals):
            return []
        inbox = " Everyone with access sees the inbox." if self.comparison.inbox else ""
        changes = changes_readers_sentence(self.comparison, self.seats, self.viewer_seat)
        shared = f" {changes}" if changes else ""
        visible_to = {
            "draft": f"Only a COO sees the new goals and their tasks, until they are proposed.{inbox}{shared}"
        }
        return [
            (key, word, visible_to.get(key, self.who_will_see)) for key, word in approval_choices(self.seats)
        ]

    @property
    def dates(self) -> str:
        """The sentence with the range of dates in the file, which are days in the client's time zone."""
        return report.dates_line(self.plan, self.client.time_zone)

    @cached_property
    def people(self) -> list[OwnerMatch]:
        """The owners in the file with their matches here."""
        return owner_matches(self.plan, self.seats)

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """The sentences about differences and missing items, by kind."""
        return report.report(self.comparison)

    @property
    def notes(self) -> tuple[str, ...]:
        """The parser's notes about the file."""
        return self.plan.notes

    @cached_property
    def all_goal_previews(self) -> list[tuple[ImportItem, list[ImportItem]]]:
        """The goals that are not in the trash, each with the tasks it has once the file is imported."""
        tasks = self.comparison.tasks_by_place()
        goals = enumerate(self.comparison.goals)
        return [(goal, tasks.get(place, [])) for place, goal in goals if not goal.in_trash]

    @property
    def goal_previews(self) -> list[tuple[ImportItem, list[ImportItem], int]]:
        """The first goals, each with its first tasks and the number of further ones."""
        return [(goal, *first_tasks(tasks)) for goal, tasks in self.all_goal_previews[:GOALS_SHOWN]]

    @property
    def more_goals(self) -> int:
        """How many goals are not shown."""
        return max(len(self.all_goal_previews) - GOALS_SHOWN, 0)

    @property
    def inbox(self) -> tuple[list[ImportItem], int]:
        """The first tasks of the inbox, and the number of further ones."""
        return first_tasks(self.comparison.tasks_by_place().get(-1, []))

    @cached_property
    def changes(self) -> list[tuple[ImportItem, str]]:
        """The existing items that the file changes, each with its changes in words."""
        return [
            (piece, ", ".join(report.change_line(each, self.comparison) for each in piece.changes))
            for piece in self.comparison.pieces()
            if piece.changes and not piece.is_new
        ]

    def day_after(self, task: ImportItem) -> str:
        """Return the day a task is due once the file is imported; blank if none."""
        text = task.after("due")
        return day(date.fromisoformat(text)) if text else ""

    @property
    def first_changes(self) -> list[tuple[ImportItem, str]]:
        """The changes that are shown at first."""
        return self.changes[:CHANGES_SHOWN]


def first_tasks(tasks: list[ImportItem]) -> tuple[list[ImportItem], int]:
    """Return the first tasks, and how many more there are."""
    return tasks[:TASKS_SHOWN], max(len(tasks) - TASKS_SHOWN, 0)
