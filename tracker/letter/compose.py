"""Turns rows into a letter: sorts them into the letter's parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from tracker.clients.models import Client, Health, Role, Seat
from tracker.clients.queries import vision_credit
from tracker.clients.short_names import short_name
from tracker.foundation import clock
from tracker.letter import queries
from tracker.letter.addressee import Addressee
from tracker.letter.lines import (
    Discussion,
    FinishedLine,
    Letter,
    LetterGoal,
    MovedDate,
    Request,
    UpcomingTask,
)
from tracker.letter.phrases import asked_on, goal_line, needed_by, plain_day, short_day, standing
from tracker.letter.queries import A_WEEK
from tracker.letter.sentence import Facts, Standing
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.metric import scale
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.proposal_sayings import Said, Sayings
from tracker.roadmap.models.quarters import in_play, quarter_of
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.approval import both
from tracker.roadmap.presentation.queries import is_empty, progress_by_goal, shown_goals
from tracker.roadmap.presentation.wording import days_later, reader_of, status_word, waiting_name


def compose_letter(client: Client, reader: Addressee, people: Sequence[Seat]) -> Letter:
    """Return today's letter for this reader. `people`: everybody who has or had access here."""
    today, seat = clock.today(client), reader.seat
    start = queries.week_start(client, today)
    goals = shown_goals(client, seat)
    now = of_this_quarter(goals, today)
    tasks = queries.waiting_for(client, seat)
    asks = requests_once(tasks, [goal for goal in goals if goal.is_waiting_for(seat)], goals)
    said = queries.sayings_shown([goal for goal in goals if goal.is_proposed and goal.is_open], seat)
    replies = queries.replies_to(tasks, seat)
    late, upcoming = comings(client, seat, today)
    shown = aims(now or goals, seat, progress_by_goal(client, seat), today)
    letter = Letter(
        client=client,
        today=today,
        reader=reader,
        facts=facts_of(client, reader, now or goals, today),
        coos=coos_of(people),
        vision_from=vision_credit(client, seat.person_id, people),
        asks=[request_of(each, said, replies, seat, today) for each in asks],
        discussions=discussions(goals, said, client, reader),
        moved=finished_lines(client, seat, goals, queries.finished_since(client, seat, start)),
        dates=date_lines(client, seat, goals, today),
        late=late,
        upcoming=upcoming,
        aims=shown,
        all=sum((aim.progress for aim in shown), Progress()),
    )
    facts = replace(
        opening_facts(letter, seat, this_quarter=bool(now)),
        others=len(now or goals) < len(goals),
        unplanned=any(not goal.quarter for goal in now),
    )
    return replace(letter, facts=facts)


def date_lines(client: Client, seat: Seat, goals: Sequence[Goal], today: date) -> list[MovedDate]:
    """Return the promised dates that moved or were removed in the last seven days."""
    lines = queries.date_changes(client, seat, queries.week_start(client, today))
    return [
        MovedDate(
            one.title, plain_day(was, today), plain_day(to, today) if to else "", why, to is None or to > was
        )
        for one, was, to, why in queries.moved_dates(lines, {goal.id: goal for goal in goals})
    ]


def opening_facts(letter: Letter, seat: Seat, this_quarter: bool) -> Facts:
    """Return the facts of the first sentence, completed with the contents of the letter."""
    in_a_week = letter.today + A_WEEK
    dated = [
        *letter.late,
        *(line for line in letter.upcoming if line.task.due and line.task.due <= in_a_week),
    ]
    return replace(
        letter.facts,
        asks=len(letter.asks),
        own_work=any(line.is_readers for line in dated),
        dates_later=sum(moved.is_later and bool(moved.now) for moved in letter.dates),
        dates_gone=sum(not moved.now for moved in letter.dates),
        dates_passed=len(letter.late) + letter.facts.goals.count(Standing.PAST_DATE),
        upcoming=bool(letter.upcoming),
        nothing_yet=not (letter.aims or letter.asks or dated or letter.moved)
        and is_empty(letter.client, seat),
        this_quarter=this_quarter,
    )


def requests_once(tasks: Sequence[Task], waiting: Sequence[Goal], goals: Sequence[Goal]) -> list[Goal | Task]:
    """Leave out a goal that waits only through one of its own tasks, so that one thing is asked once.

    Agreeing to a proposed goal is a separate question.
    """
    through = {task.goal_id for task in tasks}
    own = [goal for goal in waiting if goal.id not in through and not goal.awaits_decision]
    return [*tasks, *own, *(goal for goal in goals if goal.awaits_decision)]


def of_this_quarter(goals: Sequence[Goal], today: date) -> list[Goal]:
    """Return the goals of this quarter and those still open from before; none between two quarters."""
    now = quarter_of(today)
    return [goal for goal in goals if in_play(goal.quarter, now, goal.is_open)]


def coos_of(people: Sequence[Seat]) -> str:
    """Return Dana, your COO; Dana and Ash, your COOs. In the order they joined; empty if there is no COO."""
    coos = [seat for seat in people if seat.role == Role.COO and seat.is_live]
    return f"{both(coos)}, your COO{'s' if len(coos) > 1 else ''}" if coos else ""


def facts_of(client: Client, reader: Addressee, goals: Sequence[Goal], today: date) -> Facts:
    """Return the facts about the goals and the client's health that the sentences need."""
    later = [days_later(goal.first_done_by, goal.done_by) for goal in goals]
    stands = [stands_at(goal, reader.seat, days, today) for goal, days in zip(goals, later, strict=True)]
    late = [days for stand, days in zip(stands, later, strict=True) if stand == Standing.LATER]
    return Facts(
        name=reader.first_name,
        goals=stands,
        step_in=client.health == Health.STEP_IN,
        watched=client.health == Health.WATCH,
        days_later=max(late, default=0),
    )


