"""Unsent text is kept: no key, no click outside and no response to something else removes it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser

WORDS = "Measure the doorway"
SOON = (date.today() + timedelta(days=30)).isoformat()


def open_task(page):
    page.locator("#task-1-open").click()
    drawer = page.locator("dialog.drawer")
    expect(drawer.get_by_role("heading", level=1)).to_have_text("Ring the oven maker")
    return drawer


def type_with_input_method(page, words):
    """Let an input method suggest text in the focused field and dismiss it with Escape."""
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": words, "selectionStart": 1, "selectionEnd": 1})
    escape = {"key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **escape})
    keyboard.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **escape})


def test_escape_leaves_the_add_line_and_keeps_its_text(page, product, bakery):
    line = page.locator("#goal-1-add-title")
    line.fill(WORDS)
    line.press("Escape")
    expect(line).to_have_value(WORDS)
    expect(page.locator("#task-2-open")).to_be_focused()
    line.press("Enter")
    expect(page.get_by_role("link", name=WORDS)).to_be_visible()
    expect(line).to_have_value("")


def test_escape_leaves_the_step_and_keeps_its_text_and_the_drawer(page):
    drawer = open_task(page)
    line = drawer.get_by_placeholder("Add a step")
    line.fill(WORDS)
    line.press("Escape")
    expect(drawer).to_be_visible()
    expect(line).to_have_value(WORDS)
    expect(drawer.get_by_role("heading", level=1)).to_be_focused()


def test_escape_in_the_add_line_goes_to_the_input_method(page):
    line = page.locator("#goal-1-add-title")
    line.fill(WORDS)
    type_with_input_method(page, "あ")
    expect(line).to_be_focused()
    expect(line).to_have_value(WORDS)


def test_escape_in_the_palette_goes_to_the_input_method(page):
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-words")).to_be_focused()
    type_with_input_method(page, "あ")
    expect(page.locator("#palette-words")).to_be_focused()


def test_escape_for_the_input_method_does_not_close_the_drawer(page):
    drawer = open_task(page)
    drawer.get_by_label("Write").fill(WORDS)
    type_with_input_method(page, "あ")
    expect(drawer).to_be_visible()
    expect(drawer.get_by_label("Write")).to_be_focused()
    expect(drawer.get_by_label("Write")).to_have_value(WORDS)


CLOSED_BY = {
    "Escape": lambda page: page.keyboard.press("Escape"),
    "Close": lambda page: page.get_by_role("button", name="Close", exact=True).click(),
    "a click beside it": lambda page: page.mouse.click(5, 400),
    "Back": lambda page: page.go_back(),
}


@pytest.mark.parametrize("close", CLOSED_BY)
def test_unsent_text_in_the_drawer_returns_with_it(page, close):
    drawer = open_task(page)
    drawer.get_by_role("link", name="Edit the title").click()
    drawer.get_by_label("Title").fill("Ring the oven maker twice")
    drawer.locator("#task-1-panel-due-open").click()
    drawer.get_by_label("Due").fill(SOON)
    drawer.get_by_placeholder("Add a step").fill(WORDS)
    drawer.get_by_role("heading", name="Conversation").click()
    CLOSED_BY[close](page)
    expect(drawer).to_be_hidden()
    open_task(page)
    expect(drawer.get_by_placeholder("Add a step")).to_have_value(WORDS)
    drawer.get_by_role("link", name="Edit the title").click()
    expect(drawer.get_by_label("Title")).to_have_value("Ring the oven maker twice")
    drawer.locator("#task-1-panel-due-open").click()
    expect(drawer.get_by_label("Due")).to_have_value(SOON)
    assert page.evaluate("window.sameVisit")


def test_the_browser_asks_before_an_unsent_line_is_lost(page, bakery):
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.locator("#goal-1-add-title").press_sequentially("Measure")
    page.goto(f"{bakery}people")
    assert asked == ["beforeunload"]


def test_cancel_discards_the_text(page):
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.locator("#task-1-due").click()
    page.locator("#task-1-due-day").fill(SOON)
    page.locator("#task-1-due-cancel").click()
    page.locator("a#task-1-due").click()  # the form has the same id
    expect(page.locator("#task-1-due-day")).to_have_value("")
    page.reload()
    assert not asked


def test_a_search_keeps_its_text_on_escape(page):
    page.goto("/search")
    field = page.get_by_role("searchbox")
    field.press_sequentially("oven")
    field.press("Escape")
    expect(field).to_have_value("oven")


def test_two_inline_forms_in_one_row_keep_their_text(page, product, bakery):
    page.get_by_label("Status: Ring the oven maker").select_option("watch")
    why = page.locator("#task-1-reason-row")
    expect(why).to_be_focused()
    page.locator("#task-1-due").click()
    page.locator("#task-1-due-day").fill(SOON)
    why.fill("The maker is away")
    page.locator("#task-1-due-save").click()
    expect(page.locator("a#task-1-due")).to_contain_text(str(date.fromisoformat(SOON).day))
    expect(why).to_have_value("The maker is away")
    page.locator("#task-1-due").click()
    page.locator("#task-1-due-day").fill("2031-01-02")
    why.press("Enter")
    expect(page.locator("#task-1-question-row")).to_have_count(0)
    expect(page.locator("#task-1-due-day")).to_have_value("2031-01-02")
    page.goto(f"{bakery}tasks/1")
    expect(page.locator("#task-1-panel-status")).to_contain_text("The maker is away")


def test_changing_the_status_keeps_an_unsent_date_in_the_same_row(page):
    page.locator("#task-1-due").click()
    page.locator("#task-1-due-day").fill(SOON)
    page.get_by_role("button", name="Done: Ring the oven maker").click()
    expect(page.locator("#task-1.done")).to_be_visible()
    expect(page.locator("#task-1-due-day")).to_have_value(SOON)
    page.locator("#task-1-due-save").click()
    expect(page.locator("a#task-1-due")).to_contain_text(str(date.fromisoformat(SOON).day))


def test_an_unsent_step_survives_ticking_another(page):
    drawer = open_task(page)
    line = drawer.get_by_placeholder("Add a step")
    for words in ("Find the number", "Find the receipt"):
        line.fill(words)
        line.press("Enter")
        expect(drawer.locator(".steps")).to_contain_text(words)
        expect(line).to_have_value("")
    drawer.get_by_label("Rename: Find the receipt").click()
    rename = drawer.get_by_label("Step: Find the receipt", exact=True)
    rename.fill("Find the old receipt")
    line.fill(WORDS)
    drawer.get_by_role("button", name="Done: Find the number").click()
    expect(drawer.locator("h2", has_text="Steps")).to_contain_text("1 of 2")
    expect(line).to_have_value(WORDS)
    expect(rename).to_be_visible()
    expect(rename).to_have_value("Find the old receipt")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("place", ["drawer", "page", "line"])
def test_the_message_covers_neither_the_text_nor_the_button(browse, product, bakery, width, place):
    page = browse(DANA, width=width, height=844)
    page.goto(f"{bakery}tasks/1" if place == "page" else bakery)
    if place == "drawer":
        open_task(page)
    field = page.locator("#goal-1-add-title") if place == "line" else page.get_by_label("Write")
    field.fill(WORDS)
    product.end_sessions(DANA)
    if place == "line":
        field.press("Enter")
    else:
        page.get_by_role("button", name="Send").click()
    notice = page.locator("#toast")
    expect(notice).to_contain_text("You have been signed out")
    seen = [field] if place == "line" else [field, page.get_by_role("button", name="Send")]
    for each in seen:
        page.wait_for_function(
            """([over, part]) => {
                const [a, b] = [over, part].map((each) => each.getBoundingClientRect());
                const apart = a.bottom <= b.top || a.top >= b.bottom || a.right <= b.left || a.left >= b.right;
                return apart && b.top >= 0 && b.bottom <= innerHeight;
            }""",
            arg=[notice.element_handle(), each.element_handle()],
        )
