"""Plays one client's story: everything that happened, in order of time, through the models' own methods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.clients.create import create_client
from tracker.clients.models import Client, Health, Role, Seat, Span
from tracker.clients.models.client import LOWEST_RANDOM
from tracker.demo.clockwork import DemoClock, story_time
from tracker.demo.lines import ClientLine, CommentLine, GoalLine, TaskLine
from tracker.foundation.column_types import Columns
from tracker.foundation.database import db
from tracker.registry import features
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.facts import Who
from tracker.roadmap.models.quarters import quarter_of, quarters_later
from tracker.roadmap.models.statuses import EXPLAINED, ApprovalState, Status, Visibility

Act = tuple[datetime, Callable[[], None]]


class ClientStory:
    """Collect the acts of a client's history, then play them in order of time."""

    def __init__(self, line: ClientLine, dana: Person, staff: list[Person]) -> None:
        self.demo_clock = DemoClock(line.zone)
        self.line, self.dana, self.staff = self.demo_clock.with_dates(line), dana, staff
        self.acts: list[Act] = []
        self.people: dict[str, Person] = {dana.name: dana}
        self.seats: dict[str, Seat] = {}
        self.spans: dict[int, Span] = {}

    def create(self) -> Client:
        """Create the client with all its work, and return it."""
        with story_time(self.demo_clock):
            self.begin()
            for position, goal in enumerate(self.line.goals, start=1):
                self.plan_goal(goal, position)
            for position, task in enumerate(self.line.inbox, start=1):
                self.plan_task(task, position, lambda: None, opened=-8)
            self.plan(-2, self.judge, self.line.name)
            for chapter in features().demo:
                chapter(self)
            for moment, act in sorted(self.acts, key=lambda each: each[0]):
                self.demo_clock.moment = moment
                act()
                db.session.flush()
        return self.client

    def plan(self, day: int, act: Callable[[], None], about: str, time: str = "") -> None:
        """Add an act on that day at that time; without one, `about` decides the time (see `DemoClock.at`)."""
        self.acts.append((self.demo_clock.at(day, time, about), act))

    # The client and its people

    def begin(self) -> None:
        """Create the client with its vision, and give its people access."""
        line, demo_clock = self.line, self.demo_clock
        demo_clock.moment = demo_clock.at(line.since, "09:00")
        self.client = create_client(
            line.name, line.slug, line.zone, self.dana, by=self.dana, colour=line.colour
        )
        for person in self.staff:
            self.people[person.name] = person
            Seat.give(self.client, person, Role.COO, by=self.dana)
        for seat in line.seats:
            person = self.people[seat.name] = Person.create(seat.email, seat.name, time_zone=line.zone)
            Seat.give(self.client, person, Role(seat.role), by=self.dana)
        self.seats = {seat.name: seat for seat in db.session.scalars(Seat.of(self.client))}
        self.spans = {span.number: span for span in db.session.scalars(Span.of(self.client))}
        demo_clock.moment = demo_clock.at(line.vision_on, "16:00")
        self.client.write_vision(line.vision, demo_clock.day(line.vision_on), by=self.ceo)

    @property
    def ceo(self) -> Person:
        """Return the client's first CEO in the story."""
        return next(self.people[seat.name] for seat in self.line.seats if seat.role == Role.CEO)

    def judge(self) -> None:
        """Set the client's health."""
        self.client.set_health(Health(self.line.health), self.line.reason, by=self.dana)

    def who(self, name: str) -> Who:
        """Return the seat with this name, the name itself for an outsider, or None for a blank one."""
        return self.seats.get(name) or name or None

    # Goals

    def plan_goal(self, line: GoalLine, position: int) -> None:
        """Plan adding, agreeing and changing a goal, and its tasks."""
        made: list[Goal] = []
        demo_clock = self.demo_clock

        def add() -> None:
            goal = Goal.add(
                self.client,
                line.title,
                by=self.dana,
                owner=self.who(line.owner),
                why=line.why,
                quarter=quarters_later(quarter_of(demo_clock.today), line.quarter),
                span_id=self.spans[line.span].id,
                target_date=demo_clock.day(line.was if line.was is not None else line.done_by),
                metric=line.measure,
                approval_state=ApprovalState.DRAFT if line.is_staged else ApprovalState.AGREED,
                **metric_columns(line),
            )
            goal.position = position
            self.count(goal, is_shared=not line.draft)
            made.append(goal)

        def move() -> None:
            made[0].set_date(demo_clock.day(line.done_by), by=self.dana, why=line.reason if line.was else "")
            self.set_status(made[0], line.status, line.waiting, line.reason, self.dana)

        opened = max(line.added, self.line.since + 1)
        self.plan(opened, add, line.title, "07:30")
        self.plan_agreeing(line, made)
        if line.status != Status.NOT_STARTED:
            self.plan(line.moved, move, line.title)
        for number, task in enumerate(line.tasks, start=1):
            self.plan_task(task, number, lambda: made[0], opened, line.agreed, in_draft=line.draft)

    def count(self, work: Goal | Task, is_shared: bool) -> None:
        """Give work that is shared by the end of the story a short number, so that its address is short."""
        if is_shared and work.number >= LOWEST_RANDOM:
            work.number = self.client.next_number(work.__tablename__)

    def plan_agreeing(self, line: GoalLine, made: list[Goal]) -> None:
        """Plan the COO's proposal and the CEO's answer: agreement, or a request to talk it over first."""
        if line.proposed is not None:
            self.plan(line.proposed, lambda: made[0].propose(by=self.dana), line.title + "proposed")
        if line.agreed is not None:
            self.plan(line.agreed, lambda: made[0].agree(by=self.ceo), line.title + "agreed")
        if line.discussion and line.proposed is not None:
            self.plan(
                line.proposed + 1,
                lambda: made[0].request_discussion(by=self.ceo, words=line.discussion),
                line.discussion,
            )

    # Tasks

    def plan_task(
        self,
        line: TaskLine,
        position: int,
        goal: Callable[[], Goal | None],
        opened: int,
        agreed: int | None = None,
        *,
        in_draft: bool = False,
    ) -> None:
        """Plan adding and changing a task, and all that follows. `opened`: the day its goal was added."""
        made: list[Task] = []
        doer = self.people.get(line.owner, self.dana)

        def add() -> None:
            task = self.add_task(line, goal())
            task.position = position
            self.count(task, is_shared=not (line.leads or in_draft))
            made.append(task)

        def move() -> None:
            if line.was is not None:
                made[0].set_date(self.demo_clock.day(line.due), by=self.dana, why=line.why)
            self.set_status(made[0], line.status, line.waiting, line.why, self.dana if line.waiting else doer)

        added = max(opened, line.added if line.added is not None else -14)
        if agreed is not None and not line.joined:
            added = min(added, agreed - 1)
        self.plan(added, add, line.title, "08:00" if added == opened else "")
        self.plan_details(line, made, doer, added)
        if line.status != Status.NOT_STARTED:
            self.plan(line.moved, move, line.title + "moved")

    def add_task(self, line: TaskLine, goal: Goal | None) -> Task:
        """Add a task with its steps, at its first date, and return it."""
        task = Task.add(
            self.client,
            line.title,
            by=self.dana,
            goal=goal,
            owner=self.who(line.owner),
            kind=line.kind,
            due=self.demo_clock.day(line.was if line.was is not None else line.due),
            details=line.details,
            visibility=Visibility.LEADS if line.leads else Visibility.ALL,
        )
        for step in line.steps:
            Step.add(task, step.removeprefix("x "), by=self.dana)
        return task

    def wait_for(self, made: list[Task], title: str) -> Callable[[], None]:
        """Return an act that makes the task wait for the client's task with this title."""

        def wait() -> None:
            other = db.session.scalars(Task.of(self.client).where(Task.title == title)).one()
            TaskDependency.add(made[0], other, by=self.dana)

        return wait

    def plan_details(self, line: TaskLine, made: list[Task], doer: Person, added: int) -> None:
        """Plan the task's dependency, its comments and the ticks on its steps."""
        if line.waits_for:
            self.plan(added + 1, self.wait_for(made, line.waits_for), line.title + "waits")
        for comment in line.comments:
            self.plan_comment(comment, made)
        for number, step in enumerate(line.steps, start=1):
            if step.startswith("x "):
                self.plan(min(added + 1 + number, 0), self.tick_step(made, number, doer), step)

    def tick_step(self, made: list[Task], number: int, doer: Person) -> Callable[[], None]:
        """Return an act that ticks the step at this position."""

        def tick() -> None:
            query = select(Step).where(Step.task_id == made[0].id, Step.position == number)
            db.session.scalars(query).one().tick(made[0], True, by=doer)

        return tick

    def plan_comment(self, line: CommentLine, made: list[Task]) -> None:
        """Plan a comment on the task that `made` holds by then."""

        def say() -> None:
            Comment.add(made[0], line.words, by=self.people[line.who])

        self.plan(line.day, say, line.words, line.time)

    def set_status(self, work: Goal | Task, status: str, waiting: str, why: str, by: Person) -> None:
        """Set the status; the reason is passed on only where the status takes one."""
        words = why if status in EXPLAINED else ""
        work.set_status(Status(status), by=by, waiting_on=self.who(waiting), why=words)


def metric_columns(line: GoalLine) -> Columns:
    """Return the numbers of a goal's measure by column; empty without a measure."""
    if line.scale is None:
        return {}
    names = ("metric_start", "metric_target", "metric_current", "metric_unit")
    return dict(zip(names, line.scale, strict=True))
