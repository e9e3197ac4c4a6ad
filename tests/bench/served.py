"""Many people at once, and memory, with the product as it is served: two workers of four threads."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Barrier
from urllib.parse import urlencode

from sqlalchemy import func, select

from tests.bench.callers import BROWSER, form_token, start_session
from tests.bench.works import HOME
from tests.operations.served import served
from tests.visitor import HTMX
from tracker.accounts.models import Person
from tracker.clients.models import Client, Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

PEOPLE = 32
WRITES = 10
"""Writes of each person, each to a task of their own."""
ROUNDS = 5
"""How often all try to change one task at the same moment."""
READERS, BESIDE = 50, 8
PATIENCE = 120
"""Seconds until a request counts as an error."""
IDLE = 5
"""Seconds after which a connection is opened anew, well before the server closes it."""
PAGES = ("/", f"{HOME}/", f"{HOME}/history", f"{HOME}/timeline", "/clients")


@dataclass
class Member:
    """Somebody with a session, and a connection that stays open."""

    port: int
    cookie: str
    token: str
    connection: http.client.HTTPConnection | None = None
    used: float = 0.0

    def ask(self, method, path, form=None):
        """The status of the answer, 0 for none, and how many seconds it took."""
        headers = BROWSER | {"Cookie": f"session={self.cookie}", "Accept-Encoding": "gzip"}
        body = None
        if form is not None:
            body = urlencode({"csrf_token": self.token} | form)
            headers |= HTMX | {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.monotonic()
        if began - self.used > IDLE:
            self.connection = None
        try:
            self.connection = self.connection or http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=PATIENCE
            )
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            self.connection, status = None, 0
        self.used = time.monotonic()
        return status, self.used - began

    def set_status(self, number, was, now, **said):
        """Set a task's status as a click in its row does."""
        path = f"{HOME}/tasks/{number}/status?was={was}"
        return self.ask("POST", path, {"status": str(now), **said})


def measure_served(app, practice, seconds):
    """The figures of the writers, the memory of the two workers in MiB, and the seconds until the first answer."""
    sessions, readers, numbers = people_of(app)
    settings = {name: practice.settings[name] for name in ("DATABASE_URL", "HOST")}
    with served(practice.folder, is_quiet=False, **settings) as product:
        people = [Member(product.port, *session) for session in sessions]
        figures = {
            "distinct_tasks": distinct_tasks(app, people, numbers[: len(people)]),
            "one_task": one_task(app, people, numbers[len(people) : len(people) + ROUNDS]),
        }
        if seconds:
            watching = [Member(product.port, *readers) for _ in range(READERS)]
            writing = people[:BESIDE]
            figures["beside_readers"] = beside_readers(app, writing, watching, numbers[:BESIDE], seconds)
        warm([Member(product.port, *readers) for _ in range(8)])
        memory = sum(map(mebibytes_of, product.workers))
    return figures, round(memory, 1), round(product.seconds, 1)


def people_of(app):
    """Sessions of 32 people of the first client's team, one of Dana's, and the numbers of tasks nobody has begun."""
    with app.app_context():
        client = db.session.scalars(select(Client).where(Client.slug == HOME.rsplit("/", 1)[-1])).one()
        dana = Person.by_email("dana@whitlock.example")
        team = []
        for number in range(PEOPLE):
            address = f"team-{number}@client.example"
            team.append(Person.create(address, f"Member {number}", "America/New_York"))
            Seat.give(client, team[-1], Role.TEAM, by=dana)
        db.session.commit()
        cookies = [start_session(person) for person in (*team, dana)]
        mark = {"status": Status.NOT_STARTED, "waiting_seat_id": None, "status_reason": "", "done_at": None}
        some = select(Task).where(Task.client_id == client.id).order_by(Task.number.desc())
        tasks = db.session.scalars(some.limit(PEOPLE + ROUNDS)).all()
        for task in tasks:
            for name, value in mark.items():
                setattr(task, name, value)
        db.session.commit()
        numbers = [task.number for task in tasks]
    *sessions, readers = [(cookie, form_token(app, cookie)) for cookie in cookies]
    return sessions, readers, numbers


