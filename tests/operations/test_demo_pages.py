"""On every demo page each id is unique (`visitor.check_page`) and each button has its own name."""

from collections import defaultdict

import pytest
from sqlalchemy import select

from tests.visitor import Visitor
from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task

PAGES = ("/", "/timeline", "/history", "/people", "/letter", "/mine", "/trash", "/settings")


def addresses(slug):
    """Return the pages of a client, its goals and its tasks."""
    client = db.session.scalars(select(Client).where(Client.slug == slug)).one()
    yield from (f"/clients/{slug}{page}" for page in PAGES)
    for kind, plural in ((Goal, "goals"), (Task, "tasks")):
        numbers = sorted(work.number for work in db.session.scalars(kind.of(client)))
        yield from (f"/clients/{slug}/{plural}/{number}" for number in numbers)


def is_named_by_script(tag):
    """Return whether this is a task row, where `task-rows.js` adds the title to the name of each control."""
    return {"task", "row"} <= set(tag.get("class", ()))


def ambiguous_names(page):
    """Return names shared by several buttons that do different things, as a screen reader lists them."""
    does = defaultdict(set)
    for button in page.soup.select("main button, main summary, main select, main a.button"):
        if "no-js" in button.get("class", ()) or button.find_parent(class_="no-js"):
            continue
        if button.has_attr("hidden") or button.find_parent(hidden=True):
            continue
        if button.find_parent(is_named_by_script):
            continue
        form = button.find_parent("form")
        place = (
            button.get("href")
            or button.get("formaction")
            or (form and form.get("action"))
            or button.get("id")
        )
        name = button.get("aria-label") or " ".join(button.get_text(" ").split())
        does[name].add((place, button.get("value")))
    return {name: targets for name, targets in does.items() if len(targets) > 1}


def count_readable_pages(visitor, slug):
    """Read every page and return how many of them this person can open."""
    answers = [visitor.look(visitor.http.get(address)) for address in addresses(slug)]
    for answer in answers:
        assert not ambiguous_names(answer)
    assert {answer.status for answer in answers} <= {200, 303, 403, 404}
    return sum(answer.status == 200 for answer in answers)


@pytest.mark.parametrize(
    "slug",
    ["okafor-immigration-law", "fornello-pizza", "juniper-catering", "brightwater-physio", "marlow-vets"],
)
def test_every_page_of_a_client_is_valid(demo_app, slug):
    for seat in db.session.scalars(
        select(Seat).join(Client).where(Client.slug == slug, Seat.ended_at.is_(None))
    ).all():
        assert count_readable_pages(Visitor(demo_app, db.session.get(Person, seat.person_id)), slug) > 10


def test_every_page_of_the_history_is_valid(demo_app):
    """Read page after page by following the link “Earlier”."""
    dana = Visitor(demo_app, Person.by_email("dana@whitlock.example"))
    address, pages = "/clients/fornello-pizza/history", 0
    while address:
        page = dana.get(address)
        pages += 1
        earlier = page.soup.select_one("#history-earlier")
        address = earlier and earlier["href"]
    assert pages > 1
