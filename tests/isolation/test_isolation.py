"""Every route, asked as everybody, with own, foreign, hidden and absent ids."""

import re

import pytest

from tests.isolation import matrix
from tests.isolation.engine import Asker, cases
from tests.isolation.fixtures import PRACTICE_TABLES
from tracker.features import LOADED
from tracker.foundation.database import db


def report(findings):
    lines = "\n  ".join(findings.wrong[:25])
    return f"{len(findings.wrong)} of {findings.asked} {dict(findings.kinds)}:\n  {lines}"


def test_every_route_is_promised_and_every_promise_has_a_route(app):
    assert not list(matrix.what_is_missing(app, matrix.ROWS))


def test_a_route_without_a_row_and_a_feature_without_a_file_are_noticed(app):
    without_row = {key: row for key, row in matrix.ROWS.items() if key != ("client.trash.show", "GET")}
    assert list(matrix.what_is_missing(app, without_row)) == [
        "GET client.trash.show has no row in tests/roadmap/trash/permissions.txt"
    ]
    without_file = {key: row for key, row in matrix.ROWS.items() if row.home != "exports"}
    said = list(matrix.what_is_missing(app, without_file))
    assert said[0] == "exports has pages and no tests/exports/permissions.txt" and len(said) == 2


def test_the_code_and_the_matrix_say_the_same(app):
    words = {"COO": "coo", "CEO": "ceo", "TEAM": "team", "VIEW": "viewer"}
    for (endpoint, method), row in matrix.ROWS.items():
        access = app.view_functions[endpoint].access
        assert access.scope == row.scope, (endpoint, method)
        if row.scope == "client":
            promised = {word for role, word in words.items() if row.roles[role] != "n"}
            assert access.roles == promised, (
                f"{endpoint}: the view says {set(access.roles)}, the matrix {promised}"
            )


def test_every_marked_table_has_its_row(world):
    for table in db.metadata.sorted_tables:
        if table.name in PRACTICE_TABLES - {"client"}:
            continue
        key = table.c.get("client_id", table.c.id)
        for tag in "AB":
            count = db.session.query(table).filter(key == world.ids[tag]["client"]).count()
            assert count, f"no marked row of {table.name} for client {tag}"


@pytest.mark.parametrize("tag", ["A", "B"])
def test_every_searchable_text_has_a_marked_row(world, tag):
    for source in (source for feature in LOADED for source in feature.search):
        table = db.metadata.tables[source.table]
        theirs = table.c.client_id == world.ids[tag]["client"]
        for name in (*source.texts, *source.names):
            marked = theirs & table.c[name].contains(f"CANARY-{tag}")
            assert db.session.query(table).filter(marked).count(), (
                f"no marked {source.table}.{name} for {tag}"
            )


@pytest.mark.parametrize("tag", ["A", "B"])
def test_the_wall_holds(app, world, tag, record_property):
    quick = db.engine.dialect.name != "sqlite"  # own, foreign and absent there
    findings = Asker(app, world).run(cases(app, world, tag=tag, quick=quick))
    asked = {rule.endpoint for rule in app.url_map.iter_rules()} - matrix.NOT_ASKED
    assert findings.visited == asked
    assert not findings.wrong, report(findings)
    record_property("requests", findings.asked)


def test_other_methods_tell_nobody_anything(app, world):
    for rule in app.url_map.iter_rules():
        for method in {"PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"} - rule.methods:
            for actor in ("anon", "coo_b"):
                path = re.sub(r"<[^>]+>", "11", rule.rule.replace("<slug:client_slug>", "canary-a"))
                headers = {"Cookie": f"session={world.actors[actor].token}"}
                response = app.test_client(use_cookies=False).open(path, method=method, headers=headers)
                assert response.status_code in (303, 400, 401, 404, 405), (rule, method, response.status_code)
                assert "CANARY" not in response.get_data(as_text=True)