def distinct_tasks(app, people, numbers):
    """Each person writes ten times to a task of their own, all at once."""
    start = Barrier(len(people))

    def write(person, number):
        start.wait()
        return [person.set_status(number, *pair) for pair in islice(there_and_back(), WRITES)]

    with recorded(app, numbers) as lines, ThreadPoolExecutor(len(people)) as pool:
        began = time.monotonic()
        answers = [each for done in pool.map(write, people, numbers) for each in done]
        took = time.monotonic() - began
    saved = sum(status == 200 for status, _ in answers)
    return {
        "people": len(people),
        "writes": len(answers),
        "errors": len(answers) - saved,
        "lost": saved - len(lines),
        "per_second": round(saved / took, 1),
        "median_ms": milliseconds(median(took for _, took in answers)),
        "slowest_ms": milliseconds(max(took for _, took in answers)),
    }


def one_task(app, people, numbers):
    """All want one task on Watch at the same moment, each with a reason of their own: one may win."""
    start = Barrier(len(people))

    def write(person, number, reason):
        start.wait()
        return person.set_status(number, Status.NOT_STARTED, Status.WATCH, why=reason)

    winners, answers, lost = [], [], 0
    with ThreadPoolExecutor(len(people)) as pool:
        for number in numbers:
            reasons = [f"Reason {each}" for each in range(len(people))]
            with recorded(app, [number]) as lines:
                done = list(pool.map(write, people, [number] * len(people), reasons))
            won = [reason for reason, (status, _) in zip(reasons, done, strict=True) if status == 200]
            winners.append(len(won))
            lost += (reason_of(app, number) not in won) + abs(len(won) - len(lines))
            answers += done
    return {
        "people": len(people),
        "winners": winners,
        "refused": sum(status == 409 for status, _ in answers),
        "errors": sum(status not in (200, 409) for status, _ in answers),
        "lost": lost,
        "slowest_ms": milliseconds(max(took for _, took in answers)),
    }


def beside_readers(app, writers, readers, numbers, seconds):
    """Eight people write without a pause beside fifty who read."""
    until = time.monotonic() + seconds

    def write(person, number):
        done = []
        for pair in there_and_back():
            done.append(person.set_status(number, *pair))
            if time.monotonic() >= until:
                return done
        return done

    def read(place):
        done = []
        for path in islice(cycle(PAGES), place, None):
            done.append(readers[place].ask("GET", path))
            if time.monotonic() >= until:
                return done
        return done

    with recorded(app, numbers) as lines, ThreadPoolExecutor(len(writers) + len(readers)) as pool:
        reading = [pool.submit(read, place) for place in range(len(readers))]
        wrote = [each for done in pool.map(write, writers, numbers) for each in done]
        pages = [each for one in reading for each in one.result()]
    saved = sum(status == 200 for status, _ in wrote)
    return {
        "seconds": seconds,
        "reads": len(pages),
        "writes": len(wrote),
        "errors": sum(status != 200 for status, _ in (*pages, *wrote)),
        "lost": saved - len(lines),
        "slowest_read_ms": milliseconds(max(took for _, took in pages)),
        "slowest_write_ms": milliseconds(max(took for _, took in wrote)),
    }


def there_and_back():
    """What was and what will be, over and over."""
    return cycle([(Status.NOT_STARTED, Status.ON_TRACK), (Status.ON_TRACK, Status.NOT_STARTED)])


@contextmanager
def recorded(app, numbers):
    """A list that holds, afterwards, the ids of the changes of status that these tasks' history has got meanwhile."""
    lines = []
    with app.app_context():
        last = db.session.scalar(select(func.coalesce(func.max(Event.id), 0)))
    yield lines
    with app.app_context():
        query = select(Event.id).join(Task, (Task.client_id == Event.client_id) & (Task.id == Event.task_id))
        query = query.where(Event.id > last, Event.action == "task_status_changed", Task.number.in_(numbers))
        lines += db.session.scalars(query)


def reason_of(app, number):
    """The reason that the first client's task has now."""
    with app.app_context():
        of_client = select(Client.id).where(Client.slug == HOME.rsplit("/", 1)[-1]).scalar_subquery()
        query = select(Task.status_reason).where(Task.client_id == of_client, Task.number == number)
        return db.session.scalar(query)


def warm(readers):
    """Read every page on several connections, so that each worker has shown them."""
    with ThreadPoolExecutor(len(readers)) as pool:
        list(pool.map(lambda reader: [reader.ask("GET", path) for path in PAGES], readers))


def mebibytes_of(process):
    """The memory of a process, with its share of what it has in common with others."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")) / 1024


def milliseconds(seconds):
    return round(seconds * 1000, 1)
