"""No page breaks a rule of axe, overflows or has controls that are too small, light or dark, wide or narrow.

A page may not depend on its reader's fonts. It is checked in three browsers: one that draws everything in a very
wide font, as if ours did not load, one that draws other alphabets in a very narrow font, and one with text at 200 %.
"""

import pytest

from tests.browser import long_clients
from tests.browser.page_checks import (
    PHONES,
    WIDTHS,
    find_axe_violations,
    find_overflow,
    find_small_targets,
    find_stacked_words,
)
from tests.browser.page_states import NO_PAGE, VISITS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def clients(product):
    return long_clients.create_clients(product)


@pytest.fixture(scope="session")
def wide_font(start_chromium):
    browser = start_chromium("--disable-remote-fonts", font="wide")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def narrow_font(start_chromium):
    browser = start_chromium(font="narrow")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def large_text(start_chromium):
    """Text at 200 %, which a reader can choose in the settings of a browser."""
    browser = start_chromium("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26", font="wide")
    yield browser
    browser.close()


@pytest.fixture(params=VISITS, ids=lambda visit: visit.name)
def visit(request):
    return request.param


def test_a_page_breaks_no_layout_rule(browse, wide_font, clients, visit, record_property):
    page = browse(visit.who, browser=wide_font)
    visit.open(page, clients)
    wrong = [*find_axe_violations(page), *find_overflow(page, WIDTHS), *find_small_targets(page)]
    record_property("axe runs", 4)
    assert not wrong, "\n".join(wrong)


def test_a_page_fits_in_a_narrow_font(browse, narrow_font, clients, visit):
    page = browse(visit.who, browser=narrow_font)
    visit.open(page, clients)
    wrong = [*find_overflow(page, WIDTHS), *find_small_targets(page)]
    assert not wrong, "\n".join(wrong)


def test_a_page_fits_in_large_text(browse, large_text, clients, visit):
    page = browse(
        visit.who, width=2880, browser=large_text
    )  # twice 1440, because staff and CEOs work at a desk
    visit.open(page, clients)
    wrong = [*find_overflow(page, PHONES), *find_stacked_words(page)]
    assert not wrong, "\n".join(wrong)


def test_only_the_fonts_of_the_tests_are_used(wide_font, narrow_font):
    """Text is wide in one browser and narrow in the other, so no font of this machine is used."""
    drawn = {}
    for name, browser in (("wide", wide_font), ("narrow", narrow_font)):
        page = browser.new_page()
        page.set_content("<span>Высокопревосходительство</span>")
        drawn[name] = page.locator("span").evaluate("each => each.getBoundingClientRect().width")
        page.close()
    assert drawn["wide"] > 1.7 * drawn["narrow"]


def test_every_page_is_checked(product, clients):
    """A new page must be in VISITS, or in NO_PAGE with the reason."""
    address = product.app.url_map.bind("")
    seen = {
        address.match(visit.address(clients).split("?")[0])[0]
        for visit in VISITS
        if visit.name != "no such page"
    }
    reached = {"client.imports.show": "import, looked at"}  # its number is created during the visit
    assert {*reached.values()} <= {visit.name for visit in VISITS}
    got = {rule.endpoint for rule in product.app.url_map.iter_rules() if "GET" in rule.methods}
    assert got - seen - set(reached) == set(NO_PAGE)
