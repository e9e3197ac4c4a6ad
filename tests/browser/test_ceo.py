"""Nora is invited by a link, chooses a password, reads the letter on a phone and answers. Rosa completes a task."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import joinedload

from tests.browser.product import DANA, ROSA
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
PLAN = {"Two ovens run": ["Ring the oven maker", "Choose the oven"]}


def make_invitation_link(page, bakery, name, email):
    """Make the link as Dana, who would send it herself."""
    page.goto(f"{bakery}people")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Role").select_option("ceo")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link to copy")
    expect(link).to_be_focused()
    expect(page.locator("#people")).to_contain_text("Invited")
    return link.input_value()


def test_a_ceo_accepts_an_invitation_and_answers_on_a_phone(browse, bakery, product):
    link = make_invitation_link(browse(DANA), bakery, "Nora Okonkwo", "nora@bakery.example")
    page = browse(**PHONE)
    page.goto(link)
    expect(page.get_by_role("heading", name="Come as you are, Nora.")).to_be_visible()
    page.get_by_label("password").fill("four slow geese")
    page.get_by_role("button", name="Open my page").tap()
    expect(page).to_have_url(re.compile(f"{bakery}letter$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nora")
    assign_task_to_ceo(product, bakery)
    page.reload()
    ask = page.locator("#needs-you article")
    expect(ask).to_have_count(1)
    ask.get_by_role("button", name="It’s done").tap()
    expect(page.locator("#needs-you")).to_contain_text("Nothing.")
    expect(page.locator("#moved-this-week")).to_contain_text("Choose the oven")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert product.task_statuses(bakery)["Choose the oven"] == "done"


def assign_task_to_ceo(product, bakery):
    with product.edit_client(bakery) as (client, dana):
        task = client.find(Task, joinedload(Task.owner_seat).joinedload(Seat.person), number=2)
        nora = db.session.scalars(Seat.of(client).where(Seat.role == Role.CEO)).one()
        task.assign(nora, by=dana)
        task.set_status(Status.WAITING, by=dana, waiting_on=nora)


def test_the_link_works_once(browse, bakery):
    link = make_invitation_link(browse(DANA), bakery, "Nora Okonkwo", "nora.once@bakery.example")
    for _ in range(2):
        page = browse(**PHONE)
        page.goto(link)
        if page.get_by_label("Password").count():
            page.get_by_label("Password").fill("four slow geese")
            page.get_by_role("button", name="Open my page").tap()
            expect(page).to_have_url(re.compile("/letter$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("This link doesn’t open anything any more")


def test_inviting_a_ceo_before_there_is_a_road_map_warns_first(browse, product):
    empty = product.a_client({})
    page = browse(DANA)
    page.goto(f"{empty}people")
    page.get_by_label("Name", exact=True).fill("Nora Okonkwo")
    page.get_by_label("E-mail").fill("nora.early@bakery.example")
    page.get_by_label("Role").select_option("ceo")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no road map to see yet")
    expect(page.get_by_label("E-mail")).to_have_value("nora.early@bakery.example")
    page.get_by_role("button", name="Invite anyway").click()
    expect(page.get_by_label("Link to copy")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_a_team_member_can_work_on_a_small_phone(browse, product, width):
    bakery = product.a_client(PLAN, team=ROSA)
    page = browse(ROSA, **{**PHONE, "width": width})
    page.goto(bakery)
    page.get_by_label("Status: Choose the oven").select_option("on_track")
    expect(page.locator("#toast")).to_contain_text("On track")
    page.locator("#toast").get_by_label("Dismiss").tap()
    page.get_by_placeholder("Add a task").first.fill("Ask about the old oven")
    page.get_by_placeholder("Add a task").first.press("Enter")
    expect(page.locator(".task", has_text="Ask about the old oven")).to_be_visible()
    page.get_by_role("link", name="Choose the oven").tap()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Write").fill("The big one does not fit the door.")
    drawer.get_by_role("button", name="Send").tap()
    expect(drawer.locator(".thread")).to_contain_text("does not fit the door")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert product.task_statuses(bakery)["Choose the oven"] == "on_track"
