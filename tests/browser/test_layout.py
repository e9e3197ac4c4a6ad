"""Every page for everybody, light and dark, wide and narrow: no rule of axe broken, nothing sideways or too small.

A page may not depend on its reader's fonts. It is looked at in three browsers: one that draws everything in a very
wide font, as if ours did not load; one that draws other alphabets in a very narrow font; one with text at 200 %.
"""

import pytest

from tests.browser import long
from tests.browser.looking import PHONES, WIDTHS, broken_rules, sideways, stacked, too_small
from tests.browser.page_states import NO_PAGE, VISITS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def places(product):
    return long.tell(product)


@pytest.fixture(scope="session")
def wide(start):
    browser = start("--disable-remote-fonts", font="wide")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def narrow(start):
    browser = start(font="narrow")
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def large(start):
    """Text at 200 %: what a reader chooses as the size of text in the settings of a browser."""
    browser = start("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26", font="wide")
    yield browser
    browser.close()


@pytest.fixture(params=VISITS, ids=lambda visit: visit.name)
def visit(request):
    return request.param


def test_looks(browse, wide, places, visit, record_property):
    page = browse(visit.who, browser=wide)
    visit.pay(page, places)
    wrong = [*broken_rules(page), *sideways(page, WIDTHS), *too_small(page)]
    record_property("axe runs", 4)
    assert not wrong, "\n".join(wrong)


def test_looks_in_a_narrow_font(browse, narrow, places, visit):
    page = browse(visit.who, browser=narrow)
    visit.pay(page, places)
    wrong = [*sideways(page, WIDTHS), *too_small(page)]
    assert not wrong, "\n".join(wrong)


def test_looks_in_large_text(browse, large, places, visit):
    page = browse(visit.who, width=2880, browser=large)  # twice 1440: where it is led, it is used at a desk
    visit.pay(page, places)
    wrong = [*sideways(page, PHONES), *stacked(page)]
    assert not wrong, "\n".join(wrong)


def test_the_fonts_are_the_tests_own(wide, narrow):
    """A page may be wide in one and narrow in the other; no font of this machine has a say."""
    drawn = {}
    for name, browser in (("wide", wide), ("narrow", narrow)):
        page = browser.new_page()
        page.set_content("<span>Высокопревосходительство</span>")
        drawn[name] = page.locator("span").evaluate("each => each.getBoundingClientRect().width")
        page.close()
    assert drawn["wide"] > 1.7 * drawn["narrow"]


def test_no_page_is_left_out(product, places):
    """A new page is visited too, or it says in NO_PAGE why nobody looks at it."""
    address = product.app.url_map.bind("")
    seen = {
        address.match(visit.address(places).split("?")[0])[0]
        for visit in VISITS
        if visit.name != "no such page"
    }
    reached = {"client.imports.show": "import, looked at"}  # its number is given on the way
    assert {*reached.values()} <= {visit.name for visit in VISITS}
    got = {rule.endpoint for rule in product.app.url_map.iter_rules() if "GET" in rule.methods}
    assert got - seen - set(reached) == set(NO_PAGE)
