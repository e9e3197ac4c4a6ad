"""A client in which every text is as long as it may be, and every status and every state is there once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from tests import world
from tracker.accounts.models import Person, ResetLink
from tracker.clients.models import Invitation, Role, Seat, Span
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Status

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte"  # one word of 60 letters
CYRILLIC = "Высокопревосходительство Достопримечательнович"
NOVEL = f"{LONG} и Сельскохозяйственно-машиностроительный завод, по-прежнему"

CEO, TEAM, VIEWER, CHOOSER = (
    "ceo@long.example",
    "team@long.example",
    "viewer@long.example",
    "chooser@long.example",
)
EMPTY_CEO, EMPTY_VIEWER, NEW_COO = "ceo@empty.example", "viewer@empty.example", "new@whitlock.example"
INVITED = f"{'newcomer' * 7}@long.example"


@dataclass(frozen=True)
class Long:
    """Where things are: the road map, one with nothing in it, one of no matter, and the secrets of two links."""

    long: str
    empty: str
    other: str
    invitation: str
    reset: str


def tell(product):
    name = f"{LONG} {CYRILLIC}"[:118]
    empty = product.a_client({}, name="Corner Florist", lasting=True, ceo=EMPTY_CEO, viewer=EMPTY_VIEWER)
    other = product.a_client({"Two ovens run": []}, lasting=True, team=CHOOSER)
    path = product.a_client({}, name=name, lasting=True, ceo=CEO, team=TEAM, viewer=VIEWER)
    with product.inside(path) as (client, dana):
        world.a_person(f"{LONG} COO", NEW_COO, staff_role="coo")
        Seat.give(client, Person.by_email(CHOOSER), Role.VIEWER, by=dana)
        ceo = Person.by_email(CEO)
        ceo.change(name=f"{CYRILLIC} {LONG}")
        client.write_vision(f"{NOVEL} {NOVEL}", clock.today(client), by=dana)
        client.set_health("step_in", f"{NOVEL}, {NOVEL}"[:290], by=dana)
        for span in db.session.scalars(Span.of(client)):
            span.name = f"{span.number} {LONG[:56]}"
        plan(client, dana, world.seat_of(ceo, client))
        team = Person.by_email(TEAM)  # kept: a seat tells its person’s name without asking again
        give_work(client, dana, world.seat_of(team, client))
        _, invitation = Invitation.make(
            client, INVITED, f"{LONG} {CYRILLIC}", Role.CEO, by=world.seat_of(dana, client)
        )
        reset = ResetLink.make(Person.by_email(VIEWER))
    return Long(path, empty, other, invitation, reset)


def plan(client, dana, ceo):
    """A goal and a task of every status, dates that moved, and what belongs to no goal."""
    today = clock.today(client)
    span = db.session.scalars(Span.of(client)).first()
    more = defaultdict(dict, waiting={"waiting_on": ceo}, watch={"why": NOVEL})
    for status in Status:
        goal = world.a_goal(client, dana, f"{status.word} {NOVEL}", why=f"So that {NOVEL}", owner=ceo, span_id=span.id,
                            target_date=today + timedelta(days=9))  # fmt: skip
        task = world.a_task(client, dana, f"{status.word} {NOVEL}", goal=goal, owner=CYRILLIC, due=today)
        for work in (goal, task):
            work.set_date(today + timedelta(days=30), by=dana, why=NOVEL)
            work.set_status(status, by=dana, **more[status])
        talk(task, dana)
    late = world.a_task(
        client, dana, NOVEL, owner=world.seat_of(dana, client), due=today - timedelta(days=20)
    )
    late.set_status(Status.WAITING, by=dana, waiting_on=LONG)
    world.a_task(client, dana, CYRILLIC).set_status(Status.WAITING, by=dana)
    world.a_task(client, dana, LONG).set_status(Status.WATCH, by=dana)


def give_work(client, dana, team):
    """Something on the plate of the team: late, waiting for them, without a date, and done."""
    today = clock.today(client)
    world.a_task(client, dana, f"Late {NOVEL}", owner=team, due=today - timedelta(days=4))
    asked = world.a_task(client, dana, f"Asked {NOVEL}", owner=team, due=today)
    asked.set_status(Status.WAITING, by=dana, waiting_on=team, why=NOVEL)
    world.a_task(client, dana, LONG, owner=team)
    world.a_task(client, dana, f"Done {NOVEL}", owner=team).set_status(Status.DONE, by=dana)
    world.a_task(client, dana, f"Thrown away {NOVEL}").put_in_trash(by=dana)


def talk(task, dana):
    task.change(by=dana, details=MARKDOWN)
    world.a_step(task, dana, NOVEL)
    world.a_step(task, dana, f"{CYRILLIC} {LONG}").tick(task, True, by=dana)
    world.a_comment(task, dana, MARKDOWN)


MARKDOWN = (
    f"# {NOVEL}\n\n{NOVEL} **{LONG}** *{CYRILLIC}* `{LONG}`\n\n* {NOVEL}\n* {LONG}\n\n1. {CYRILLIC}\n\n> {NOVEL}\n\n"
    f"```\n{LONG * 3}\n```\n\n[{LONG}](https://example.com/{LONG}) https://example.com/{LONG}\n\n---\n\n## {LONG}"
)
