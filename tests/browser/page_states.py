"""Every page of the product and every state with its own appearance, with who opens it and what they do."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from tests.browser.long_clients import (
    CEO,
    CHOOSER,
    EMPTY_CEO,
    EMPTY_VIEWER,
    LONG_TEXT,
    LONG_WORD,
    NEW_COO,
    TEAM,
    VIEWER,
)
from tests.browser.product import DANA, MARCO, ROSA
from tests.conftest import ROOT
from tracker.features import FEATURES

NOBODY = None
NO_PAGE = {
    "static": "files",
    "bundle": "files",
    "health.healthz": "for machines",
    "client.imports.template": "a CSV to download",
    "new_client.suggest_address": "a piece of the form of a new client",
    "search.show_at_old_address": "leads to the search",
    "client.live_updates.show": "what others changed, for a page that is open",
    "client.tasks.close_form": "a piece of a page; without scripts it leads back to one",
    "client.roadmap.unfold": "the folded rows of a list; without scripts the link shows every task",
    "client.quick_add.preview": "a piece under the line one types in; without scripts it leads back to the page",
}
"""Endpoints that answer GET but have no page to check."""


@dataclass(frozen=True)
class Visit:
    name: str
    who: str | None
    path: str
    act: Callable = lambda page: None

    def open(self, page, clients):
        page.goto(self.address(clients))
        self.act(page)

    def address(self, clients):
        return self.path.format(**vars(clients))


def click(button, awaited=".error, #toast, [role=alert]"):
    """Click a button on the page and wait for the result."""

    def act(page):
        page.locator(button).first.click()
        page.locator(awaited).first.wait_for()

    return act


def choose_option(select, value, awaited="#toast"):
    def act(page):
        page.locator(select).first.select_option(value)
        page.locator(awaited).first.wait_for()

    return act


def select_rows(page):
    page.locator("#task-2 .title a").focus()
    page.keyboard.press("m")
    page.keyboard.press("Shift+J")
    page.locator("#bulk-edit-due summary").click()


def submit_empty_task(page):
    page.locator("[name=title]").first.press("Enter")
    page.locator(".add-line .error").wait_for()


def submit_empty_title(page):
    page.locator("[id$=-copy-line]").fill("")
    click("[id$=-copy-create]")(page)


def type_quick_add(page):
    page.locator("[name=title]").first.fill(f"Sweep @{LONG_WORD[:60]} @dana fri !build")
    page.locator(".parse-preview .chip").first.wait_for()


def sign_in_with_wrong_password(page):
    page.get_by_label("Your e-mail").fill("dana@whitlock")
    page.get_by_label("Password").fill("not this one")
    click("#sign-in-button")(page)


def invite_person(page):
    page.locator("#invite-name").fill(LONG_TEXT[:110])
    page.locator("#invite-email").fill(f"{LONG_WORD.replace('ä', 'a')[:50]}@long.example")
    click("#invite-send", ".callout, .warning")(page)


def submit_after_sign_out(page):
    """Submit a form without htmx after the session ended, which shows the page that returns the text."""
    page.locator(".compose textarea").fill(LONG_TEXT)
    page.context.clear_cookies()
    page.locator(".compose").evaluate("form => form.submit()")
    page.get_by_role("button", name="Send again").wait_for()


def submit_conflicting_title(page):
    """Submit a step that another person renamed meanwhile, without htmx, which shows the page with both texts."""
    step = page.locator(".steps form.inline-form").first
    step.locator("[name=was_title]").evaluate("(field, words) => { field.value = words; }", "Before")
    step.locator("[name=title]").evaluate("(field, words) => { field.value = words; }", LONG_WORD)
    step.evaluate("form => form.submit()")
    page.get_by_role("button", name="Use mine").wait_for()


def jump_to(words, awaited="#palette-results [role=option]"):
    """Open the palette and type into it."""

    def act(page):
        page.locator("[data-opens=palette]:visible").first.click()
        page.locator("#palette-options").wait_for()
        page.locator("#palette-words").press_sequentially(words)
        page.locator(awaited).first.wait_for()

    return act


def scroll_to_top(page):
    page.evaluate("scrollTo(0, 0)")


def open_key_list(page):
    page.keyboard.press("?")
    page.locator("#keys[open] #keys-list").wait_for()


VISITS = [
    Visit("sign-in", NOBODY, "/sign-in"),
    Visit("sign-in, wrong", NOBODY, "/sign-in", sign_in_with_wrong_password),
    Visit("invitation", NOBODY, "/invite/{invitation}"),
    Visit("invitation, wrong", NOBODY, "/invite/{invitation}", click("#invitation-open")),
    Visit("invitation, somebody else’s", DANA, "/invite/{invitation}"),
    Visit("reset", NOBODY, "/reset/{reset}"),
    Visit("reset, wrong", NOBODY, "/reset/{reset}", click("#reset-save")),
    Visit("reset, done", NOBODY, "/reset/done"),
    Visit("invitation, by code", NOBODY, "/invitation"),
    Visit("reset, by code", NOBODY, "/reset"),
    Visit("sign-ins", DANA, "/practice/sign-ins"),
    Visit("components", DANA, "/practice/components"),
    Visit("components, refused", DANA, "/practice/components?state=refused", scroll_to_top),
    Visit("components, both changed", DANA, "/practice/components?state=both-changed"),
    Visit("people, hand over", DANA, "{long}people/2/end"),
    Visit("link, spent", NOBODY, "/reset/" + "x" * 43),
    Visit("no such page", DANA, "/nowhere"),
    Visit("not theirs to do", VIEWER, "{long}people"),
    Visit("signed out, words given back", TEAM, "{long}tasks/6", submit_after_sign_out),
    Visit("both texts", DANA, "{long}tasks/6", submit_conflicting_title),
    Visit("Today", DANA, "/"),
    Visit("Today, watched ones", DANA, "/?show=watch"),
    Visit("Today, no client", NEW_COO, "/"),
    Visit("clients", DANA, "/clients"),
    Visit("chooser", CHOOSER, "/"),
    Visit("new client", DANA, "/clients/new"),
    Visit("new client, wrong", DANA, "/clients/new", click("#new-client-add")),
    Visit("practice", DANA, "/practice"),
    Visit("practice, link made", DANA, "/practice", click("[id^=staff-][id$=-link]", ".callout")),
    Visit("practice, wrong", DANA, "/practice", click("#hiring-add")),
    Visit("jump to", DANA, "/search"),
    Visit("jump to, found", DANA, "/search?q=the"),
    Visit("jump to, long ones", CEO, f"/search?q={LONG_WORD[:6]}"),
    Visit("jump to, nothing found", VIEWER, "/search?q=nosuchword"),
    Visit("palette", DANA, "/", jump_to("")),
    Visit("palette, found", DANA, "{long}", jump_to("e")),
    Visit("palette, CEO", CEO, "{long}", jump_to(LONG_WORD[:6])),
    Visit("palette, nothing found", DANA, "/clients", jump_to("nosuchword", ".no-results")),
    Visit("keys", DANA, "/keys"),
    Visit("keys, CEO", CEO, "/keys"),
    Visit("keys, in the dialog", DANA, "/", open_key_list),
    Visit("you", DANA, "/me"),
    Visit("you, a client’s", CEO, "/me", click("#me-password-save")),
    Visit("your sessions", DANA, "/me/sessions"),
    Visit("road map", DANA, "{long}"),
    Visit("road map, demo", DANA, "/clients/fornello-pizza/"),
    Visit("road map, CEO", CEO, "{long}"),
    Visit("road map, team", TEAM, "{long}"),
    Visit("road map, viewer", VIEWER, "{long}?show=all"),
    Visit("road map, first run", DANA, "{empty}"),
    Visit("road map, nothing yet", EMPTY_VIEWER, "{empty}"),
    Visit("road map, nothing found", VIEWER, "{long}?quarter=2001-Q1"),
    Visit("road map, filtered", VIEWER, "{long}?owner=nobody&kind=build"),
    Visit("road map, more filters", DANA, "{long}", click("#filters-more summary", "#filters-more form")),
    Visit("road map, rows selected", DANA, "{long}", select_rows),
    Visit(
        "road map, on whom",
        DANA,
        "{long}",
        choose_option("#task-1 select", "waiting", "#task-1 .inline-form"),
    ),
    Visit("road map, date", DANA, "{long}", click("#task-2 a.due", "#task-2 .inline-form [name=due]")),
    Visit("road map, owner", DANA, "{long}", click("#task-2 a.avatar", ".popover [role=option]")),
    Visit("road map, line wrong", DANA, "{long}", submit_empty_task),
    Visit("road map, line understood", DANA, "{long}", type_quick_add),
    Visit("road map, new goal", DANA, "{long}", click("#add-goal-open", "#add-goal form")),
    Visit("road map, menu", DANA, "{long}", click("#goal-2-more summary", "#goal-2-more .menu")),
    Visit("timeline", DANA, "{long}timeline"),
    Visit("timeline, demo", MARCO, "/clients/fornello-pizza/timeline"),
    Visit("timeline, viewer", VIEWER, "{long}timeline"),
    Visit("timeline, nothing yet", EMPTY_VIEWER, "{empty}timeline"),
    Visit("drawer", DANA, "{long}", click("#task-6 .title a", "dialog[open] h1")),
    Visit("drawer, CEO", CEO, "{long}", click("#task-6 .title a", "dialog[open] h1")),
    Visit("goal", DANA, "{long}goals/3"),
    Visit("goal, viewer", VIEWER, "{long}goals/3"),
    Visit("goal, measured", DANA, "/clients/fornello-pizza/goals/2", click("#goal-2-measure-save", "#toast")),
    Visit("goal, to talk over", DANA, "/clients/okafor-immigration-law/goals/5"),
    Visit(
        "goal, gone back on",
        DANA,
        "/clients/fornello-pizza/goals/2",
        click("#goal-2-reopen-open", "#goal-2-reopen form"),
    ),
    Visit(
        "road map, proposed",
        MARCO,
        "/clients/fornello-pizza/",
        click("[id$=-approval-discuss]", "[id$=-approval-discuss] + form"),
    ),
    Visit("goal, edit", DANA, "{long}goals/3/edit"),
    Visit("goal, new", CEO, "{long}goals/new"),
    Visit("goal, copy", DANA, "{long}goals/3/copy"),
    Visit("goal, copy, wrong", CEO, "{long}goals/3/copy", submit_empty_title),
    Visit("goal, move the dates", DANA, "{long}goals/3/shift"),
    Visit("goal, new dates", DANA, "{long}goals/3/shift?days=9"),
    Visit("goal, new dates, wrong", CEO, "{long}goals/3/shift?days=soon"),
    Visit("goal, wrong", DANA, "{long}goals/new", click("#add-goal .button.main")),
    Visit("task", DANA, "{long}tasks/6"),
    Visit("task, waiting", TEAM, "{long}tasks/4"),
    Visit("task, viewer", VIEWER, "{long}tasks/6"),
    Visit("task, comment wrong", DANA, "{long}tasks/6", click(".compose .button.main")),
    Visit("task, edit", DANA, "{long}tasks/6/edit"),
    Visit("task, date", DANA, "{long}tasks/6/due"),
    Visit("task, owner", DANA, "{long}tasks/6/owner"),
    Visit("task, waits for", DANA, "{long}tasks/6/waits"),
    Visit("task, waits for nobody", DANA, "{long}tasks/6/waits", click("#task-6-panel-dependencies-save")),
    Visit("history", DANA, "{long}history"),
    Visit("history, CEO", CEO, "{long}history?what=dates"),
    Visit("history, nothing found", DANA, "{long}history?who=999&what=people"),
    Visit("trash", DANA, "{long}trash"),
    Visit("trash, CEO, empty", EMPTY_CEO, "{empty}trash"),
    Visit("letter", CEO, "{long}letter"),
    Visit("letter, demo", MARCO, "/clients/fornello-pizza/letter"),
    Visit(
        "letter, talk it over",
        MARCO,
        "/clients/fornello-pizza/letter",
        click("[id$=-discuss-open]", "[id$=-discuss-open] + form input:not([type=hidden])"),
    ),
    Visit("letter, nothing yet", EMPTY_CEO, "{empty}letter"),
    Visit("letter, as seen by the COO", DANA, "{long}letter"),
    Visit("mine", TEAM, "{long}mine"),
    Visit("mine, demo", ROSA, "/clients/fornello-pizza/mine"),
    Visit("mine, staff", DANA, "{long}mine"),
    Visit(
        "mine, on whom",
        TEAM,
        "{long}mine",
        choose_option(".my-task:not(:has(.is-waiting)) select", "waiting", ".my-task .inline-form"),
    ),
    Visit(
        "mine, to say something",
        TEAM,
        "{long}mine",
        click(".my-task__comment summary", ".my-task__comment[open] textarea"),
    ),
    Visit("mine, nothing yet", EMPTY_CEO, "{empty}mine"),
    Visit("people", DANA, "{long}people"),
    Visit("people, CEO", CEO, "{long}people"),
    Visit("people, link made", DANA, "{long}people", invite_person),
    Visit("people, too early", DANA, "{empty}people", invite_person),
    Visit("settings", DANA, "{long}settings"),
    Visit("settings, saved", DANA, "{long}settings", click("#settings-health-save")),
    Visit("vision", CEO, "{long}vision"),
]


def visits_of(feature):
    """The visits to a feature's own pages, in `visits.py` of its tests; most are in the list above."""
    has_own = (ROOT / "tests" / feature.replace(".", "/") / "visits.py").exists()
    return import_module(f"tests.{feature}.visits").VISITS if has_own else []


VISITS += [visit for feature in FEATURES for visit in visits_of(feature)]
