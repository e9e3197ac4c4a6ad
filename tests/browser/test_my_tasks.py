"""Rosa completes and comments on tasks on a small phone, and Dana uses quick add."""

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.page_checks import run_check
from tests.browser.product import DANA, ROSA
from tracker.accounts.models import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def bakery(product):
    road_map = product.a_client({"Two ovens run": ["Ring the oven maker"]}, team=ROSA)
    with product.edit_client(road_map) as (client, dana):
        seat = world.seat_of(Person.by_email(ROSA), client)
        for title in ("Measure the back door", "Sweep the yard"):
            world.a_task(client, dana, title, owner=seat)
    return road_map


@pytest.fixture
def phone(browse, bakery):
    page = browse(ROSA, width=320, height=568, has_touch=True, is_mobile=True)
    page.goto(f"{bakery}mine")
    page.evaluate("window.sameVisit = true")
    return page


def test_one_tap_completes_a_task_at_320_pixels(phone, product, bakery):
    expect(phone.get_by_role("heading", level=1)).to_have_text("Nothing has to be done this week, Rosa.")
    assert not list(run_check(phone, "sideways"))
    tick = phone.get_by_role("button", name="Done: Sweep the yard")
    box = tick.evaluate("(button) => getComputedStyle(button, '::after').inlineSize")
    assert float(box.removesuffix("px")) >= 44, box
    tick.tap()
    expect(phone.locator("#my-tasks-finished")).to_contain_text("Sweep the yard")
    expect(tick).to_have_attribute("aria-pressed", "true")
    assert product.task_statuses(bakery)["Sweep the yard"] == "done"
    assert phone.evaluate("window.sameVisit")


def test_an_unsent_comment_survives_a_tap_on_another_task(phone, product, bakery):
    job = phone.locator("#task-2-mine")
    job.get_by_text("Add a comment").tap()
    job.get_by_role("textbox").fill("It is 82 cm.")
    status = phone.get_by_label("Status of “Sweep the yard”")
    assert status.bounding_box()["height"] >= 44
    status.select_option("on_track")
    expect(phone.locator("#toast")).to_contain_text("On track")
    expect(job.get_by_role("textbox")).to_have_value("It is 82 cm.")
    job.get_by_role("button", name="Send").tap()
    expect(phone.locator("#announcement")).to_have_text("Sent")
    expect(job.get_by_role("textbox")).to_have_value("")
    assert not list(run_check(phone, "sideways"))
    phone.goto(f"{bakery}tasks/2")
    expect(phone.locator(".thread")).to_contain_text("It is 82 cm.")


def type_in_another_line(page, words):
    """Return another add line once its preview is there: an earlier line would have had its own by then."""
    line = page.get_by_placeholder("Add a task").last
    line.press_sequentially(words, delay=20)
    expect(page.locator("form", has=line).locator(".chip")).to_have_count(1)
    return line


def test_quick_add_previews_what_it_understood(browse, bakery, product):
    page = browse(DANA)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/tasks/read" in request.url else None)
    page.goto(bakery)
    line = page.locator("#goal-1-add-title")
    line.press_sequentially("Call the oven people", delay=20)
    later = type_in_another_line(page, "Sweep fri")
    assert len(asked) == 1 and "Sweep" in asked[0], "nothing to read in the first line, nothing to ask"
    later.fill("")
    line.press("End")
    line.press_sequentially(" @rosa fri !build", delay=20)
    chips = page.locator("#goal-1-add .chip")
    expect(chips).to_have_count(3)
    expect(chips.nth(0)).to_have_text("Rosa Delgado")
    page.get_by_role("button", name="Keep “fri” in the title").click()
    expect(chips).to_have_count(2)
    expect(line).to_have_value(r"Call the oven people @rosa \fri !build")
    expect(line).to_be_focused()
    line.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Task added: Rosa, build")
    expect(page.locator(".task", has_text="Call the oven people fri")).to_be_visible()
    type_in_another_line(page, "Wipe fri")
    expect(line).to_have_value("")
    expect(page.locator("#goal-1-add .parse-preview")).to_have_count(0)


def test_quick_add_asks_which_of_two_matching_people_is_meant(browse, bakery, product):
    with product.edit_client(bakery) as (client, dana):
        world.Seat.give(
            client, world.a_person("Rosalind Marsh", f"rm@{client.slug}.example"), world.Role.TEAM, by=dana
        )
    page = browse(DANA, width=390)
    page.goto(bakery)
    line = page.locator("#goal-1-add-title")
    line.fill("Sweep @ros")
    line.press("Escape")  # close the list, because Enter would choose its first name
    line.press("Enter")
    expect(page.locator("#goal-1-add [aria-live]")).to_contain_text("Two people here match “ros”")
    page.get_by_role("button", name="Rosalind Marsh").click()
    expect(page.locator("#goal-1-add .chip")).to_have_text("Rosalind Marsh")
    line.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Task added: Rosalind")


def test_figures_become_a_date_only_when_confirmed(browse, bakery, product):
    page = browse(DANA, width=390)
    page.goto(bakery)
    line = page.locator("#goal-1-add-title")
    line.fill("Fix section 4.12.")
    expect(page.locator("#goal-1-add .parse-preview")).to_contain_text("Is “4.12.” a due date?")
    line.press("Enter")
    expect(page.get_by_role("link", name="Fix section 4.12.")).to_be_visible()
    line.fill("Order flour 4.12.")
    page.locator("#goal-1-add").get_by_role("button", name="Yes, due").click()
    expect(page.locator("#goal-1-add .chip")).to_contain_text("4 Dec")
    line.press("Enter")
    expect(page.get_by_role("link", name="Order flour", exact=True)).to_be_visible()
    assert not list(run_check(page, "sideways"))
