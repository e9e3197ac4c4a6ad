"""The sentences about an import, before and after: counts, fields that differ, missing items. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.foundation.text.formatting import day, join_names
from tracker.imports.apply.diff import Comparison, KeptDifference, titles_by_key
from tracker.imports.apply.existing import ExistingRecord
from tracker.imports.apply.field_diff import FIELD_LABELS, Field, split_person, value_meant
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedTask
from tracker.imports.parsers.text import plain_line, quote_short, shorten

SEEN_BY_IN_WORDS = {"all": "everyone with access", "leads": "CEO and COO only"}
LINES_SHOWN = 50
"""Sentences of one kind; of further ones only the number is given."""

NO_IDS = "The rows of this file have no ids, so all of it is added. What is here already would be here twice."


@dataclass(frozen=True)
class Count:
    """How many goals, tasks or steps are new, changed by the file, and unchanged."""

    noun: str
    new: int
    changed: int
    same: int

    @property
    def total(self) -> int:
        """Return how many the file has in all."""
        return self.new + self.changed + self.same


def counts_by_level(tally: Mapping[str, object]) -> list[Count]:
    """Return a count for each level of the file, in the order goals, tasks, steps."""
    found = [
        Count(noun, *(count_in(tally, f"{level}_{state}") for state in ("new", "changed", "same")))
        for level, noun in (("goal", "Goals"), ("task", "Tasks"), ("step", "Steps"))
    ]
    return [count for count in found if count.total]


def count_in(tally: Mapping[str, object], key: str) -> int:
    """Return the number under this key; 0 if there is none."""
    value = tally.get(key, 0)
    return value if isinstance(value, int) else 0


def totals_sentence(tally: Mapping[str, object]) -> str:
    """Return the totals in words: “3 goals and 11 tasks new; 2 updated”."""
    levels = ("goal", "task", "step")
    new = [count_with_noun(many, level) for level in levels if (many := count_in(tally, f"{level}_new"))]
    changed = sum(count_in(tally, f"{level}_changed") for level in levels)
    sentences = [f"{join_names(new)} new"] if new else []
    sentences += [f"{changed:,} updated"] if changed else []
    return "; ".join(sentences) or "nothing new, nothing changed"


def count_with_noun(many: int, noun: str) -> str:
    """Return “1 task” or “1,200 tasks”."""
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"


def report(comparison: Comparison) -> dict[str, list[str]]:
    """Return the sentences that are kept with an import, by kind."""
    kept = comparison.kept()
    return {
        "kept": limit_lines(kept_line(each, comparison) for each in kept if each.is_on_both_sides),
        "ours": limit_lines(kept_line(each, comparison) for each in kept if not each.is_on_both_sides),
        "unseen": limit_lines(
            f"{quote_short(task.title)} is for CEO and COO only. {who} can’t see it, so it is not assigned to {who}."
            for task, who in comparison.unseen
        ),
        "gone": gone_lines(comparison.gone),
        "trashed": trash_lines(comparison),
    }


def limit_lines(lines: Iterable[str]) -> list[str]:
    """Return the first sentences, then how many more there are."""
    sentences = list(lines)
    rest = len(sentences) - LINES_SHOWN
    return [*sentences[:LINES_SHOWN], f"and {rest:,} more"] if rest > 0 else sentences


def kept_line(kept: KeptDifference, comparison: Comparison) -> str:
    """Return “Order the oven”: the title here is kept; the file says “Order two ovens”."""
    if kept.field.name == "seen_by":
        here, there = (
            SEEN_BY_IN_WORDS[value_meant("seen_by", text)] for text in (kept.field.here, kept.field.now)
        )
        return f"{quote_short(kept.piece.title)} is still seen by {here}; the file says {there}."
    label = FIELD_LABELS[kept.field.name]
    stay = "are kept" if kept.field.name == "details" else "is kept"
    value = file_value(kept, comparison)
    return f"{quote_short(kept.piece.title_after)}: the {label} here {stay}; the file says {value}."


def file_value(kept: KeptDifference, comparison: Comparison) -> str:
    """Return the file's value in words."""
    name, text = kept.field.name, value_meant(kept.field.name, kept.field.now)
    if not text:
        return {"owner": "nobody", "due": "no date", "goal": "none"}.get(name, "nothing")
    if name == "goal":
        return quote_short(titles_by_key(comparison.goals).get(text, text))
    if name == "details" and isinstance(kept.piece.planned, PlannedTask):
        return quote_short(kept.piece.planned.details)
    return field_text(name, text)


def field_text(name: str, text: str) -> str:
    """Return the text of a field as a person reads it."""
    if name == "due":
        return day(date.fromisoformat(text))
    if name == "done":
        return "done" if text == "yes" else "not done"
    if name in ("status", "kind"):
        return text.replace("_", " ")
    if name == "seen_by":
        return SEEN_BY_IN_WORDS[text]
    if name == "owner":
        return shorten(plain_line(text.split(" <")[0] if split_person(text)[0] else text.strip("<>")), 60)
    return quote_short(text)


def gone_lines(gone: Sequence[ExistingRecord]) -> list[str]:
    """Return sentences about goals and tasks that are no longer in the file. They are left unchanged."""
    sentences = []
    for level in ("goal", "task"):
        names = [quote_short(known.title) for known in gone if known.level == level]
        if names:
            rest = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
            verb = "is" if len(names) == 1 else "are"
            stay = "it stays as it is" if len(names) == 1 else "they stay as they are"
            first = ", ".join(names[:3])
            sentences.append(
                f"{count_with_noun(len(names), level)} {verb} no longer in the file; {stay}: {first}{rest}."
            )
    return sentences


def trash_lines(comparison: Comparison) -> list[str]:
    """Return sentences about the file's goals and tasks in the trash, which stay there."""
    trashed = [piece for piece in comparison.pieces() if piece.in_trash and piece.level != "step"]
    sentences = []
    for level in ("goal", "task"):
        many = sum(piece.level == level for piece in trashed)
        if many:
            stay = "is in the trash, and stays" if many == 1 else "are in the trash, and stay"
            sentences.append(f"{count_with_noun(many, level)} of this file {stay} there.")
    if any(task.is_new for goal in trashed if goal.level == "goal" for task in goal.pieces):
        sentences.append("New tasks of a goal in the trash come to the inbox.")
    if any(step.is_new and step.is_under_trash() for step in comparison.pieces() if step.level == "step"):
        sentences.append("New steps of a task in the trash are there with it.")
    return sentences


def change_line(each: Field, comparison: Comparison) -> str:
    """Return a change in words: title: “Order two ovens”."""
    text = value_meant(each.name, each.now)
    if each.name == "details":
        return "details"
    if each.name == "goal":
        return (
            f"goal: {quote_short(titles_by_key(comparison.goals).get(text, text)) if text else 'the inbox'}"
        )
    return f"{FIELD_LABELS[each.name]}: {field_text(each.name, text) if text else 'none'}"


def dates_line(plan: Plan, zone: str) -> str:
    """Return a sentence with the range of dates in the file, which are days in the client's time zone."""
    dated: list[PlannedGoal | PlannedTask] = [*plan.goals, *plan.tasks()]
    days = [each.due for each in dated if each.due]
    if not days:
        return "Nothing in this file has a date."
    place = zone.split("/")[-1].replace("_", " ")
    some = f"{len(days):,} of its goals and tasks have" if len(days) > 1 else "1 of its goals and tasks has"
    first, last = min(days), max(days)
    span = f"{day(first)} to {day(last)}" if first != last else day(first)
    return f"{some} a date: {span}, {place} time."
