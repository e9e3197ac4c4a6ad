"""One client's story: everything that happened there, put in order of time and done again by the same verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Health, Role, Seat, Span
from tracker.clients.models.client import LOWEST_RANDOM
from tracker.demo.clockwork import Storyteller, telling
from tracker.demo.lines import ClientLine, GoalLine, SaidLine, TaskLine
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency
from tracker.roadmap.models.quarters import after, quarter_of
from tracker.roadmap.models.statuses import EXPLAINED, ApprovalState, Status, Visibility
from tracker.roadmap.models.work import Who

Act = tuple[datetime, Callable[[], None]]


class ClientStory:
    """Collects the acts of a client's history, then plays them."""

    def __init__(self, line: ClientLine, dana: Person, staff: list[Person]) -> None:
        self.teller = Storyteller(line.zone)
        self.line, self.dana, self.staff = self.teller.spelled(line), dana, staff
        self.acts: list[Act] = []
        self.people: dict[str, Person] = {dana.name: dana}
        self.seats: dict[str, Seat] = {}
        self.spans: dict[int, Span] = {}

    def tell(self) -> Client:
        with telling(self.teller):
            self.begin()
            for position, goal in enumerate(self.line.goals, start=1):
                self.plan_goal(goal, position)
            for position, task in enumerate(self.line.inbox, start=1):
                self.plan_task(task, position, lambda: None, opened=-8)
            self.plan(-2, self.judge, self.line.name)
            for moment, act in sorted(self.acts, key=lambda each: each[0]):
                self.teller.moment = moment
                act()
                db.session.flush()
        return self.client

    def plan(self, day: int, act: Callable[[], None], about: str, time: str = "") -> None:
        self.acts.append((self.teller.at(day, time, about), act))

    # The client and its people

    def begin(self) -> None:
        line, teller = self.line, self.teller
        teller.moment = teller.at(line.since, "09:00")
        self.client = Client.make(
            line.name, line.slug, line.zone, self.dana, by=self.dana, colour=line.colour
        )
        for person in self.staff:
            self.people[person.name] = person
            Seat.give(self.client, person, Role.COO, by=self.dana)
        for seat in line.seats:
            person = self.people[seat.name] = Person.welcome(seat.email, seat.name, zone=line.zone)
            Seat.give(self.client, person, Role(seat.role), by=self.dana)
        self.seats = {seat.name: seat for seat in db.session.scalars(Seat.of(self.client))}
        self.spans = {span.number: span for span in db.session.scalars(Span.of(self.client))}
        teller.moment = teller.at(line.vision_on, "16:00")
        self.client.write_vision(line.vision, teller.day(line.vision_on), by=self.ceo)

    @property
    def ceo(self) -> Person:
        return next(self.people[seat.name] for seat in self.line.seats if seat.role == Role.CEO)

    def judge(self) -> None:
        self.client.set_health(Health(self.line.health), self.line.reason, by=self.dana)

    def who(self, name: str) -> Who:
        return self.seats.get(name) or name or None

    # Goals

    def plan_goal(self, line: GoalLine, position: int) -> None:
        made: list[Goal] = []
        teller = self.teller

        def add() -> None:
            goal = Goal.add(
                self.client, line.title, by=self.dana, owner=self.who(line.owner), why=line.why,
                quarter=after(quarter_of(teller.today), line.quarter), span_id=self.spans[line.span].id,
                done_by=teller.day(line.was if line.was is not None else line.done_by), measure=line.measure,
                life=ApprovalState.DRAFT if line.is_staged else ApprovalState.AGREED, **measured(line),
            )  # fmt: skip
            goal.position = position
            self.count(goal, is_shared=not line.draft)
            made.append(goal)

        def move() -> None:
            made[0].set_date(teller.day(line.done_by), by=self.dana, why=line.reason if line.was else "")
            self.set_status(made[0], line.status, line.waiting, line.reason, self.dana)

        opened = max(line.added, self.line.since + 1)
        self.plan(opened, add, line.title, "07:30")
        self.plan_agreeing(line, made)
        if line.status != Status.NOT_STARTED:
            self.plan(line.moved, move, line.title)
        for number, task in enumerate(line.tasks, start=1):
            self.plan_task(task, number, lambda: made[0], opened, line.agreed, in_draft=line.draft)

    def count(self, work: Goal | Task, is_shared: bool) -> None:
        """Short numbers, so that addresses of the story can be remembered, for all that is shared by the end of it."""
        if is_shared and work.number >= LOWEST_RANDOM:
            work.number = self.client.next_number(work.__tablename__)

    def plan_agreeing(self, line: GoalLine, made: list[Goal]) -> None:
        """Proposed by the COO; agreed by the CEO, or to be talked over first."""
        if line.proposed is not None:
            self.plan(line.proposed, lambda: made[0].propose(by=self.dana), line.title + "proposed")
        if line.agreed is not None:
            self.plan(line.agreed, lambda: made[0].agree(by=self.ceo), line.title + "agreed")
        if line.talk and line.proposed is not None:
            self.plan(
                line.proposed + 1, lambda: made[0].request_discussion(by=self.ceo, words=line.talk), line.talk
            )

    # Tasks

    def plan_task(
        self, line: TaskLine, position: int, goal: Callable[[], Goal | None], opened: int, agreed: int | None = None,
        *, in_draft: bool = False,
    ) -> None:  # fmt: skip
        made: list[Task] = []
        doer = self.people.get(line.owner, self.dana)

        def add() -> None:
            first = line.was if line.was is not None else line.due
            task = Task.add(
                self.client, line.title, by=self.dana, goal=goal(), owner=self.who(line.owner), kind=line.kind,
                due=self.teller.day(first), details=line.details,
                visibility=Visibility.LEADS if line.leads else Visibility.ALL,
            )  # fmt: skip
            task.position = position
            self.count(task, is_shared=not (line.leads or in_draft))
            made.append(task)
            for step in line.steps:
                Step.add(task, step.removeprefix("x "), by=self.dana)

        def move() -> None:
            if line.was is not None:
                made[0].set_date(self.teller.day(line.due), by=self.dana, why=line.why)
            self.set_status(made[0], line.status, line.waiting, line.why, doer)

        added = max(opened, line.added if line.added is not None else -14)
        if agreed is not None and not line.joined:
            added = min(added, agreed - 1)
        self.plan(added, add, line.title, "08:00" if added == opened else "")
        self.plan_what_follows(line, made, doer, added)
        if line.status != Status.NOT_STARTED:
            self.plan(line.moved, move, line.title + "moved")

    def waiting(self, made: list[Task], title: str) -> Callable[[], None]:
        """It comes after another task of this client."""

        def wait() -> None:
            other = db.session.scalars(Task.of(self.client).where(Task.title == title)).one()
            TaskDependency.add(made[0], other, by=self.dana)

        return wait

    def plan_what_follows(self, line: TaskLine, made: list[Task], doer: Person, added: int) -> None:
        if line.waits_for:
            self.plan(added + 1, self.waiting(made, line.waits_for), line.title + "waits")
        for said in line.said:
            self.plan_comment(said, made)
        for number, step in enumerate(line.steps, start=1):
            if step.startswith("x "):
                self.plan(min(added + 1 + number, 0), self.ticking(made, number, doer), step)

    def ticking(self, made: list[Task], number: int, doer: Person) -> Callable[[], None]:
        def tick() -> None:
            query = select(Step).where(Step.task_id == made[0].id, Step.position == number)
            db.session.scalars(query).one().tick(made[0], True, by=doer)

        return tick

    def plan_comment(self, line: SaidLine, made: list[Task]) -> None:
        def say() -> None:
            Comment.add(made[0], line.words, by=self.people[line.who])

        self.plan(line.day, say, line.words, line.time)

    def set_status(self, work: Goal | Task, status: str, waiting: str, why: str, by: Person) -> None:
        words = why if status in EXPLAINED else ""
        work.set_status(Status(status), by=by, waiting_on=self.who(waiting), why=words)


def measured(line: GoalLine) -> dict[str, Any]:
    """The numbers of a goal's measure, as its columns."""
    if line.scale is None:
        return {}
    names = ("measure_from", "measure_to", "measure_now", "measure_unit")
    return dict(zip(names, line.scale, strict=True))
