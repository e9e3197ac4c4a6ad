"""Compares a plan with the road map: new items, fields to update, and fields that keep our value. Pure.

Items are matched by the file's own ids. In a file that has ids, a row without one is matched by its text;
in a file without any, everything is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tracker.imports.apply.existing import ExistingRecord, Key
from tracker.imports.apply.field_diff import (
    FIELD_LABELS,
    Field,
    Level,
    SourceValues,
    compare_fields,
    values_of_goal,
    values_of_step,
    values_of_task,
)
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedStep, PlannedTask
from tracker.imports.parsers.text import fit_key


@dataclass
class ImportItem:
    """A goal, task or step of the file, with the record it matches here."""

    level: Level
    key: str
    planned: PlannedGoal | PlannedTask | PlannedStep
    source_values: SourceValues
    known: ExistingRecord | None = None
    parent: ImportItem | None = None
    pieces: list[ImportItem] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    id: int = 0
    """The record's primary key; 0 until it is written."""

    @property
    def title(self) -> str:
        """The title here; of a new item, the one in the file."""
        return self.known.title if self.known else self.planned.title

    @property
    def title_after(self) -> str:
        """The title once the file is imported; ours, if the file does not replace it."""
        takes = self.is_new or any(each.name == "title" for each in self.changes)
        return self.planned.title if takes else self.title

    def after(self, name: str) -> str:
        """Return the text of a field once the file is imported: ours, if the file does not replace it."""
        if self.known is None:
            return self.source_values.get(name, "")
        now = next((each.now for each in self.changes if each.name == name), None)
        return self.known.here.get(name, "") if now is None else now

    @property
    def is_new(self) -> bool:
        """Whether no record here matches it."""
        return self.known is None

    @property
    def in_trash(self) -> bool:
        """Whether the record is in the trash, or is a step of a task there. An import does not change it."""
        return self.known is not None and (
            self.known.in_trash or (self.level == "step" and self.is_under_trash())
        )

    def is_under_trash(self) -> bool:
        """Whether the item it belongs to is in the trash."""
        return self.parent is not None and self.parent.in_trash

    @property
    def changes(self) -> list[Field]:
        """The fields that the import updates."""
        return [each for each in self.fields if each.verdict == "changes"]

    @property
    def state(self) -> str:
        """The mark beside it: new, changed or same."""
        return "new" if self.is_new else "changed" if self.changes else "same"


@dataclass(frozen=True)
class KeptDifference:
    """A field that differs from the file and keeps our value."""

    piece: ImportItem
    field: Field

    @property
    def is_on_both_sides(self) -> bool:
        """Whether the file changed it, too, since its last import."""
        return self.field.verdict == "kept"


@dataclass
class Comparison:
    """The whole file compared with the whole road map."""

    goals: list[ImportItem]
    inbox: list[ImportItem]
    gone: list[ExistingRecord]
    has_keys: bool
    unseen: list[tuple[ImportItem, str]] = field(default_factory=list)
    """Tasks not assigned to the person in the file, who could not see them; with that person's first name."""

    def pieces(self) -> Iterator[ImportItem]:
        """Yield goals, then tasks, then steps: the order in which they can be written."""
        tasks = [task for goal in self.goals for task in goal.pieces] + self.inbox
        yield from self.goals
        yield from tasks
        for task in tasks:
            yield from task.pieces

    def tasks_by_place(self) -> dict[int, list[ImportItem]]:
        """Return the tasks where they are once the file is imported: by place among the goals, -1 for the inbox.

        Tasks in the trash, and those kept in a goal that is not in the file, are left out.
        """
        places = {goal.key: place for place, goal in enumerate(self.goals)} | {"": -1}
        found: dict[int, list[ImportItem]] = defaultdict(list)
        for place, goal in enumerate([*self.goals, None]):
            for task in goal.pieces if goal else self.inbox:
                if task.is_new:
                    found[-1 if goal is None or goal.in_trash else place].append(task)
                elif not task.in_trash and task.after("goal") in places:
                    found[places[task.after("goal")]].append(task)
        return found

    def tally(self) -> dict[str, int]:
        """Return how many items of each level are new, changed and the same: `task_new` and so on."""
        return dict(Counter(f"{piece.level}_{piece.state}" for piece in self.pieces()))

    def kept(self) -> list[KeptDifference]:
        """Return the differences that stay, first those changed on both sides.

        Fields changed only here are left out where the file is blank.
        """
        found = [
            KeptDifference(piece, each)
            for piece in self.pieces()
            for each in piece.fields
            if each.verdict == "kept" or (each.verdict == "ours" and each.now and each.name in FIELD_LABELS)
        ]
        return sorted(found, key=lambda kept: not kept.is_on_both_sides)


