"""Days and dates in the letter's wording. Pure."""

from __future__ import annotations

from datetime import date

from tracker.foundation.text.formatting import plain_day
from tracker.letter.sentence import Standing
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.wording import days_later, later_word


def short_day(day: date, today: date) -> str:
    """Return “Mon 23” in this month, “Fri 4 Dec” in another."""
    this_month = (day.year, day.month) == (today.year, today.month)
    return f"{day:%a} {day.day}" + ("" if this_month else f" {day:%b}")


def asked_sentence(day: date, today: date) -> str:
    """Return “Asked today.”, “Asked yesterday.”, “Asked on Monday.” or, from a week on, the date."""
    days = (today - day).days
    if days <= 1:
        return "Asked today." if days <= 0 else "Asked yesterday."
    return f"Asked on {day:%A}." if days < 7 else f"Asked on {plain_day(day, today)}."


def wrote_sentence(who: str, day: date, today: date) -> str:
    """Return “You wrote today.” or “Dana wrote on Monday.”, in the steps of `asked_sentence`."""
    return asked_sentence(day, today).replace("Asked", f"{who} wrote", 1)


def needed_sentence(day: date | None, today: date) -> str:
    """Return “By Friday 4 December.” or “It was planned for 4 December.”; empty without a date."""
    if day is None:
        return ""
    if day < today:
        return f"It was planned for {plain_day(day, today)}."
    return "By today." if day == today else f"By {day:%A} {plain_day(day, today)}."


def standing_of(status: str, waits_on_reader: bool, waits_on_someone: bool, later: int) -> Standing:
    """Return a goal's standing, in the same words as its status on the same page."""
    if status == Status.WAITING:
        if waits_on_reader:
            return Standing.ON_YOU
        return Standing.ON_OTHERS if waits_on_someone else Standing.WAITING
    if status == Status.WATCH:
        return Standing.LATER if later else Standing.WATCHED
    return {
        Status.DONE: Standing.DONE,
        Status.ON_TRACK: Standing.ON_TRACK,
        Status.PARKED: Standing.ASIDE,
    }.get(Status(status), Standing.COMING)


def goal_line(
    progress: Progress,
    done_by: date | None,
    first: date | None,
    today: date,
    is_over: bool,
    proposed: bool = False,
) -> str:
    """Return “6 of 9 tasks done, 2 added since agreed, now 11 December, a week later”.

    `is_over`: it is done or set aside, so that no date is said. `proposed`: it was never agreed, so that its date
    is no promise: “proposed for 11 December”.
    """
    counted = progress.tasks_done if progress.total else ""
    when = due_phrase(done_by, first, today, is_over)
    if proposed and done_by is not None and not is_over:
        when = f"proposed for {plain_day(done_by, today)}"
    return ", ".join(part for part in (counted, progress.growth_note, when) if part)


def due_phrase(done_by: date | None, first: date | None, today: date, is_over: bool) -> str:
    """Return when a goal is due, or planned and late; empty if it is done, is set aside or has no date."""
    if done_by is None or is_over:
        return ""
    later = days_later(first, done_by)
    word = plain_day(done_by, today)
    if done_by < today:
        return f"planned for {word}, still open"
    return f"now {word}, {later_word(later).lower()}" if later else f"due {word}"
