"""One list of people everywhere: by mouse, by keys, on a phone and without scripts."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.journeys.product import DANA
from tracker.clients.models import Role, Seat

pytestmark = pytest.mark.browser

PLAN = {"Two ovens run": ["Ring the maker", "Choose the oven"]}
NAMES = ("Luca Ferri", "Rosa Delgado", "Rowan Featherstonehaugh-Whittaker", "Надія Коваленко", "José Núñez")


@pytest.fixture
def bakery(product):
    road_map = product.a_client(PLAN)
    with product.inside(road_map) as (client, dana):
        for number, name in enumerate(NAMES):
            person = world.a_person(name, f"{number}-{client.slug}@picker.example")
            Seat.give(client, person, Role.TEAM, by=dana)
    return road_map


def offered(page):
    return page.locator(".pop [role=option]")


def owners(product, road_map):
    with product.inside(road_map) as (client, _):
        seats = {seat.id: seat.name for seat in world.db.session.scalars(Seat.of(client))}
        tasks = world.db.session.scalars(world.Task.of(client).order_by(world.Task.number))
        return [seats.get(task.owner_seat_id, task.owner_name) for task in tasks]


def test_a_row_opens_the_list_beside_it_and_is_given_by_keys(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    field = page.get_by_role("combobox", name="Owner")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(offered(page)).to_have_count(len(NAMES) + 2)
    page.keyboard.type("ro")
    expect(offered(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Assigned to Rowan Featherstonehaugh-Whittaker")
    assert owners(product, bakery)[0] == "Rowan Featherstonehaugh-Whittaker"
    expect(page.locator("#task-1-owner")).to_be_focused()


def test_typing_a_first_name_never_lands_on_the_old_one(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    for name, who in (("Luca", "Luca Ferri"), ("jose nunez", "José Núñez"), ("надія", "Надія Коваленко")):
        page.locator("#task-1-owner").click()
        expect(page.get_by_role("combobox", name="Owner")).to_have_value("")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator("#toast")).to_contain_text(f"Assigned to {who}")
        assert owners(product, bakery)[0] == who


def test_escape_leaves_the_row_as_it_was(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    page.keyboard.type("luca")
    page.keyboard.press("Escape")
    expect(page.locator(".pop")).to_have_count(0)
    expect(page.locator("#task-1-owner")).to_be_focused()
    assert owners(product, bakery)[0] == "Dana Whitlock"


def test_an_outsider_is_added_only_by_choosing_so(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-2-status").select_option("waiting")
    page.get_by_role("button", name="Who are you waiting on?").click()
    page.keyboard.type("Corewell")
    expect(offered(page)).to_have_text(["+Add “Corewell” as someone without access"])
    expect(page.get_by_text("Corewell won’t see or receive anything.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#task-2 .pick")).to_contain_text("Waiting on Corewell")


def test_many_rows_are_given_in_one_step(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-open").focus()
    for key in ("m", "Shift+J"):
        page.keyboard.press(key)
    page.locator("#many-owner-open").press("Enter")
    page.keyboard.type("delg")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Two tasks assigned to Rosa Delgado")
    assert set(owners(product, bakery)) == {"Rosa Delgado"}


def test_the_add_line_completes_a_name(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    line = page.locator("#goal-1-add-title")
    line.click()
    page.keyboard.type("Call the bank @row")
    expect(offered(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(line).to_have_value("Call the bank @Rowan Featherstonehaugh-Whittaker ")
    page.keyboard.press("Enter")
    expect(page.locator("#task-3")).to_be_visible()
    assert owners(product, bakery)[2] == "Rowan Featherstonehaugh-Whittaker"


def test_on_a_phone_the_list_is_a_sheet_for_the_thumb(browse, product, bakery):
    page = browse(DANA, width=390, height=844, has_touch=True)
    page.goto(f"{bakery}tasks/1")
    page.locator("#task-1-sheet-owner-open").tap()
    sheet = page.get_by_role("dialog", name="Owner")
    box = sheet.bounding_box()
    assert (box["x"], round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 844)
    assert all(line.bounding_box()["height"] >= 44 for line in offered(page).all())
    offered(page).filter(has_text="Luca Ferri").tap()
    expect(page.locator("#task-1-sheet-owner")).to_contain_text("Luca Ferri")
    assert owners(product, bakery)[0] == "Luca Ferri"


def test_without_scripts_it_is_a_plain_select(browse, product, bakery):
    page = browse(DANA, java_script_enabled=False)
    page.goto(f"{bakery}tasks/1/owner")
    page.get_by_label("Owner", exact=True).select_option("Rosa Delgado")
    page.get_by_role("button", name="Assign").click()
    assert owners(product, bakery)[0] == "Rosa Delgado"
    page.goto(f"{bakery}tasks/1/owner")
    page.get_by_label("Or someone without access").fill("Corewell")
    page.get_by_role("button", name="Assign").click()
    assert owners(product, bakery)[0] == "Corewell"
