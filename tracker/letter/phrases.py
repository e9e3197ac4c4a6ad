"""Days and dates in the letter's wording, without a weekday where a sentence has no room for one. Pure."""

from __future__ import annotations

from datetime import date

from tracker.letter.sentence import Standing
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.wording import days_later, later_word


def plain_day(day: date, today: date) -> str:
    """4 December; with the year when it is not this one."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {day:%B}{year}"


def short_day(day: date, today: date) -> str:
    """Mon 23 in this month, Fri 4 Dec in another."""
    this_month = (day.year, day.month) == (today.year, today.month)
    return f"{day:%a} {day.day}" + ("" if this_month else f" {day:%b}")


def asked_on(day: date, today: date) -> str:
    """When something was asked: Asked today, yesterday, on Monday, on 2 November."""
    days = (today - day).days
    if days <= 1:
        return "Asked today." if days <= 0 else "Asked yesterday."
    return f"Asked on {day:%A}." if days < 7 else f"Asked on {plain_day(day, today)}."


def needed_by(day: date | None, today: date) -> str:
    """By when it is needed; a day that has passed is named without a reproach."""
    if day is None:
        return ""
    if day < today:
        return f"It was planned for {plain_day(day, today)}."
    return "By today." if day == today else f"By {day:%A} {plain_day(day, today)}."


def standing(status: str, waits_on_reader: bool, later: int) -> Standing:
    """Return a goal's standing, in the same words as its status on the same page."""
    if status == Status.WAITING:
        return Standing.ON_YOU if waits_on_reader else Standing.ON_OTHERS
    if status == Status.WATCH:
        return Standing.LATER if later else Standing.WATCHED
    return {
        Status.DONE: Standing.DONE,
        Status.ON_TRACK: Standing.ON_TRACK,
        Status.PARKED: Standing.ASIDE,
    }.get(Status(status), Standing.COMING)


def goal_line(progress: Progress, done_by: date | None, first: date | None, today: date, done: bool) -> str:
    """6 of 9 tasks, 2 added since agreed, now 11 December, a week later."""
    counted = f"{progress.words} {'task' if progress.total == 1 else 'tasks'}" if progress.total else ""
    return ", ".join(
        part for part in (counted, progress.grew, when_done(done_by, first, today, done)) if part
    )


def when_done(done_by: date | None, first: date | None, today: date, done: bool) -> str:
    if done_by is None or done:
        return ""
    later = days_later(first, done_by)
    word = plain_day(done_by, today)
    if done_by < today:
        return f"planned for {word}, still to come"
    return f"now {word}, {later_word(later).lower()}" if later else f"due {word}"