def compare(plan: Plan, known: Mapping[Key, ExistingRecord]) -> Comparison:
    """Match each item of the plan with the records here, field by field."""
    has_keys = plan.has_keys()
    finder = RecordMatcher(known if has_keys else {}, has_keys)
    goals = [finder.goal(goal) for goal in plan.goals]
    inbox = [finder.task(task, None) for task in plan.inbox]
    return Comparison(goals, inbox, finder.gone(), has_keys)


class RecordMatcher:
    """Matches items, and remembers the records it found."""

    def __init__(self, known: Mapping[Key, ExistingRecord], has_keys: bool) -> None:
        self.known, self.has_keys = known, has_keys
        self.seen: Counter[str] = Counter()
        self.found: list[ExistingRecord] = []

    def goal(self, planned: PlannedGoal) -> ImportItem:
        """Return the item of a goal, with its tasks."""
        key = self.key_of(planned.key, f"goal:{planned.title.casefold()}")
        piece = self.match(ImportItem("goal", key, planned, values_of_goal(planned)))
        piece.pieces = [self.task(task, piece) for task in planned.tasks]
        return piece

    def task(self, planned: PlannedTask, goal: ImportItem | None) -> ImportItem:
        """Return the item of a task, with its steps. `goal` is None in the inbox.

        A task in the trash gets no new steps.
        """
        place = goal.key if goal else ""
        key = self.key_of(planned.key, f"task:{place}/{planned.title.casefold()}")
        source_values = values_of_task(planned, place)
        piece = self.match(ImportItem("task", key, planned, source_values, parent=goal))
        steps = (self.step(step, piece) for step in planned.steps)
        piece.pieces = [step for step in steps if step.known or not piece.in_trash]
        return piece

    def step(self, planned: PlannedStep, task: ImportItem) -> ImportItem:
        """Return the item of a step."""
        key = self.key_of(planned.key, f"step:{task.key}/{planned.title.casefold()}")
        return self.match(ImportItem("step", key, planned, values_of_step(planned), parent=task))

    def key_of(self, key: str | None, words: str) -> str:
        """Return the file's own id; without one, in a file with ids, a key made of the text and its count."""
        if key or not self.has_keys:
            return key or ""
        self.seen[words] += 1
        return fit_key(f"{words}#{self.seen[words]}")

    def match(self, piece: ImportItem) -> ImportItem:
        """Match the item with its record and compare their fields; nothing is compared in the trash."""
        piece.known = self.known.get((piece.level, piece.key)) if piece.key else None
        if piece.known:
            piece.id = piece.known.id
            piece.fields = (
                []
                if piece.in_trash
                else compare_fields(piece.source_values, piece.known.source_values, piece.known.here)
            )
            if piece.is_under_trash():
                piece.fields = [into_inbox(each) for each in piece.fields]
            self.found.append(piece.known)
        return piece

    def gone(self) -> list[ExistingRecord]:
        """Return the goals and tasks that the same file held before and no longer holds.

        The same file: they were last imported together with records that this one does hold.
        """
        runs = {known.run_id for known in self.found}
        found = {(known.level, known.key) for known in self.found}
        return [
            known
            for key, known in self.known.items()
            if known.run_id in runs and key not in found and known.level != "step" and not known.in_trash
        ]


def into_inbox(each: Field) -> Field:
    """Return the move of a task to a goal in the trash as what it will be: a move to the inbox, or none."""
    return replace(each, now="") if each.name == "goal" and each.verdict == "changes" else each


def titles_by_key(pieces: Iterable[ImportItem]) -> dict[str, str]:
    """Return the titles that goals will have, by their keys, so that a moved task can name its goal."""
    return {piece.key: piece.title_after for piece in pieces if piece.level == "goal"}
