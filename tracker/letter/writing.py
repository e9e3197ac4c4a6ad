"""From rows to a letter: sorts what was read into the letter's parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tracker.clients.models import Client, Health, Role, Seat
from tracker.foundation import clock
from tracker.foundation.formats import first_name
from tracker.letter import reading
from tracker.letter.phrases import asked_on, goal_line, needed_by, plain_day, short_day, standing
from tracker.letter.reader import Reader
from tracker.letter.rows import Aim, Ask, Letter, Moved, MovedDate, Next
from tracker.letter.sentence import Facts, Standing
from tracker.roadmap.measure import scale
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.progress import Progress
from tracker.roadmap.quarters import in_play, quarter_of
from tracker.roadmap.reading import shown_goals
from tracker.roadmap.status import Status
from tracker.roadmap.words import days_later, reader_of, status_word, waiting_name


def write(client: Client, reader: Reader, seats: Sequence[Seat]) -> Letter:
    """The letter of today, as this reader may read it."""
    today, seat = clock.today(client), reader.seat
    start = reading.week_start(client, today)
    goals = shown_goals(client, seat)
    now = of_this_quarter(goals, today)
    tasks = reading.waiting_for(client, seat)
    by_id = {goal.id: goal for goal in goals}
    changes = reading.moved_dates(reading.date_changes(client, seat, start), by_id)
    asks = each_once(tasks, [goal for goal in goals if goal.waits_on(seat)], goals)
    proposed = reading.proposed_at(goal for goal in goals if goal.needs_a_word)
    progress = reading.progress_of(client, seat)
    late, upcoming = comings(client, seat, today)
    return Letter(
        client=client,
        today=today,
        reader=reader,
        facts=facts_of(client, reader, now, len(asks), len(changes)),
        writer=writer_of(seats),
        asks=[ask(each, proposed, client, today) for each in asks],
        moved=finished(client, goals, reading.finished_since(client, seat, start)),
        dates=[
            MovedDate(one.title, plain_day(was, today), plain_day(to, today), why)
            for one, was, to, why in changes
        ],
        late=late,
        upcoming=upcoming,
        aims=aims(now, seat, progress, today),
        all=sum(progress.values(), Progress()),
    )


def each_once(tasks: Sequence[Task], waiting: Sequence[Goal], goals: Sequence[Goal]) -> list[Goal | Task]:
    """A goal that waits through one of its own tasks is that task: one thing is asked once.

    Whether to go with a proposed goal is a question of its own.
    """
    through = {task.goal_id for task in tasks}
    own = [goal for goal in waiting if goal.id not in through and not goal.needs_a_word]
    return [*tasks, *own, *(goal for goal in goals if goal.needs_a_word)]


def of_this_quarter(goals: Sequence[Goal], today: date) -> Sequence[Goal]:
    """What goes on now; between two quarters all there is, rather than nothing."""
    now = quarter_of(today)
    return [goal for goal in goals if in_play(goal.quarter, now, goal.is_open)] or goals


def writer_of(seats: Sequence[Seat]) -> str:
    """The COO who has been at the table longest."""
    coos = sorted((seat for seat in seats if seat.role == Role.COO), key=lambda seat: seat.number)
    return coos[0].name if coos else ""


def facts_of(client: Client, reader: Reader, goals: Sequence[Goal], asks: int, dates_moved: int) -> Facts:
    later = [days_later(goal.first_done_by, goal.done_by) for goal in goals]
    stands = [stands_at(goal, reader.seat, days) for goal, days in zip(goals, later, strict=True)]
    late = [days for stand, days in zip(stands, later, strict=True) if stand == Standing.LATER]
    return Facts(
        name=reader.first_name,
        goals=stands,
        asks=asks,
        dates_moved=dates_moved,
        step_in=client.health == Health.STEP_IN,
        days_later=max(late, default=0),
    )


def stands_at(goal: Goal, seat: Seat, days: int) -> Standing:
    """What is proposed waits for a word, or for a talk, whatever its status."""
    if goal.is_proposed and goal.is_open:
        return Standing.ON_YOU if goal.needs_a_word else Standing.TO_TALK_OVER
    return standing(goal.status, goal.waits_on(seat), days)


def ask(work: Goal | Task, proposed: Mapping[int, datetime], client: Client, today: date) -> Ask:
    if isinstance(work, Goal) and work.needs_a_word:
        return proposal(work, proposed.get(work.id), client, today)
    due = work.due if isinstance(work, Task) else work.done_by
    asked = clock.local(work.waiting_since, client).date() if work.waiting_since else None
    when = " ".join(part for part in (asked_on(asked, today) if asked else "", needed_by(due, today)) if part)
    return Ask(work, work.why_watch or (work.why if isinstance(work, Goal) else ""), when)


def proposal(goal: Goal, at: datetime | None, client: Client, today: date) -> Ask:
    """A goal to agree on: why, since when it is proposed, and by when it would be done."""
    said = [asked_on(clock.local(at, client).date(), today).replace("Asked", "Proposed")] if at else []
    said += [f"Done by {plain_day(goal.done_by, today)}."] if goal.done_by else []
    return Ask(goal, goal.why, " ".join(said))


def finished(client: Client, goals: Sequence[Goal], tasks: Sequence[Task]) -> list[Moved]:
    """Goals first, then tasks, the newest first."""
    start = reading.week_start(client, clock.today(client))
    done: list[Goal | Task] = [
        goal for goal in goals if goal.is_done and goal.done_at and goal.done_at >= start
    ]
    done.extend(tasks)
    return [
        Moved(
            title=work.title,
            who=first_name(work.owner),
            day=clock.local(work.done_at, client).date(),
            is_goal=isinstance(work, Goal),
        )
        for work in done
        if work.done_at
    ]


def comings(client: Client, seat: Seat, today: date) -> tuple[list[Next], list[Next]]:
    """What has its date behind it and is still open, and what two weeks bring; what is asked stands above."""
    tasks = [
        task for task in reading.due_until(client, seat, today + reading.TWO_WEEKS) if not task.waits_on(seat)
    ]
    lines = [Next(task, short_day(task.due or today, today), who_has(task, seat)) for task in tasks]
    late = [line for line in lines if line.task.is_overdue(today)]
    return late, [line for line in lines if line not in late]


def who_has(task: Task, seat: Seat) -> str:
    """By first name; you, when it is the reader's own."""
    return "You" if task.owner_seat_id == seat.id else first_name(task.owner)


def aims(goals: Sequence[Goal], seat: Seat, progress: dict[int | None, Progress], today: date) -> list[Aim]:
    found = []
    for goal in goals:
        counted = progress.get(goal.id, Progress())
        word = status_word(
            goal.status, reader_of(seat), waiting_name(goal, seat), goal.waits_on(seat),
            days_later(goal.first_done_by, goal.done_by),
        )  # fmt: skip
        line = goal_line(counted, goal.done_by, goal.first_done_by, today, goal.is_done)
        status = goal.status
        if goal.is_proposed and goal.is_open:
            status, word = Status.WAITING, "Waits for your word" if goal.needs_a_word else "To talk over"
        found.append(Aim(goal, status, word, counted, line, scale(goal)))
    return found
