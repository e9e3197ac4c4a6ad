"""What a person sees before a plan is brought in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tracker.clients.models import Client, Role, Seat
from tracker.imports import report
from tracker.imports.apply.diff import Comparison, ImportItem, compare
from tracker.imports.apply.existing import known_of
from tracker.imports.apply.owners import OwnerMatch, owner_matches, with_people
from tracker.imports.apply.private import who_will_see, withhold_owners
from tracker.imports.forms import approval_choices
from tracker.imports.models import ImportRun
from tracker.imports.parsers.plan import Plan
from tracker.imports.staging import plan_of
from tracker.imports.uploads import duplicate_warning

GOALS_SHOWN, TASKS_SHOWN, CHANGES_SHOWN = 10, 8, 20


@dataclass
class ImportPreview:
    """A staged plan beside the road map; nothing of it is saved."""

    run: ImportRun
    plan: Plan
    comparison: Comparison
    client: Client
    seats: list[Seat]
    reader: Seat

    @classmethod
    def of(cls, run: ImportRun, client: Client, seats: list[Seat], reader: Seat) -> ImportPreview:
        plan = plan_of(run)
        known = known_of(client, plan.source, seats, reader)
        comparison = compare(with_people(plan, seats), known)
        withhold_owners(comparison, seats)
        return cls(run, plan, comparison, client, seats, reader)

    @property
    def counts(self) -> list[report.Count]:
        return report.counts_by_level(self.comparison.tally())

    @property
    def changes_nothing(self) -> bool:
        return not any(count.new or count.changed for count in self.counts)

    @property
    def warning(self) -> str:
        """Why it must not, or should not, come in without a second look."""
        if self.comparison.has_keys:
            return ""
        return duplicate_warning(self.run, self.plan, self.client.zone) or report.NO_IDS

    @property
    def who_will_see(self) -> str:
        return who_will_see(self.comparison, self.seats, self.reader)

    @property
    def lives(self) -> list[tuple[str, str, str]]:
        """What new goals may be, and who sees them then; nothing to choose for a CEO, or without new goals."""
        if self.reader.role != Role.COO or not any(goal.is_new for goal in self.comparison.goals):
            return []
        inbox = " Everyone with access sees the inbox." if self.comparison.inbox else ""
        said = {"draft": f"Only a COO sees the new goals and their tasks, until they are proposed.{inbox}"}
        return [(key, word, said.get(key, self.who_will_see)) for key, word in approval_choices(self.seats)]

    @property
    def dates(self) -> str:
        return report.dates_line(self.plan, self.client.zone)

    @cached_property
    def people(self) -> list[OwnerMatch]:
        return owner_matches(self.plan, self.seats)

    @cached_property
    def words(self) -> dict[str, list[str]]:
        return report.report(self.comparison)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.plan.notes

    @property
    def lanes(self) -> list[tuple[ImportItem, list[ImportItem], int]]:
        """The first goals, each with its first tasks and how many more there are."""
        return [(goal, *first(goal.pieces)) for goal in self.comparison.goals[:GOALS_SHOWN]]

    @property
    def more_goals(self) -> int:
        return max(len(self.comparison.goals) - GOALS_SHOWN, 0)

    @property
    def inbox(self) -> tuple[list[ImportItem], int]:
        return first(self.comparison.inbox)

    @cached_property
    def changes(self) -> list[tuple[ImportItem, str]]:
        """Changed in the file, in words."""
        return [
            (piece, ", ".join(report.change_line(each, self.comparison) for each in piece.changes))
            for piece in self.comparison.pieces()
            if piece.changes and not piece.is_new
        ]

    @property
    def first_changes(self) -> list[tuple[ImportItem, str]]:
        return self.changes[:CHANGES_SHOWN]


def first(tasks: list[ImportItem]) -> tuple[list[ImportItem], int]:
    return tasks[:TASKS_SHOWN], max(len(tasks) - TASKS_SHOWN, 0)
