"""A client in which every text has its maximum length and every status and state occurs once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from tests import world
from tracker.accounts.models import Person, ResetLink
from tracker.clients.models import Invitation, Role, Seat, Span
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte"  # one word of 60 letters
CYRILLIC = "Высокопревосходительство Достопримечательнович"
LONG_TEXT = f"{LONG_WORD} и Сельскохозяйственно-машиностроительный завод, по-прежнему"

CEO, TEAM, VIEWER, CHOOSER = (
    "ceo@long.example",
    "team@long.example",
    "viewer@long.example",
    "chooser@long.example",
)
EMPTY_CEO, EMPTY_VIEWER, NEW_COO = "ceo@empty.example", "viewer@empty.example", "new@whitlock.example"
INVITED = f"{'newcomer' * 7}@long.example"


@dataclass(frozen=True)
class LongClients:
    """The addresses of the long road map, an empty one and another one, and the secrets of two links."""

    long: str
    empty: str
    other: str
    invitation: str
    reset: str


def create_clients(product):
    name = f"{LONG_WORD} {CYRILLIC}"[:118]
    empty = product.a_client({}, name="Corner Florist", lasting=True, ceo=EMPTY_CEO, viewer=EMPTY_VIEWER)
    other = product.a_client({"Two ovens run": []}, lasting=True, team=CHOOSER)
    path = product.a_client({}, name=name, lasting=True, ceo=CEO, team=TEAM, viewer=VIEWER)
    with product.edit_client(path) as (client, dana):
        world.a_person(f"{LONG_WORD} COO", NEW_COO, staff_role="coo")
        Seat.give(client, Person.by_email(CHOOSER), Role.VIEWER, by=dana)
        ceo = Person.by_email(CEO)
        ceo.change(name=f"{CYRILLIC} {LONG_WORD}")
        client.write_vision(f"{LONG_TEXT} {LONG_TEXT}", clock.today(client), by=dana)
        client.set_health("step_in", f"{LONG_TEXT}, {LONG_TEXT}"[:290], by=dana)
        for span in db.session.scalars(Span.of(client)):
            span.name = f"{span.number} {LONG_WORD[:56]}"
        add_work(client, dana, world.seat_of(ceo, client))
        team = Person.by_email(TEAM)  # keep a reference, so that the seat's person is not loaded again
        add_team_work(client, dana, world.seat_of(team, client))
        _, invitation = Invitation.make(
            client, INVITED, f"{LONG_WORD} {CYRILLIC}", Role.CEO, by=world.seat_of(dana, client)
        )
        reset = ResetLink.make(Person.by_email(VIEWER))
    return LongClients(path, empty, other, invitation, reset)


def add_work(client, dana, ceo):
    """Add a goal and a task of every status, moved dates, and tasks without a goal."""
    today = clock.today(client)
    span = db.session.scalars(Span.of(client)).first()
    more = defaultdict(dict, waiting={"waiting_on": ceo}, watch={"why": LONG_TEXT})
    for status in Status:
        goal = world.a_goal(
            client,
            dana,
            f"{status.word} {LONG_TEXT}",
            why=f"So that {LONG_TEXT}",
            owner=ceo,
            span_id=span.id,
            target_date=today + timedelta(days=9),
        )
        task = world.a_task(client, dana, f"{status.word} {LONG_TEXT}", goal=goal, owner=CYRILLIC, due=today)
        for work in (goal, task):
            work.set_date(today + timedelta(days=30), by=dana, why=LONG_TEXT)
            work.set_status(status, by=dana, **more[status])
        add_discussion(task, dana)
    late = world.a_task(
        client, dana, LONG_TEXT, owner=world.seat_of(dana, client), due=today - timedelta(days=20)
    )
    late.set_status(Status.WAITING, by=dana, waiting_on=LONG_WORD)
    world.a_task(client, dana, CYRILLIC).set_status(Status.WAITING, by=dana)
    world.a_task(client, dana, LONG_WORD).set_status(Status.WATCH, by=dana)


def add_team_work(client, dana, team):
    """Add tasks of the team: late, waiting for them, without a date, and done."""
    today = clock.today(client)
    world.a_task(client, dana, f"Late {LONG_TEXT}", owner=team, due=today - timedelta(days=4))
    asked = world.a_task(client, dana, f"Asked {LONG_TEXT}", owner=team, due=today)
    asked.set_status(Status.WAITING, by=dana, waiting_on=team, why=LONG_TEXT)
    world.a_task(client, dana, LONG_WORD, owner=team)
    world.a_task(client, dana, f"Done {LONG_TEXT}", owner=team).set_status(Status.DONE, by=dana)
    world.a_task(client, dana, f"Thrown away {LONG_TEXT}").put_in_trash(by=dana)


def add_discussion(task, dana):
    task.change(by=dana, details=MARKDOWN)
    world.a_step(task, dana, LONG_TEXT)
    world.a_step(task, dana, f"{CYRILLIC} {LONG_WORD}").tick(task, True, by=dana)
    world.a_comment(task, dana, MARKDOWN)


MARKDOWN = (
    f"# {LONG_TEXT}\n\n{LONG_TEXT} **{LONG_WORD}** *{CYRILLIC}* `{LONG_WORD}`\n\n"
    f"* {LONG_TEXT}\n* {LONG_WORD}\n\n1. {CYRILLIC}\n\n> {LONG_TEXT}\n\n```\n{LONG_WORD * 3}\n```\n\n"
    f"[{LONG_WORD}](https://example.com/{LONG_WORD}) https://example.com/{LONG_WORD}\n\n---\n\n## {LONG_WORD}"
)
