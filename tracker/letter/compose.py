"""Composes a letter from rows, by sorting them into its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from tracker.clients.models import Client, Health, Role, Seat
from tracker.clients.queries import vision_credit
from tracker.clients.short_names import actor_name, short_name
from tracker.foundation import clock
from tracker.foundation.text.formatting import plain_day
from tracker.letter import queries
from tracker.letter.addressee import Addressee
from tracker.letter.lines import (
    SHOWN_ASKS,
    SHOWN_LINES,
    Discussion,
    FinishedLine,
    Letter,
    LetterGoal,
    MovedDate,
    Request,
)
from tracker.letter.phrases import (
    asked_sentence,
    goal_line,
    needed_sentence,
    standing_of,
    wrote_sentence,
)
from tracker.letter.queries import A_WEEK, LastComment, LetterEvent
from tracker.letter.sentence import WAITING_STANDINGS, Facts, Standing
from tracker.letter.task_rows import TaskRow, letter_tasks
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.metric import metric_scale
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.proposal_comments import ProposalComment, ProposalComments
from tracker.roadmap.models.quarters import is_current_quarter, quarter_of
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation.approval import all_ceos
from tracker.roadmap.presentation.queries import has_trashed_work, is_empty, progress_by_goal, shown_goals
from tracker.roadmap.presentation.wording import audience_of, days_later, status_word, waiting_name

AnyTask = TypeVar("AnyTask", bound=Task | TaskRow)


def compose_letter(client: Client, addressee: Addressee, people: Sequence[Seat]) -> Letter:
    """Return today's letter for this reader. `people`: all seats of the client, ended ones too."""
    today, seat = clock.today(client), addressee.seat
    start = queries.week_start(client, today)
    goals = shown_goals(client, seat)
    now = of_this_quarter(goals, today)
    tasks = letter_tasks(client, seat, today, start, today + queries.TWO_WEEKS)
    events = queries.letter_events(client, seat, start)
    asks = requests_once(tasks.waiting, [goal for goal in goals if goal.is_waiting_for(seat)], goals)
    finished: list[Goal | TaskRow] = [*finished_goals(goals, start), *tasks.finished]
    proposal_comments = queries.proposal_comments_shown(discussed_goals(goals, asks[:SHOWN_ASKS]), seat)
    shown = letter_goals(now or goals, seat, progress_by_goal(client, seat), today)
    letter = Letter(
        client=client,
        today=today,
        addressee=addressee,
        facts=facts_of(client, addressee, now or goals, today),
        coos=coos_of(people),
        vision_from=vision_credit(client, seat.person_id, people),
        requests=requests_of(asks, proposal_comments, seat, client, today),
        discussions=discussions(goals, proposal_comments, client, addressee),
        moved=finished_lines(client, finished[:SHOWN_LINES], events),
        moved_count=len(finished),
        dates=date_lines(client, goals, today, queries.date_changes(client, seat, start, events)),
        late=tasks.late,
        upcoming=tasks.upcoming,
        goals=shown,
        all=sum((letter_goal.progress for letter_goal in shown), Progress()),
    )
    facts = replace(
        opening_facts(letter, seat, this_quarter=bool(now)),
        others=len(now or goals) < len(goals),
        of_other_quarters=any(goal.quarter != quarter_of(today) for goal in now),
    )
    return replace(letter, facts=facts)


def discussed_goals(goals: Sequence[Goal], shown: Sequence[Goal | TaskRow]) -> list[Goal]:
    """Return the goals of which the letter tells who proposed them, or who wants to discuss them."""
    return [goal for goal in goals if goal.is_to_discuss or (goal.awaits_decision and goal in shown)]


def date_lines(
    client: Client, goals: Sequence[Goal], today: date, changes: Sequence[LetterEvent]
) -> list[MovedDate]:
    """Return the promised dates that were moved or removed in the last seven days: goals first, newest first."""
    moved = reversed(queries.moved_dates(changes, {goal.id: goal for goal in goals}, client))
    return [
        MovedDate(
            one.title,
            new_date_words(one, to, today),
            plain_day(was, today),
            why,
            is_later=to is None or to > was,
            is_removed=to is None,
        )
        for one, was, to, why in sorted(moved, key=lambda line: isinstance(line[0], TaskRow))
    ]


def new_date_words(work: Goal | TaskRow, day: date | None, today: date) -> str:
    """Return “is now due 22 December”; for a proposed goal, a day that has passed, or no day, what is true of it."""
    if day is None:
        return "has no date for now"
    if isinstance(work, Goal) and work.is_proposed:
        return f"is now proposed for {plain_day(day, today)}"
    return f"{'was moved to' if day < today else 'is now due'} {plain_day(day, today)}"


