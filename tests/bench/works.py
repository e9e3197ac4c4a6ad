"""The works that are measured: what is asked of the product for each, and of the least page that does it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.bench.callers import (
    BenchError,
    Caller,
    Request,
    backend_of,
    caller_of_least,
    form_token,
    start_session,
)
from tests.bench.least_pages import seat_at
from tracker.accounts.models import Person
from tracker.clients.models import Client
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

HOME = "/clients/client-001"
WORD = "vendor"
"""One task in fifty has it in its title."""
SWITCHED = 20
"""The tap goes round among so many tasks, here and there."""
LOADS_ITSELF = re.compile(r"\b(load|revealed|intersect)\b")


@dataclass(frozen=True)
class Work:
    """One work. `ours` and `least` return the requests of its nth repetition."""

    name: str
    reader: Caller
    ours: Callable[[int], list[Request]]
    least: Callable[[int], list[Request]]


@dataclass(frozen=True)
class World:
    """Who asks, and the rows that are asked for."""

    coo: Caller
    ceo: Caller
    least: Caller
    client_id: int
    seat_id: int
    tapped: list[tuple[int, int]]
    """The ids and numbers of tasks that nobody has begun."""
    tasks_of_client: int


def create_world(app, least_app, practice, plain=False):
    """Sign in Dana, who is COO everywhere, and Marco, the first client's CEO."""
    with app.app_context():
        client_id = db.session.scalar(select(Client.id).where(Client.slug == HOME.rsplit("/", 1)[-1]))
        dana, marco = map(Person.by_email, ("dana@whitlock.example", "marco@fornello.example"))
        not_begun = select(Task.id, Task.number).where(
            Task.client_id == client_id, Task.status == Status.NOT_STARTED
        )
        tapped = [tuple(row) for row in db.session.execute(not_begun.order_by(Task.id).limit(2 * SWITCHED))]
        backend = backend_of(db.session)
        dana_id, cookies = dana.id, [start_session(person) for person in (dana, marco)]
    return World(
        *(Caller(app, cookie, form_token(app, cookie), plain, backend) for cookie in cookies),
        caller_of_least(least_app, dana_id),
        client_id,
        seat_at(least_app, client_id, dana_id),
        tapped,
        practice.tasks_of_a_client,
    )


def works(world, size):
    """The works in the order of the table. The tap is last, because it writes."""
    page = f"/page/{world.client_id}/{world.seat_id}"
    today = "/portfolio" if size == "L" else page
    pages = [
        ("today", world.coo, "/", today),
        ("roadmap", world.coo, every_task(world), f"/board/{world.client_id}"),
        ("letter", world.ceo, f"{HOME}/letter", page),
        ("search", world.coo, f"/search?q={WORD}", f"/search?q={WORD}"),
        ("history", world.coo, f"{HOME}/history", page),
        ("timeline", world.coo, f"{HOME}/timeline", page),
    ]
    for name, reader, path, least in pages:
        asked, of_least = requests_of_page(reader, path), [Request(least)]
        yield Work(name, reader, lambda _, asked=asked: asked, lambda _, asked=of_least: asked)
    yield tap(world)


def requests_of_page(reader, path):
    """The page, and the parts of it that it loads by itself."""
    soup = BeautifulSoup(reader.ask(Request(path), plain=True).body, "html.parser")
    parts = [
        tag["hx-get"] for tag in soup.select("[hx-get][hx-trigger]") if LOADS_ITSELF.search(tag["hx-trigger"])
    ]
    return [Request(path), *(Request(urljoin(path, part), is_part=True) for part in parts)]


def every_task(world):
    """The address of the road map that shows every task: the bare one, or the one of its link “Show all”."""
    path = f"{HOME}/"
    for _ in range(2):
        bodies = [world.coo.ask(each, plain=True).body for each in requests_of_page(world.coo, path)]
        shown = {number for body in bodies for number in re.findall(rb'<li id="?task-(\d+)"?[ >]', body)}
        if len(shown) == world.tasks_of_client:
            return path
        links = BeautifulSoup(bodies[0], "html.parser").select("a[href]")
        path = next(
            (
                urljoin(path, link["href"])
                for link in links
                if link.get_text(strip=True).startswith("Show all")
            ),
            path,
        )
    raise BenchError(f"{path} shows {len(shown)} of {world.tasks_of_client} tasks.")


def tap(world):
    """The whole click on a status: tasks are begun in turn, then set back in turn, each of the two on its own tasks."""
    half = len(world.tapped) // 2
    ours, theirs = world.tapped[:half], world.tapped[half:]

    def status(n, many):
        moves = (Status.NOT_STARTED, Status.ON_TRACK)
        return moves if n // many % 2 == 0 else moves[::-1]

    def click(n):
        was, now = status(n, len(ours))
        number = ours[n % len(ours)][1]
        return [Request(f"{HOME}/tasks/{number}/status?was={was}", {"status": str(now)})]

    def update(n):
        number = theirs[n % len(theirs)][0]
        return [Request(f"/update/{number}", {"status": str(status(n, len(theirs))[1])})]

    return Work("tap", world.coo, click, update)
