"""A page of another site in the same browser can neither submit our forms nor frame our pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser

ELSEWHERE = "http://elsewhere.example/"


@pytest.fixture
def page(product, chromium):
    """Dana's browser on a foreign page, which is not monitored."""
    context = chromium.new_context(base_url=product.url)
    context.add_cookies([product.session_cookie(DANA)])
    yield context.new_page()
    context.close()


def open_foreign_page(page, html):
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(ELSEWHERE)


def test_a_form_on_another_site_changes_nothing(page, product):
    bakery = product.a_client({"Two ovens run": ["Ring the oven maker"]})
    page.goto(bakery)
    token = page.locator("[name=csrf_token]").first.input_value()
    address = f"{product.url}{bakery}tasks/1/status"
    fields = f'<input name="csrf_token" value="{token}"><input name="status" value="done">'
    open_foreign_page(
        page, f'<form method="post" action="{address}">{fields}<button>Win a prize</button></form>'
    )
    with page.expect_response(address) as answer:
        page.get_by_role("button").click()
    assert answer.value.request.headers["origin"] == ELSEWHERE.rstrip("/")
    assert answer.value.status == 403
    assert not page.get_by_role("button", name="Send again").count(), (
        "its words are not offered as Dana’s own"
    )
    assert product.task_statuses(bakery)["Ring the oven maker"] == "not_started"
    product.end_temporary_seats()


def test_another_site_cannot_frame_our_pages(page, product):
    open_foreign_page(page, f'<iframe src="{product.url}/sign-in"></iframe>')
    expect(page.frame_locator("iframe").get_by_label("Password")).to_have_count(0)