def opening_facts(letter: Letter, seat: Seat, this_quarter: bool) -> Facts:
    """Return the facts of the first sentence, completed from the parts of the letter."""
    in_a_week = letter.today + A_WEEK
    dated = [
        *letter.late,
        *(task for task in letter.upcoming if task.due and task.due <= in_a_week),
    ]
    return replace(
        letter.facts,
        requests=len(letter.requests),
        own_work=any(task.owner_seat_id == seat.id for task in dated),
        dates_later=sum(moved.is_later and not moved.is_removed for moved in letter.dates),
        dates_gone=sum(moved.is_removed for moved in letter.dates),
        requests_late=sum(ask.work.is_overdue(letter.today) for ask in letter.requests),
        dates_passed=len(letter.late) + dates_passed_of_goals(letter),
        upcoming=bool(letter.upcoming),
        nothing_yet=not (letter.goals or letter.requests or dated or letter.moved)
        and is_empty(letter.client, seat)
        and not has_trashed_work(letter.client, seat),
        had_goals=not letter.goals and has_trashed_work(letter.client, seat),
        this_quarter=this_quarter,
    )


def dates_passed_of_goals(letter: Letter) -> int:
    """Return how many of the letter's goals have a date that has passed, whatever their standing is.

    Goals among the requests are left out, because their dates are told there.
    """
    asked = [ask.work for ask in letter.requests]
    return sum(
        letter_goal.goal.is_overdue(letter.today) and letter_goal.goal not in asked
        for letter_goal in letter.goals
    )


def requests_once(
    tasks: Sequence[AnyTask], waiting: Sequence[Goal], goals: Sequence[Goal]
) -> list[Goal | AnyTask]:
    """Return the requests, without goals that wait only through one of their tasks.

    A proposed goal remains, because agreeing to it is a separate question.
    """
    through = {task.goal_id for task in tasks}
    own = [goal for goal in waiting if goal.id not in through and not goal.awaits_decision]
    return [*tasks, *own, *(goal for goal in goals if goal.awaits_decision)]


def of_this_quarter(goals: Sequence[Goal], today: date) -> list[Goal]:
    """Return the goals of this quarter and those still open from earlier ones."""
    now = quarter_of(today)
    return [goal for goal in goals if is_current_quarter(goal.quarter, now, goal.is_open)]


def coos_of(people: Sequence[Seat]) -> str:
    """Return “Dana, your COO” or “Dana and Ash, your COOs”, the longest-serving first; empty without a COO."""
    coos = [seat for seat in people if seat.role == Role.COO and seat.is_live]
    return f"{all_ceos(coos)}, your COO{'s' if len(coos) > 1 else ''}" if coos else ""


def facts_of(client: Client, addressee: Addressee, goals: Sequence[Goal], today: date) -> Facts:
    """Return the facts about the goals and the client's health that the sentences need."""
    later = [days_later(goal.original_target_date, goal.target_date) for goal in goals]
    stands = [
        goal_standing(goal, addressee.seat, days, today) for goal, days in zip(goals, later, strict=True)
    ]
    late = [days for stand, days in zip(stands, later, strict=True) if stand == Standing.LATER]
    return Facts(
        name=addressee.first_name,
        goals=stands,
        step_in=client.health == Health.STEP_IN,
        watched=client.health == Health.WATCH,
        days_later=max(late, default=0),
    )


def goal_standing(goal: Goal, seat: Seat, days: int, today: date) -> Standing:
    """Return a goal's standing.

    For an open proposal it is that of its approval, whatever its status. A passed date outranks a status.
    """
    if goal.is_proposed and goal.is_open:
        return Standing.ON_YOU if goal.awaits_decision else Standing.TO_DISCUSS
    stands = standing_of(goal.status, goal.is_waiting_for(seat), goal.waits_for is not None, days)
    is_going_on = stands not in (Standing.DONE, Standing.ASIDE, *WAITING_STANDINGS)
    return Standing.PAST_DATE if is_going_on and goal.target_date and goal.target_date < today else stands


def requests_of(
    asks: Sequence[Goal | TaskRow],
    proposal_comments: Mapping[int, ProposalComments],
    seat: Seat,
    client: Client,
    today: date,
) -> list[Request]:
    """Return the requests: the first in full, the others by their titles."""
    shown = asks[:SHOWN_ASKS]
    comments = queries.last_comments([work for work in shown if isinstance(work, TaskRow)], seat)
    full = [letter_request(work, proposal_comments, comments, seat, client, today) for work in shown]
    return [*full, *(Request(work, why="", when="") for work in asks[SHOWN_ASKS:])]


def letter_request(
    work: Goal | TaskRow,
    proposal_comments: Mapping[int, ProposalComments],
    comments: Mapping[int, LastComment],
    seat: Seat,
    client: Client,
    today: date,
) -> Request:
    """Return the request for a goal or task that waits for the reader."""
    if isinstance(work, Goal) and work.awaits_decision:
        return proposal_request(work, proposal_comments.get(work.id, ProposalComments()), seat, client, today)
    due = work.planned_date
    asked = clock.local(work.waiting_since, client).date() if work.waiting_since else None
    when = " ".join(
        part for part in (asked_sentence(asked, today) if asked else "", needed_sentence(due, today)) if part
    )
    others = work.owner_name or work.owner_seat_id not in (None, seat.id)
    why = work.status_reason or (work.why if isinstance(work, Goal) else "")
    last = comments.get(work.id) if isinstance(work, TaskRow) else None
    return Request(
        work,
        why,
        when,
        wrote=last_comment_sentence(last, seat, client, today) if last else "",
        is_readers_word=last is not None and last.author_id == seat.person_id,
        ends_it=isinstance(work, TaskRow) and not others,
    )


