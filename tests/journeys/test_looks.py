"""Every page for everybody: no rule of axe broken, light and dark, wide and narrow; nothing sideways; all of it can be pressed."""

import pytest

from tests.journeys import long
from tests.journeys.looking import OF_COLOUR, STANDARD, at, sideways, too_small, violations
from tests.journeys.visits import NO_PAGE, VISITS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def places(product):
    return long.tell(product)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_looks(browse, places, visit, record_property):
    page = browse(visit.who)
    visit.pay(page, places)
    said = []
    for width in (1440, 390):
        at(page, width, "light")
        said += [f"{width} light {found}" for found in violations(page, tags=STANDARD)]
        at(page, width, "dark")
        said += [f"{width} dark {found}" for found in violations(page, rules=OF_COLOUR)]
    record_property("axe runs", 4)
    said += [f"{width} sideways {found}" for width, found in sideways(page)]
    for width in (1440, 390):
        at(page, width)
        said += [f"{width} too small {found}" for found in too_small(page)]
    assert not said, "\n".join(said)


def test_no_page_is_left_out(product, places):
    """A new page is visited too, or it says in NO_PAGE why nobody looks at it."""
    address = product.app.url_map.bind("")
    seen = {address.match(visit.address(places).split("?")[0])[0] for visit in VISITS if visit.name != "no such page"}
    reached = {"client.imports.show": "import, looked at"}  # its number is given on the way
    assert {*reached.values()} <= {visit.name for visit in VISITS}
    got = {rule.endpoint for rule in product.app.url_map.iter_rules() if "GET" in rule.methods}
    assert got - seen - set(reached) == set(NO_PAGE)
