"""The CEO's letter is open on a phone while the COO changes its work. A tap asks, and a second tap answers."""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import joinedload

from tests.browser.product import DANA
from tests.browser.test_ceo import PHONE
from tracker.accounts.models import Person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import Status

pytestmark = pytest.mark.browser

NORA = "nora@stale.example"


def find_lease_task(client):
    """Return the task that waits on Nora, with the seats of its people."""
    seats = (joinedload(each).joinedload(Seat.person) for each in (Task.owner_seat, Task.waiting_seat))
    return db.session.scalars(Task.of(client).where(Task.title == "Lease or buy").options(*seats)).one()


@pytest.fixture
def bakery(product):
    """A goal is proposed to Nora, and a task waits on her."""
    home = product.a_client(
        {"Ladder: three steps": ["Order the ovens"], "Two ovens run": ["Lease or buy"]}, ceo=NORA
    )
    with product.edit_client(home) as (client, dana):
        ladder = db.session.scalars(Goal.of(client).where(Goal.number == 1)).one()
        ladder.change(dana, why="So good people stay.")
        ladder.return_to_draft(by=dana)
        ladder.propose(by=dana)
        ask = find_lease_task(client)
        nora = db.session.scalars(Seat.of(client).where(Seat.role == Role.CEO)).one()
        ask.assign(nora, by=dana)
        ask.set_status(Status.WAITING, by=dana, waiting_on=nora, why="Which one?")
    return home


def change_goal_and_task(product, bakery):
    """Change both as Dana."""
    with product.edit_client(bakery) as (client, _):
        dana = Person.by_email(DANA)
        ladder = db.session.scalars(Goal.of(client).where(Goal.number == 1)).one()
        ladder.change(dana, title="Ladder: five steps, and 40,000 a year", why="")
        ladder.set_date(date(2031, 9, 30), by=dana)
        ask = find_lease_task(client)
        ask.set_status(Status.WATCH, by=dana, why="The landlord withdrew the offer.")


SMALL = {**PHONE, "width": 375, "height": 553}


def test_the_changes_are_visible_on_a_small_phone(browse, product, bakery):
    """The question is longer than the screen, so it starts at its first line."""
    page = browse(NORA, **SMALL)
    page.goto(f"{bakery}letter")
    change_goal_and_task(product, bakery)
    page.get_by_role("button", name="Go with it").tap()
    first = page.locator("#toast").get_by_role("alert")
    expect(first).to_contain_text("changed this goal after you opened the page.")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport(ratio=1)
    assert page.locator("#toast").evaluate("box => box.scrollTop") == 0


def fits_on_the_phone(page):
    """Return whether nothing is wider than the phone."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_outdated_letter_asks_before_it_answers(browse, product, bakery, scripts):
    page = browse(NORA, java_script_enabled=scripts, **PHONE)
    page.goto(f"{bakery}letter")
    change_goal_and_task(product, bakery)
    page.get_by_role("button", name="Go with it").tap()
    asked = page.locator("#toast" if scripts else "main")
    expect(asked).to_contain_text("changed this goal after you opened the page.")
    expect(asked).to_contain_text("Ladder: three steps")
    expect(asked).to_contain_text("Ladder: five steps, and 40,000 a year")
    assert fits_on_the_phone(page)
    asked.get_by_role("button", name="Go with it now").tap()
    expect(page.get_by_role("button", name="Go with it")).to_have_count(0)
    if not scripts:
        return
    expect(page.locator(".conflict-choice")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_done_on_an_outdated_letter_shows_both_versions(browse, product, bakery, scripts):
    page = browse(NORA, java_script_enabled=scripts, **PHONE)
    page.goto(f"{bakery}letter")
    change_goal_and_task(product, bakery)
    page.get_by_role("button", name="It’s done").tap()
    asked = page.locator("#toast" if scripts else "main")
    expect(asked).to_contain_text("The landlord withdrew the offer.")
    assert fits_on_the_phone(page)
    asked.get_by_role("button", name="Keep theirs").tap()
    expect(page.get_by_role("button", name="It’s done")).to_have_count(0)
    assert product.task_statuses(bakery)["Lease or buy"] == "watch"