def last_comment_sentence(last: LastComment, seat: Seat, client: Client, today: date) -> str:
    """Return “You wrote on Wednesday.”, or “Dana wrote today.” if another person wrote after the reader."""
    is_readers = last.author_id == seat.person_id
    who = "You" if is_readers else short_name(last.name, last.author_id)
    return wrote_sentence(who, clock.local(last.moment, client).date(), today)


def proposal_request(
    goal: Goal, comments: ProposalComments, seat: Seat, client: Client, today: date
) -> Request:
    """Return the request to agree to a goal: the reason, a CEO's words, the proposal's day, its date."""
    sentences = [
        *earlier_discussion(comments, seat, client, today),
        proposed_sentence(comments, client, today),
    ]
    if goal.target_date:
        day = plain_day(goal.target_date, today)
        has_passed = goal.target_date < today
        sentences.append(f"Its date, {day}, has passed." if has_passed else f"It would be done by {day}.")
    return Request(goal, goal.why, " ".join(part for part in sentences if part))


def earlier_discussion(comments: ProposalComments, seat: Seat, client: Client, today: date) -> list[str]:
    """Return one sentence: a CEO asked to discuss it before it was proposed again, in these words."""
    line = comments.answered_discussion
    if line is None:
        return []
    who = "You" if line.person_id == seat.person_id else short_name(line.name, line.person_id)
    day = comment_day(line, client, today)
    return [f"{who} asked to discuss it {day}" + (f": “{line.words}”" if line.words else ".")]


def proposed_sentence(comments: ProposalComments, client: Client, today: date) -> str:
    """Return “Proposed on Monday.”, or “Dana proposed it again today.” after a discussion; empty if unknown."""
    line = comments.proposed
    if line is None:
        return ""
    day = comment_day(line, client, today)
    if comments.answered_discussion is None:
        return f"Proposed {day}."
    return f"{short_name(line.name, line.person_id)} proposed it again {day}."


def comment_day(line: ProposalComment, client: Client, today: date) -> str:
    """Return the day of a comment: “today”, “yesterday”, “on Monday”, “on 2 November”."""
    return asked_sentence(clock.local(line.moment, client).date(), today).removeprefix("Asked ").rstrip(".")


def discussions(
    goals: Sequence[Goal],
    proposal_comments: Mapping[int, ProposalComments],
    client: Client,
    addressee: Addressee,
) -> list[Discussion]:
    """Return the proposed goals that a CEO wants to discuss first, with the CEO's words."""
    today, found = clock.today(client), []
    for goal in goals:
        line = proposal_comments.get(goal.id, ProposalComments()).discussion
        if goal.is_to_discuss and line:
            who = (
                "You" if line.person_id == addressee.seat.person_id else short_name(line.name, line.person_id)
            )
            found.append(Discussion(goal, who, comment_day(line, client, today), line.words))
    return found


def finished_goals(goals: Sequence[Goal], start: datetime) -> list[Goal]:
    """Return the goals reached since `start`."""
    return [
        goal
        for goal in goals
        if goal.is_done and goal.done_at and goal.done_at >= start and not goal.is_proposed
    ]


def finished_lines(
    client: Client, done: Sequence[Goal | TaskRow], events: Sequence[LetterEvent]
) -> list[FinishedLine]:
    """Return the lines of finished work, each with the person who finished it."""
    by = queries.finishers(events, done)
    return [
        FinishedLine(
            title=work.title,
            who=finisher_name(work, by),
            day=clock.local(work.done_at, client).date(),
            is_goal=isinstance(work, Goal),
        )
        for work in done
        if work.done_at
    ]


def finisher_name(work: Goal | TaskRow, by: Mapping[tuple[str, int], tuple[str, int | None] | None]) -> str:
    """Return the short name of the person who set it to done; if history has none, its owner's.

    It is empty if the reader may not know who it was: the owner's name would be taken for it.
    """
    key = (work.__tablename__, work.id)
    if key not in by:
        return short_name(work.assigned_to)
    person = by[key]
    return actor_name(*person) if person else ""


def letter_goals(
    goals: Sequence[Goal],
    seat: Seat,
    progress: dict[int | None, Progress],
    today: date,
) -> list[LetterGoal]:
    """Return the goals as the letter shows them, with status, progress and date."""
    found = []
    for goal in goals:
        counted = progress.get(goal.id, Progress())
        word = status_word(
            goal.status,
            audience_of(seat),
            waiting_name(goal, seat),
            goal.is_waiting_for(seat),
            days_later(goal.original_target_date, goal.target_date),
        )
        line = goal_line(
            counted, goal.target_date, goal.original_target_date, today, not goal.is_open, not goal.was_agreed
        )
        status = goal.status
        if goal.is_proposed and goal.is_open:
            status, word = Status.WAITING, "Needs your answer" if goal.awaits_decision else "To discuss first"
        found.append(LetterGoal(goal, status, word, counted, line, metric_scale(goal)))
    return found
