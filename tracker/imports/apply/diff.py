"""A plan beside what is here: what is new, what follows the file, what stays as we have it. Pure.

Things are known by the file's own ids. In a file that has ids, a row without one is known by its words;
in a file without any, everything is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tracker.imports.apply.existing import ExistingRecord, Key
from tracker.imports.apply.field_diff import (
    LABELS,
    Field,
    Level,
    Said,
    compared,
    said_of_goal,
    said_of_step,
    said_of_task,
)
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedStep, PlannedTask
from tracker.imports.parsers.text import fit_key


@dataclass
class ImportItem:
    """One goal, task or step of the file, and what is here of it."""

    level: Level
    key: str
    planned: PlannedGoal | PlannedTask | PlannedStep
    said: Said
    known: ExistingRecord | None = None
    parent: ImportItem | None = None
    pieces: list[ImportItem] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    id: int = 0
    """The record's own, as soon as there is one."""

    @property
    def title(self) -> str:
        return self.known.title if self.known else self.planned.title

    @property
    def title_after(self) -> str:
        """What it is called once the file is in: the title here, where that is kept."""
        takes = self.is_new or any(each.name == "title" for each in self.changes)
        return self.planned.title if takes else self.title

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def in_trash(self) -> bool:
        """What lies in the trash stays there as it is, a step of a task there too."""
        return self.known is not None and (
            self.known.in_trash or (self.level == "step" and self.lies_under())
        )

    def lies_under(self) -> bool:
        return self.parent is not None and self.parent.in_trash

    @property
    def changes(self) -> list[Field]:
        return [each for each in self.fields if each.verdict == "changes"]

    @property
    def state(self) -> str:
        """new, changed or same, for a mark beside it."""
        return "new" if self.is_new else "changed" if self.changes else "same"


@dataclass(frozen=True)
class KeptDifference:
    """A difference that stays: ours is not overwritten."""

    piece: ImportItem
    field: Field

    @property
    def both(self) -> bool:
        """The file changed it as well since it last came in."""
        return self.field.verdict == "kept"


@dataclass
class Comparison:
    """The whole file beside the whole road map."""

    goals: list[ImportItem]
    inbox: list[ImportItem]
    gone: list[ExistingRecord]
    has_keys: bool
    unseen: list[tuple[ImportItem, str]] = field(default_factory=list)
    """Tasks that are not given to whom the file names, because they would not see them."""

    def pieces(self) -> Iterator[ImportItem]:
        """Goals, then tasks, then steps: the order in which they can be written."""
        tasks = [task for goal in self.goals for task in goal.pieces] + self.inbox
        yield from self.goals
        yield from tasks
        for task in tasks:
            yield from task.pieces

    def tally(self) -> dict[str, int]:
        """How many of each level are new, changed and the same: `task_new` and so on."""
        return dict(Counter(f"{piece.level}_{piece.state}" for piece in self.pieces()))

    def kept(self) -> list[KeptDifference]:
        """Differences that stay, those both changed first; where the file says nothing there is none."""
        found = [
            KeptDifference(piece, each)
            for piece in self.pieces()
            for each in piece.fields
            if each.verdict == "kept" or (each.verdict == "ours" and each.now and each.name in LABELS)
        ]
        return sorted(found, key=lambda kept: not kept.both)


def compare(plan: Plan, known: Mapping[Key, ExistingRecord]) -> Comparison:
    """Find each thing of the plan here, field by field."""
    has_keys = plan.has_keys()
    finder = RecordMatcher(known if has_keys else {}, has_keys)
    goals = [finder.goal(goal) for goal in plan.goals]
    inbox = [finder.task(task, None) for task in plan.inbox]
    return Comparison(goals, inbox, finder.gone(), has_keys)


class RecordMatcher:
    """Finds pieces, and remembers which were found."""

    def __init__(self, known: Mapping[Key, ExistingRecord], has_keys: bool) -> None:
        self.known, self.has_keys = known, has_keys
        self.seen: Counter[str] = Counter()
        self.found: list[ExistingRecord] = []

    def goal(self, planned: PlannedGoal) -> ImportItem:
        key = self.key_of(planned.key, f"goal:{planned.title.casefold()}")
        piece = self.beside(ImportItem("goal", key, planned, said_of_goal(planned)))
        piece.pieces = [self.task(task, piece) for task in planned.tasks]
        return piece

    def task(self, planned: PlannedTask, goal: ImportItem | None) -> ImportItem:
        place = goal.key if goal else ""
        key = self.key_of(planned.key, f"task:{place}/{planned.title.casefold()}")
        said = said_of_task(planned, place)
        piece = self.beside(ImportItem("task", key, planned, said, parent=goal))
        piece.pieces = [self.step(step, piece) for step in planned.steps]
        return piece

    def step(self, planned: PlannedStep, task: ImportItem) -> ImportItem:
        key = self.key_of(planned.key, f"step:{task.key}/{planned.title.casefold()}")
        return self.beside(ImportItem("step", key, planned, said_of_step(planned), parent=task))

    def key_of(self, key: str | None, words: str) -> str:
        """The file's own id; otherwise, where the file has ids, one made of the words and how often they came."""
        if key or not self.has_keys:
            return key or ""
        self.seen[words] += 1
        return fit_key(f"{words}#{self.seen[words]}")

    def beside(self, piece: ImportItem) -> ImportItem:
        piece.known = self.known.get((piece.level, piece.key)) if piece.key else None
        if piece.known:
            piece.id = piece.known.id
            piece.fields = [] if piece.in_trash else compared(piece.said, piece.known.said, piece.known.here)
            self.found.append(piece.known)
        return piece

    def gone(self) -> list[ExistingRecord]:
        """What the same file held before and holds no more: goals and tasks last seen together with what is found."""
        runs = {known.run_id for known in self.found}
        found = {(known.level, known.key) for known in self.found}
        return [
            known for key, known in self.known.items()
            if known.run_id in runs and key not in found and known.level != "step" and not known.in_trash
        ]  # fmt: skip


def titles(pieces: Iterable[ImportItem]) -> dict[str, str]:
    """Goals by the file's own ids, so that a moved task can say where to."""
    return {piece.key: piece.title for piece in pieces if piece.level == "goal"}