def stands_at(goal: Goal, seat: Seat, days: int, today: date) -> Standing:
    """Return a goal's standing. A proposal's is its approval, whatever its status; a passed date outranks a status."""
    if goal.is_proposed and goal.is_open:
        return Standing.ON_YOU if goal.awaits_decision else Standing.TO_TALK_OVER
    stands = standing(goal.status, goal.is_waiting_for(seat), days)
    is_going_on = stands not in (Standing.DONE, Standing.ASIDE, Standing.ON_YOU, Standing.ON_OTHERS)
    return Standing.PAST_DATE if is_going_on and goal.done_by and goal.done_by < today else stands


def request_of(
    work: Goal | Task, said: Mapping[int, Sayings], replies: Mapping[int, datetime], seat: Seat, today: date
) -> Request:
    client = seat.client
    if isinstance(work, Goal) and work.awaits_decision:
        return proposal(work, said.get(work.id, Sayings()).proposed, client, today)
    due = work.due if isinstance(work, Task) else work.done_by
    asked = clock.local(work.waiting_since, client).date() if work.waiting_since else None
    when = " ".join(part for part in (asked_on(asked, today) if asked else "", needed_by(due, today)) if part)
    others = work.owner_name or work.owner_seat_id not in (None, seat.id)
    why = work.why_watch or (work.why if isinstance(work, Goal) else "")
    replied = replies.get(work.id) if isinstance(work, Task) else None
    when_replied = asked_on(clock.local(replied, client).date(), today) if replied else ""
    answer = when_replied.replace("Asked", "You replied")
    return Request(work, why, when, answer, ends_it=isinstance(work, Task) and not others)


def proposal(goal: Goal, line: Said | None, client: Client, today: date) -> Request:
    """Return the request to agree to a goal: why, when it was proposed, and its date."""
    told = (
        [asked_on(clock.local(line.moment, client).date(), today).replace("Asked", "Proposed")]
        if line
        else []
    )
    told += [f"It would be done by {plain_day(goal.done_by, today)}."] if goal.done_by else []
    return Request(goal, goal.why, " ".join(told))


def discussions(
    goals: Sequence[Goal], said: Mapping[int, Sayings], client: Client, reader: Addressee
) -> list[Discussion]:
    """Return the proposed goals a CEO wants to discuss first, with the CEO's words."""
    today, found = clock.today(client), []
    for goal in goals:
        line = said.get(goal.id, Sayings()).talk
        if goal.is_proposed and goal.is_open and goal.talk_at and line:
            who = "You" if line.person_id == reader.seat.person_id else short_name(line.name, line.person_id)
            day = asked_on(clock.local(line.moment, client).date(), today).removeprefix("Asked ").rstrip(".")
            found.append(Discussion(goal, who, day, line.words))
    return found


def finished_lines(
    client: Client, seat: Seat, goals: Sequence[Goal], tasks: Sequence[Task]
) -> list[FinishedLine]:
    """Return goals first, then tasks, newest first."""
    start = queries.week_start(client, clock.today(client))
    done: list[Goal | Task] = [
        goal
        for goal in goals
        if goal.is_done and goal.done_at and goal.done_at >= start and not goal.is_proposed
    ]
    done.extend(tasks)
    by = queries.finishers(client, seat, start) if done else {}
    return [
        FinishedLine(
            title=work.title,
            who=finisher(work, by),
            day=clock.local(work.done_at, client).date(),
            is_goal=isinstance(work, Goal),
        )
        for work in done
        if work.done_at
    ]


def finisher(work: Goal | Task, by: Mapping[tuple[str, int], tuple[str, int]]) -> str:
    """Return who set it to done; if history does not say, its owner."""
    person = by.get((work.__tablename__, work.id))
    return short_name(*person) if person else short_name(work.assigned_to)


def comings(client: Client, seat: Seat, today: date) -> tuple[list[UpcomingTask], list[UpcomingTask]]:
    """Return open work that is past its date or due within two weeks, without the requests above it."""
    tasks = [
        task
        for task in queries.due_until(client, seat, today + queries.TWO_WEEKS)
        if not task.is_waiting_for(seat)
    ]
    lines = [
        UpcomingTask(
            task, short_day(task.due or today, today), who_has(task, seat), task.owner_seat_id == seat.id
        )
        for task in tasks
    ]
    late = [line for line in lines if line.task.is_overdue(today)]
    return late, [line for line in lines if line not in late]


def who_has(task: Task, seat: Seat) -> str:
    """Return the owner's first name; “you” for the reader."""
    return "You" if task.owner_seat_id == seat.id else short_name(task.assigned_to)


def aims(
    goals: Sequence[Goal], seat: Seat, progress: dict[int | None, Progress], today: date
) -> list[LetterGoal]:
    found = []
    for goal in goals:
        counted = progress.get(goal.id, Progress())
        word = status_word(
            goal.status, reader_of(seat), waiting_name(goal, seat), goal.is_waiting_for(seat),
            days_later(goal.first_done_by, goal.done_by),
        )  # fmt: skip
        line = goal_line(counted, goal.done_by, goal.first_done_by, today, goal.is_done)
        status = goal.status
        if goal.is_proposed and goal.is_open:
            status, word = Status.WAITING, "Needs your answer" if goal.awaits_decision else "To discuss first"
        found.append(LetterGoal(goal, status, word, counted, line, scale(goal)))
    return found
