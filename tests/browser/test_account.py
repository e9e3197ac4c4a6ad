"""Accounts with scripts: showing a password, copying a link, signing out elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.product import DANA

pytestmark = pytest.mark.browser


def test_a_password_can_be_shown(browse):
    page = browse()
    page.goto("/sign-in")
    field = page.get_by_label("Password")
    for button, kind in (("Show", "text"), ("Hide", "password")):
        page.get_by_role("button", name=button).click()
        expect(field).to_have_attribute("type", kind)


def test_a_link_can_be_copied(browse, bakery):
    page = browse(DANA, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{bakery}people")
    page.get_by_label("Name", exact=True).fill("Nora Okonkwo")
    page.get_by_label("E-mail").fill("nora.copy@bakery.example")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link to copy").input_value()
    page.locator("#one-time-link-copy").click()
    expect(page.locator("#announcement")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_signing_out_elsewhere_ends_the_other_browser(browse, bakery, product):
    here, there = browse(DANA), browse(DANA)
    there.goto(bakery)
    here.goto("/me/sessions")
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.locator("#toast")).to_contain_text("Signed out everywhere else")
    expect(here.locator("#sessions li")).to_have_count(1)
    there.get_by_label("Status: Choose the oven").select_option("done")
    expect(there.locator("#toast")).to_contain_text("You have been signed out")
    assert product.task_statuses(bakery)["Choose the oven"] == "not_started"
