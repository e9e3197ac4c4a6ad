"""Text that people write stays text. Its htmx attributes, event handlers and frames send and run nothing."""

from itertools import product as every

import pytest
from playwright.sync_api import expect

from tests import world
from tests.browser.product import DANA
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Status

pytestmark = pytest.mark.browser

TRAP, NORA = "/trapped", "nora@trapped.example"
HTMX_PAYLOADS = [
    f'<div {prefix}{verb}="{TRAP}" {prefix}trigger="{trigger}">Press here</div>'
    for prefix, verb, trigger in every(
        ("hx-", "data-hx-"),
        ("get", "post", "put", "delete"),
        ("load", "revealed", "every 100ms, click", "intersect"),
    )
]
HTML_PAYLOADS = [
    f'<img src="x" onerror="fetch(\'{TRAP}\')">',
    f'<svg onload="fetch(\'{TRAP}\')"><animate onbegin="fetch(\'{TRAP}\')" attributeName="x" dur="1s"></svg>',
    f'<script>fetch("{TRAP}")</script>',
    f'<iframe src="{TRAP}"></iframe><object data="{TRAP}"></object><embed src="{TRAP}">',
    f'<form action="{TRAP}" hx-trigger="load" hx-post="{TRAP}"><button>Send</button></form>',
    f"<a href=\"javascript:fetch('{TRAP}')\">Press here</a>[Press here](javascript:fetch%28%27{TRAP}%27%29)",
    f"<style>@import '{TRAP}';</style><link rel='stylesheet' href='{TRAP}'><base href='{TRAP}/'>",
    f"![Press here]({TRAP}) ![Press here](https://elsewhere.example/pixel.png)",
    f'<hx-partial hx-target="body"><p hx-get="{TRAP}" hx-trigger="load">Press here</p></hx-partial>',
    f"<div hx-on:load=\"fetch('{TRAP}')\" hx-on::after-init=\"fetch('{TRAP}')\">Press here</div>",
    f'<button hx-get="{TRAP}" hx-trigger="load" hx-vals="js:x=fetch(\'{TRAP}\')">Press here</button>',
    f'"><div hx-get="{TRAP}" hx-trigger="load"></div><b x="',
    f"'><div hx-get='{TRAP}' hx-trigger='load'></div><b x='",
    f'</textarea></title></template><div hx-get="{TRAP}" hx-trigger="load">Press here</div>',
    f'<meta http-equiv="refresh" content="0;url={TRAP}"><body hx-get="{TRAP}" hx-trigger="load">',
]
PAYLOADS = HTMX_PAYLOADS + HTML_PAYLOADS
DANGEROUS = """all => all.filter(tag =>
    tag.matches("script, style, iframe, object, embed, form, svg, img, link, meta, base, hx-partial, button")
    || [...tag.attributes].some(({name}) => /^(on|hx|data-hx|style|id)/.test(name))).map(tag => tag.outerHTML)"""


@pytest.fixture(scope="module")
def hostile_client(product):
    """A client with only hostile texts. Returns its road map and its last task, which has all of them."""
    bakery = product.a_client({}, name=HTML_PAYLOADS[0], lasting=True, ceo=NORA)
    with product.edit_client(bakery) as (client, dana):
        client.write_vision(HTML_PAYLOADS[10], None, by=dana)
        for words in HTML_PAYLOADS:
            goal = world.a_goal(client, dana, words[:200], why=words[:300])
            task = world.a_task(client, dana, words[:200], goal=goal, owner=words[:120], details=words)
            world.a_step(task, dana, words[:300])
            task.set_status(Status.WAITING, by=dana, waiting_on=words[:120])
        task.change(by=dana, details="\n\n".join(PAYLOADS))
        for words in PAYLOADS:
            world.a_comment(task, dana, words)
        return bakery, task.number


def trap_requests(page):
    """Return a list that collects requests for addresses that occur only in hostile text."""
    asked = []

    def record(request):
        if "trapped" in request.url or "pixel" in request.url:
            asked.append(request.url)

    page.on("request", record)
    return asked


@pytest.mark.parametrize("who", [DANA, NORA])
def test_hostile_text_requests_and_runs_nothing(browse, hostile_client, who):
    bakery, last = hostile_client
    page = browse(who)
    asked = trap_requests(page)
    for place in (
        "",
        "letter",
        f"tasks/{last}",
        f"tasks/{last}/edit",
        "goals/1",
        "goals/1/edit",
        "people",
        "vision",
    ):
        page.goto(bakery + place)
        page.mouse.wheel(0, 20_000)
        page.locator(".prose :not(a)").evaluate_all("all => all.forEach((each) => each.click())")
        page.wait_for_load_state("networkidle")
        assert asked == [] and "trapped" not in page.url, place


def test_hostile_text_is_harmless_in_the_drawer_and_the_toast(browse, hostile_client):
    bakery, last = hostile_client
    page = browse(DANA)
    asked = trap_requests(page)
    page.goto(bakery)
    page.locator(f"#task-{last} .title a").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".thread .prose")).to_have_count(len(PAYLOADS))
    assert drawer.locator(".prose *").evaluate_all(DANGEROUS) == []
    drawer.get_by_label("Write").fill("\n\n".join(PAYLOADS))
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.locator(".thread .prose")).to_have_count(len(PAYLOADS) + 1)
    drawer.locator(f"#task-{last}-status-panel").select_option("watch")
    expect(drawer.locator("#toast")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_hx_ignore_protects_comments_if_the_sanitiser_fails(browse, product):
    """With `hx-ignore` alone, htmx does not read attributes that are put into a comment."""
    bakery = product.a_client({"Two ovens run": ["Ring the oven maker"]})
    with product.edit_client(bakery) as (client, dana):
        world.a_comment(client.find(Task, number=1), dana, "Words")
    page = browse(DANA)
    asked = trap_requests(page)
    page.goto(f"{bakery}tasks/1")
    for shield, traps in (("[hx-ignore]", 0), ("#task-1-panel-discussion", 1)):
        page.locator(shield).last.evaluate(
            """(place, trap) => { place.insertAdjacentHTML("beforeend", `<i hx-get="${trap}" hx-trigger="load"></i>`);
                htmx.process(document.body); }""",
            TRAP,
        )
        page.wait_for_load_state("networkidle")
        assert len(asked) == traps, "the test’s own trap works only outside the shield"


def test_every_write_sends_the_token_in_a_header(browse, product):
    bakery = product.a_client({"Two ovens run": ["Ring the oven maker"]})
    page = browse(DANA)
    page.goto(bakery)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_label("Status: Ring the oven maker").select_option("done")
    headers = sent.value.headers
    assert (
        headers["x-csrftoken"]
        and headers["x-csrftoken"] == page.locator("[name=csrf_token]").first.input_value()
    )
    assert "csrf" not in sent.value.url
    assert headers["hx-request"] == "true"
