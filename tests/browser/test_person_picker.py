"""The person picker works by mouse, by keyboard, on a phone and without scripts."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.product import DANA
from tracker.clients.models import Role, Seat
from tracker.roadmap.models.statuses import Visibility

pytestmark = pytest.mark.browser

PLAN = {"Two ovens run": ["Ring the maker", "Choose the oven"]}
NAMES = ("Luca Ferri", "Rosa Delgado", "Rowan Featherstonehaugh-Whittaker", "Надія Коваленко", "José Núñez")


@pytest.fixture
def bakery(product):
    road_map = product.a_client(PLAN)
    with product.edit_client(road_map) as (client, dana):
        for number, name in enumerate(NAMES):
            person = world.a_person(name, f"{number}-{client.slug}@picker.example")
            Seat.give(client, person, Role.TEAM, by=dana)
    return road_map


def options(page):
    return page.locator(".popover [role=option]")


def owner_names(product, road_map):
    with product.edit_client(road_map) as (client, _):
        seats = {seat.id: seat.name for seat in world.db.session.scalars(Seat.of(client))}
        tasks = world.db.session.scalars(world.Task.of(client).order_by(world.Task.number))
        return [seats.get(task.owner_seat_id, task.owner_name) for task in tasks]


def test_a_row_opens_the_list_and_is_assigned_by_keyboard(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    field = page.get_by_role("combobox", name="Owner")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(options(page)).to_have_count(len(NAMES) + 2)
    page.keyboard.type("ro")
    expect(options(page)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Assigned to Rowan Featherstonehaugh-Whittaker")
    assert owner_names(product, bakery)[0] == "Rowan Featherstonehaugh-Whittaker"
    expect(page.locator("#task-1-owner")).to_be_focused()


def test_typing_a_first_name_never_selects_the_old_owner(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    for name, who in (("Luca", "Luca Ferri"), ("jose nunez", "José Núñez"), ("надія", "Надія Коваленко")):
        page.locator("#task-1-owner").click()
        expect(page.get_by_role("combobox", name="Owner")).to_have_value("")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator("#toast")).to_contain_text(f"Assigned to {who}")
        assert owner_names(product, bakery)[0] == who


def test_escape_leaves_the_row_unchanged(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    page.keyboard.type("luca")
    page.keyboard.press("Escape")
    expect(page.locator(".popover")).to_have_count(0)
    expect(page.locator("#task-1-owner")).to_be_focused()
    assert owner_names(product, bakery)[0] == "Dana Whitlock"


def test_an_outsider_is_added_by_the_option_for_it(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-2-status").select_option("waiting")
    page.get_by_role("button", name="Who are you waiting on?").click()
    page.keyboard.type("Corewell")
    expect(options(page)).to_have_text(["Add “Corewell” as someone without access"])
    expect(page.get_by_text("Corewell won’t see or receive anything.")).to_be_visible()
    expect(options(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#task-2 .inline-select")).to_contain_text("Waiting on Corewell")


def test_many_rows_are_assigned_in_one_step(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-open").focus()
    for key in ("m", "Shift+J"):
        page.keyboard.press(key)
    page.locator("#bulk-edit-owner-open").press("Enter")
    page.keyboard.type("delg")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Two tasks assigned to Rosa Delgado")
    assert set(owner_names(product, bakery)) == {"Rosa Delgado"}


def test_the_add_line_completes_a_name(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    line = page.locator("#goal-1-add-title")
    line.click()
    page.keyboard.type("Call the bank @row")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(line).to_have_value("Call the bank @Rowan Featherstonehaugh-Whittaker ")
    page.keyboard.press("Enter")
    expect(page.locator("#task-3")).to_be_visible()
    assert owner_names(product, bakery)[2] == "Rowan Featherstonehaugh-Whittaker"


def test_on_a_phone_the_list_is_a_bottom_sheet(browse, product, bakery):
    page = browse(DANA, width=390, height=844, has_touch=True)
    page.goto(f"{bakery}tasks/1")
    page.locator("#task-1-panel-owner-open").tap()
    sheet = page.get_by_role("dialog", name="Owner")
    box = sheet.bounding_box()
    assert (box["x"], round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 844)
    assert all(line.bounding_box()["height"] >= 44 for line in options(page).all())
    options(page).filter(has_text="Luca Ferri").tap()
    expect(page.locator("#toast")).to_contain_text("Assigned to Luca Ferri")
    assert owner_names(product, bakery)[0] == "Luca Ferri"


def test_without_scripts_it_is_a_plain_select(browse, product, bakery):
    page = browse(DANA, java_script_enabled=False)
    page.goto(f"{bakery}tasks/1/owner")
    page.get_by_label("Owner", exact=True).select_option("Rosa Delgado")
    page.get_by_role("button", name="Assign", exact=True).click()
    assert owner_names(product, bakery)[0] == "Rosa Delgado"
    page.goto(f"{bakery}tasks/1/owner")
    page.get_by_label("Or someone without access").fill("Corewell")
    page.get_by_role("button", name="Assign", exact=True).click()
    assert owner_names(product, bakery)[0] == "Corewell"


CLOSED = {
    "whom a task waits on": ("", "#task-1-waiting-on-row-open", "#task-1-waiting-on-row-q"),
    "the filter for the owner": ("", "#filter-owner-open", "#filter-owner-q"),
    "the owner of many": ("", "#bulk-edit-owner-open", "#bulk-edit-owner-name-q"),
    "the owner of a goal": ("goals/1/edit", "#owner-open", "#owner-q"),
}


@pytest.mark.parametrize("place", CLOSED)
def test_letters_typed_on_the_closed_button_are_a_name_and_not_a_shortcut(browse, product, bakery, place):
    address, control, field = CLOSED[place]
    page = browse(DANA)
    page.goto(f"{bakery}{address}")
    if place == "the filter for the owner":
        page.locator("#filters-more summary").click()
    elif place == "the owner of many":
        page.locator("#task-1-open").focus()
        page.keyboard.press("m")
    elif place == "whom a task waits on":
        page.locator("#task-1-status").select_option("waiting")
        expect(page.locator(control)).to_be_focused()
    page.locator(control).focus()
    page.keyboard.type("xmas? Jo")
    expect(page.locator(field)).to_have_value("xmas? Jo")
    with product.edit_client(bakery) as (client, _):
        tasks = world.db.session.scalars(world.Task.of(client).order_by(world.Task.number))
        kept = [task.status for task in tasks]
    assert kept == ["waiting" if place == "whom a task waits on" else "not_started", "not_started"]
    expect(page.locator(".task.row input:checked")).to_have_count(1 if place == "the owner of many" else 0)


LINE_CENTRES = """lines => lines.map(line => [".name", ".meta:not(.chosen-mark)", ".chosen-mark"].map(part => {
  const box = line.querySelector(part)?.getBoundingClientRect();
  return box ? Math.round(box.top + box.height / 2) : null;
}))"""
COUNT_FULLY_VISIBLE = """lines => {
  const list = lines[0].closest(".list").getBoundingClientRect();
  return lines.filter(line => line.getBoundingClientRect().bottom <= list.bottom + 1).length;
}"""


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_each_person_is_one_line_and_eight_are_visible(browse, product, bakery, width):
    with product.edit_client(bakery) as (client, dana):
        for name in ("Priya Raman", "Ben Okafor", "Noor Aziz"):
            Seat.give(
                client, world.a_person(name, f"{name[:3]}-{client.slug}@picker.example"), Role.TEAM, by=dana
            )
        world.a_task(client, dana, "Pay the bill", owner="Corewell")
        world.db.session.commit()
    page = browse(DANA, width=width, height=844, has_touch=True)
    page.goto(f"{bakery}tasks/1")
    page.locator("#task-1-panel-owner-open").tap()
    expect(page.get_by_role("dialog", name="Owner")).to_be_visible()
    assert options(page).evaluate_all(COUNT_FULLY_VISIBLE) >= 9, "eight people and whoever has no access"
    for name, meta, now in options(page).evaluate_all(LINE_CENTRES):
        assert all(abs(name - other) <= 3 for other in (meta, now) if other is not None)


def test_with_large_text_the_role_is_below_the_name(browse, product, bakery):
    page = browse(DANA, width=390, height=844, has_touch=True)
    page.goto(f"{bakery}tasks/1")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator("#task-1-panel-owner-open").tap()
    expect(options(page)).to_have_count(len(NAMES) + 2)
    for line in options(page).all()[:5]:
        name, meta = line.locator(".name").bounding_box(), line.locator(".meta").first.bounding_box()
        assert meta["y"] >= name["y"] + name["height"] - 2 and abs(meta["x"] - name["x"]) <= 1
    assert page.locator(".popover .list").evaluate("list => list.scrollWidth <= list.clientWidth")


def test_a_very_long_name_does_not_squeeze_the_role(browse, product, bakery):
    with product.edit_client(bakery) as (client, dana):
        person = world.a_person(
            "Wolfeschlegelsteinhausenbergerdorff" * 2, f"wolfe-{client.slug}@picker.example"
        )
        Seat.give(client, person, Role.TEAM, by=dana)
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    line = options(page).filter(has_text="Wolfeschlegel")
    role = line.locator(".meta")
    expect(role).to_have_text("Team")
    assert role.evaluate("role => role.scrollWidth <= role.clientWidth")
    assert role.bounding_box()["height"] < 24 and line.locator(".name").bounding_box()["width"] > 100


def test_an_outsider_is_marked_visibly_and_for_screen_readers(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    page.keyboard.type("Zebra Ltd")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Assigned to Zebra Ltd, who has no access here")
    expect(page.locator("#task-1-owner, #task-1 a.avatar")).to_have_attribute(
        "aria-label", "Owner: Zebra Ltd, no access"
    )
    expect(page.locator("#task-1 a.avatar")).to_have_css("border-top-style", "dashed")
    expect(page.locator("#task-2 a.avatar")).to_have_attribute("aria-label", "Owner: Dana Whitlock")
    expect(page.locator("#task-2 a.avatar")).not_to_have_css("border-top-style", "dashed")


def test_keys_pressed_while_the_list_loads_go_to_the_list(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    held = []
    page.route("**/tasks/1/owner", lambda route: held.append(route), times=1)
    page.locator("#task-1-owner").click()
    page.keyboard.type("Zebra Ltd")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert len(held) == 1, "the list is on its way"
    held[0].continue_()
    expect(page.locator("#toast")).to_contain_text("Assigned to Zebra Ltd, who has no access here")
    assert owner_names(product, bakery)[0] == "Zebra Ltd"


def test_a_message_disappears_when_the_line_is_changed(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    line = page.locator("#goal-1-add-title")
    line.fill("Call @nemo")
    line.press("Enter")
    refusal = page.locator("#goal-1-add .error")
    expect(refusal).to_have_count(1)
    line.fill("Buy flour")
    expect(refusal).to_have_count(0)
    expect(page.locator("#goal-1-add [aria-live]")).to_be_empty()
    expect(line).not_to_have_attribute("aria-invalid", "true")
    expect(line).to_have_value("Buy flour")


def test_choosing_a_person_in_a_step_inserts_only_the_name(browse, product, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-open").click()
    page.locator("#task-1-panel-steps-line").click()
    page.keyboard.type("Sign with @ros")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#task-1-panel-steps-line")).to_have_value("Sign with Rosa Delgado ")
    page.keyboard.press("Enter")
    expect(page.locator("#task-1-panel-steps .steps")).to_contain_text("Sign with Rosa Delgado")


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_each_row_shows_its_owner_and_changes_it(browse, product, width):
    road_map = product.a_client({"Two ovens run": ["Ring the maker"]}, team="rosa@fornello.example")
    page = browse(DANA, width=width)
    page.goto(road_map)
    owner = page.locator("#task-1 > a.avatar")
    expect(owner).to_be_visible()
    expect(owner).to_have_attribute("aria-label", "Owner: Dana Whitlock")
    owner.click()
    page.locator(".popover [role=option]", has_text="Rosa Delgado").click()
    expect(owner).to_have_attribute("aria-label", "Owner: Rosa Delgado")
    box, row = owner.bounding_box(), page.locator("#task-1").bounding_box()
    assert row["x"] <= box["x"] and box["x"] + box["width"] <= row["x"] + row["width"] + 1


def test_people_who_cannot_see_a_private_task_are_listed_but_cannot_be_chosen(browse, product, bakery):
    with product.edit_client(bakery) as (client, dana):
        _held = world.db.session.scalars(Seat.of(client)).all()
        task = world.db.session.scalars(world.Task.of(client).order_by(world.Task.number)).first()
        task.share(Visibility.LEADS, by=dana)
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    page.keyboard.type("Luca")
    expect(options(page)).to_have_count(1)
    expect(options(page)).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".popover__message")).to_contain_text("Nobody is chosen yet")
    options(page).dispatch_event("click")
    expect(page.locator(".popover__message")).to_have_text(
        "Luca Ferri doesn’t see this task; share it first."
    )
    assert owner_names(product, bakery)[0] == "Dana Whitlock"


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_a_long_name_in_a_message_does_not_move_its_buttons(browse, product, bakery, width):
    with product.edit_client(bakery) as (client, dana):
        person = world.a_person(
            "Wolfeschlegelsteinhausenbergerdorff" * 2, f"long-{client.slug}@picker.example"
        )
        Seat.give(client, person, Role.TEAM, by=dana)
    page = browse(DANA, width=width)
    page.goto(bakery)
    page.locator("#task-1-owner, #task-1 a.avatar").first.click()
    options(page).filter(has_text="Wolfeschlegel").click()
    undo = page.locator("#toast-undo")
    expect(undo).to_be_visible()
    box = page.locator("#toast").bounding_box()
    for button in (undo, page.locator("#toast-dismiss")):
        its = button.bounding_box()
        assert box["x"] >= 0 and its["x"] + its["width"] <= box["x"] + box["width"] <= width
    assert undo.evaluate(
        "one => one.getClientRects().length == 1 && one.scrollHeight <= one.clientHeight + 1"
    )
    assert undo.bounding_box()["height"] < 50


def test_a_message_does_not_cover_what_was_refused(browse, product):
    road_map = product.a_client({"Two ovens run": [f"Task {number}" for number in range(14)]})
    page = browse(DANA, width=1440, height=700)
    page.goto(road_map)
    line = page.locator("#goal-1-add-title")
    for words in ("Buy flour", "Call @nemo"):
        line.fill(words)
        line.press("Enter")
        expect(page.locator("#toast")).to_be_visible()
    expect(
        page.locator("#goal-1-add :is(.error, .parse-preview p)").locator("visible=true").first
    ).to_be_visible()
    page.wait_for_function("""() => {
      const words = [...document.querySelectorAll("#goal-1-add :is(.error, .parse-preview p)")];
      const refused = words.find((one) => one.checkVisibility());
      const message = document.getElementById("toast");
      return refused && refused.getBoundingClientRect().bottom <= message.getBoundingClientRect().top;
    }""")


def test_a_right_to_left_name_is_beside_its_circle(browse, product, bakery):
    with product.edit_client(bakery) as (client, dana):
        person = world.a_person("عبد الرحمن", f"rtl-{client.slug}@picker.example")
        Seat.give(client, person, Role.TEAM, by=dana)
    page = browse(DANA)
    page.goto(bakery)
    page.locator("#task-1-owner").click()
    line = options(page).filter(has_text="عبد الرحمن")
    circle, name = line.locator(".avatar").bounding_box(), line.locator("bdi").bounding_box()
    assert 0 <= name["x"] - circle["x"] - circle["width"] < 16
