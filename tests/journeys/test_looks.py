"""Every page for everybody, light and dark, wide and narrow: no rule of axe broken, nothing sideways or too small."""

import pytest

from tests.journeys import long
from tests.journeys.looking import broken_rules, sideways, too_small
from tests.journeys.visits import NO_PAGE, VISITS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def places(product):
    return long.tell(product)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_looks(browse, places, visit, record_property):
    page = browse(visit.who)
    visit.pay(page, places)
    wrong = [*broken_rules(page), *sideways(page), *too_small(page)]
    record_property("axe runs", 4)
    assert not wrong, "\n".join(wrong)


def test_no_page_is_left_out(product, places):
    """A new page is visited too, or it says in NO_PAGE why nobody looks at it."""
    address = product.app.url_map.bind("")
    seen = {address.match(visit.address(places).split("?")[0])[0] for visit in VISITS if visit.name != "no such page"}
    reached = {"client.imports.show": "import, looked at"}  # its number is given on the way
    assert {*reached.values()} <= {visit.name for visit in VISITS}
    got = {rule.endpoint for rule in product.app.url_map.iter_rules() if "GET" in rule.methods}
    assert got - seen - set(reached) == set(NO_PAGE)
