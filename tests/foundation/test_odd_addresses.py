"""Whatever an address contains, the answer is a page or a readable error, never a server error."""

import re
from urllib.parse import quote

import pytest

from tests.conftest import ROOT
from tests.visitor import HTMX
from tests.world import a_goal, a_task
from tracker.foundation.database import db

NAMES = sorted(
    {
        name
        for path in (ROOT / "tracker").rglob("*.py")
        for name in re.findall(r"request\.args(?:\.get(?:list)?\(|\[)\"(\w+)\"", path.read_text())
    }
    | {
        "quarter",
        "status",
        "mine",
        "kind",
        "done",
        "free",
        "span",
        "owner",
        "show",
        "marks",
    }  # the road map's filters
    | {"person", "about", "day", "from", "to", "before", "page", "goal", "q", "days", "start", "due"}
)
VALUES = [
    "2000-Q1", "2099-Q1", "2099-Q4", "9999-Q4", "0000-Q0", "20９９-Q１", "٢٠٢٦-Q1", "-1", "0", "²", "１２", "9" * 30,
    "1e999", "nan", "\x00", "a\x00b", "x" * 10_000, "日本", "2026-02-30", "0001-01-01", "9999-12-31", "-9999-01-01",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-28T10:00:00", "on", "()", "\"'<*", "*" * 400,
    "NEAR(", "\u202e\ufeff", "none", "nobody", "all", "yes", " ",
]  # fmt: skip
MALFORMED = ["%", "%zz", "%ff%fe", "%ED%A0%80", "%00", "%u0041", "+&=&&=", "[]=1&x[y]=2", ";", "#"]


def pages(app):
    """Return every address that can be read, with numbers of existing records."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in ("static", "bundle"):
            yield re.sub(
                r"<(?:\w+:)?(\w+)>",
                lambda name: {"number": "1", "secret": "x" * 43}.get(name[1], "fornello-pizza"),
                rule.rule,
            )


@pytest.fixture
def task(cast):
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided", quarter="2026-Q4")
    return a_task(cast.fornello, cast.dana, "Ring the maker", goal=goal)


def get_page(visitor, address, headers=None):
    response = visitor.http.get(address, headers=headers)
    db.session.rollback()
    response.close()
    assert response.status_code < 500, address[:300]
    return response


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("value", [*map(quote, VALUES), *MALFORMED], ids=ascii)
def test_no_query_value_causes_a_server_error(app, dana, task, value, headers):
    """All names are in one address, because a page ignores those it does not use."""
    asked = "&".join(f"{name}={value}" for name in NAMES)
    for page in pages(app):
        get_page(dana, f"{page}?{asked}", headers)


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("value", ["", "1", "2026-Q4", "2026-02-30", "x", "%ff", "9" * 30], ids=ascii)
def test_no_repeated_query_value_causes_a_server_error(app, dana, task, value, headers):
    asked = "&".join(f"{name}={value}" for name in NAMES)
    for page in pages(app):
        get_page(dana, f"{page}?{asked}&{asked}", headers)
