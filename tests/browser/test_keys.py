"""Single-key shortcuts for frequent actions, which are off while people type or have disabled them."""

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser


@pytest.fixture
def bakery(product):
    return product.a_client(
        {"Two ovens run": ["Ring the oven maker", "Choose the oven"], "A calm Friday": ["Write it down"]}
    )


@pytest.fixture
def page(browse, bakery):
    page = browse(DANA)
    page.goto(bakery)
    page.evaluate(
        "new Promise((done) => setTimeout(done, 50))"
    )  # htmx starts shortly after the page is loaded
    return page


def task_link(page, words):
    return page.locator(".task.row").get_by_role("link", name=words)


def test_j_and_k_move_between_rows_and_enter_opens_one(page):
    page.keyboard.press("j")
    expect(task_link(page, "Ring the oven maker")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(task_link(page, "Write it down")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_have_text("Choose the oven")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog").locator(".compose textarea")).to_be_focused()


def test_x_ticks_and_unticks_a_task_and_keeps_the_focus(page, product, bakery):
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#task-1.done")).to_be_visible()
    expect(task_link(page, "Ring the oven maker")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#task-1:not(.done)")).to_be_visible()
    assert product.task_statuses(bakery)["Ring the oven maker"] != "done"


def test_s_opens_the_status_and_escape_returns_to_the_row(page):
    page.keyboard.press("j")
    page.keyboard.press("s")
    choices = page.locator("#task-1-status:open")
    expect(choices).to_be_attached()
    page.keyboard.press("Escape")
    expect(choices).not_to_be_attached()
    expect(page.get_by_label("Status: Ring the oven maker")).to_be_focused()
    page.keyboard.press("Escape")
    expect(task_link(page, "Ring the oven maker")).to_be_focused()


def test_n_focuses_the_nearest_add_line_where_letters_are_typed(page, product, bakery):
    for key in ("j", "j", "j", "n"):
        page.keyboard.press(key)
    page.keyboard.type("jnxz? and g t")
    page.keyboard.press("Enter")
    expect(page.locator("#goal-2 .task")).to_have_count(2)
    expect(page.locator("#keys")).to_be_hidden()
    assert "jnxz? and g t" in product.task_statuses(bakery)


def test_z_undoes_the_last_change(page):
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#toast-undo")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("#task-1:not(.done)")).to_be_visible()


def test_g_and_a_letter_open_pages(page):
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_a_question_mark_lists_the_shortcuts(page):
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("Next row")
    page.keyboard.press("j")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_keys_with_a_modifier_are_left_to_the_browser(page):
    page.evaluate("addEventListener('keydown', (event) => { window.taken = event.defaultPrevented; })")
    for keys in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(keys)
        assert page.evaluate("[window.taken, document.activeElement === document.body]") == [False, True]


def test_disabled_shortcuts_do_nothing(page, browse, bakery):
    page.goto("/me")
    page.get_by_text("Off", exact=True).click()
    page.locator("#me-keys-save").click()
    expect(page.locator("body[data-keys=off]")).to_be_attached()
    page.goto(bakery)
    for key in ("j", "/", "?"):
        page.keyboard.press(key)
    assert page.evaluate(
        "document.activeElement === document.body && !document.querySelector('dialog[open]')"
    )
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-results [role=option]").first).to_be_visible()
    page.goto("/me")
    page.get_by_text("On", exact=True).click()
    page.locator("#me-keys-save").click()
    expect(page.locator("body:not([data-keys])")).to_be_attached()


def press_physical_key(page, key, code, shift=False):
    """Press a key as a keyboard of another layout sends it, with its character and its position."""
    keyboard = page.context.new_cdp_session(page)
    event = {"key": key, "code": code, "modifiers": 8 if shift else 0}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **event})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


@pytest.mark.parametrize(
    ("next_row", "jump"),
    [("о", "."), ("ξ", "/"), ("ت", "ظ"), ("ח", "/")],
    ids=["Cyrillic", "Greek", "Arabic", "Hebrew"],
)
def test_without_latin_letters_the_position_of_the_key_counts(page, next_row, jump):
    press_physical_key(page, next_row, "KeyJ")
    expect(task_link(page, "Ring the oven maker")).to_be_focused()
    if jump != ".":
        press_physical_key(page, jump, "KeyQ" if next_row == "ח" else "Slash")
        expect(page.get_by_role("dialog", name="Jump to")).to_be_visible()


def test_an_arabic_question_mark_lists_the_shortcuts(page):
    press_physical_key(page, "؟", "Slash", shift=True)
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


@pytest.mark.parametrize(("key", "code"), [("j", "KeyC"), ("J", "KeyJ")], ids=["Dvorak", "Caps Lock"])
def test_a_latin_letter_counts_at_any_position_and_caps_lock_is_not_shift(page, key, code):
    press_physical_key(page, key, code)
    expect(task_link(page, "Ring the oven maker")).to_be_focused()


def test_on_dvorak_the_position_of_j_is_not_the_shortcut_j(page):
    press_physical_key(page, "h", "KeyJ")
    assert page.evaluate("document.activeElement === document.body")


def test_shift_with_caps_lock_still_selects_the_next_row(page):
    page.keyboard.press("j")
    press_physical_key(page, "j", "KeyJ", shift=True)
    expect(page.locator("#bulk-edit-count")).to_have_text("2 selected")


def test_ctrl_k_opens_the_palette_on_a_cyrillic_keyboard(page):
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "л", "code": "KeyK", "modifiers": 2})
    expect(page.get_by_role("dialog", name="Jump to")).to_be_visible()
