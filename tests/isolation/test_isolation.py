"""Every route, requested as everybody, with own, foreign, hidden and absent ids."""

import re

import pytest
from sqlalchemy import update

from tests.isolation import matrix
from tests.isolation.engine import Asker, cases
from tests.isolation.fixtures import PRACTICE_TABLES
from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.features import LOADED
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.search.queries import seats_of
from tracker.search.search import Search


def report(findings):
    lines = "\n  ".join(findings.wrong[:25])
    return f"{len(findings.wrong)} of {findings.asked} {dict(findings.kinds)}:\n  {lines}"


def test_every_route_has_a_permission_row_and_every_row_a_route(app):
    assert not list(matrix.what_is_missing(app, matrix.ROWS))


def test_a_route_without_a_row_and_a_feature_without_a_file_are_noticed(app):
    without_row = {key: row for key, row in matrix.ROWS.items() if key != ("client.trash.show", "GET")}
    assert list(matrix.what_is_missing(app, without_row)) == [
        "GET client.trash.show has no row in tests/roadmap/trash/permissions.txt"
    ]
    without_file = {key: row for key, row in matrix.ROWS.items() if row.home != "exports"}
    said = list(matrix.what_is_missing(app, without_file))
    assert said[0] == "exports has pages and no tests/exports/permissions.txt" and len(said) == 2


def test_code_and_permission_matrix_agree(app):
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


SHEETS = [sheet for feature in LOADED for sheet in feature.export]
SEARCHED = [source for feature in LOADED for source in feature.search]


@pytest.mark.parametrize("tag", ["A", "B"])
def test_every_searchable_text_has_a_marked_row(world, tag):
    for source in (source for source in SEARCHED if source.table):
        table = db.metadata.tables[source.table]
        theirs = table.c.client_id == world.ids[tag]["client"]
        for name in (*source.texts, *source.names):
            marked = theirs & table.c[name].contains(f"CANARY-{tag}")
            assert db.session.query(table).filter(marked).count(), (
                f"no marked {source.table}.{name} for {tag}"
            )


@pytest.mark.parametrize("source", SEARCHED, ids=lambda source: source.group)
@pytest.mark.parametrize("tag", ["A", "B"])
def test_every_search_finds_the_marked_row_of_its_reader_and_no_other(app, world, source, tag):
    """A CEO finds it by its text, and the search page has no source that is missing here."""
    other = "B" if tag == "A" else "A"
    with app.test_request_context():
        ceo = db.session.get(Person, world.ids[tag]["ceo"])
        hits, total = source.hits(Search(ceo, seats_of(ceo), ["canary"]))
    assert hits and total >= len(hits), f"no hit of {source.group} has the word “canary”"
    for hit in hits:
        assert hit.url.startswith(f"/clients/canary-{tag.lower()}/"), hit
        assert f"CANARY-{other}" not in f"{hit.title} {hit.meta} {hit.says}", hit


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
@pytest.mark.parametrize("tag", ["A", "B"])
def test_every_exported_column_is_filled_from_the_marked_rows_and_from_no_other(app, world, sheet, tag):
    other = "B" if tag == "A" else "A"
    with app.test_request_context():
        client = db.session.get(Client, world.ids[tag]["client"])
        seats = {seat.id: seat for seat in db.session.scalars(Seat.of(client))}
        db.session.execute(update(Task).values(status="done", done_at=clock.now()))
        rows = list(sheet.rows(client, seats[world.ids[tag]["coo seat"]]))
        db.session.rollback()
    assert {title for row in rows for title in row} <= set(sheet.titles), "a value without a column is lost"
    filled = {title for row in rows for title, value in row.items() if value not in (None, "")}
    assert filled == {column.title for column in sheet.columns if not column.is_blank}
    assert f"CANARY-{tag}" in str(rows) and f"CANARY-{other}" not in str(rows)


@pytest.mark.parametrize("tag", ["A", "B"])
def test_clients_are_isolated(app, world, tag, record_property):
    quick = db.engine.dialect.name != "sqlite"  # own, foreign and absent there
    findings = Asker(app, world).run(cases(app, world, tag=tag, quick=quick))
    asked = {rule.endpoint for rule in app.url_map.iter_rules()} - matrix.NOT_ASKED
    assert findings.visited == asked
    assert not findings.wrong, report(findings)
    record_property("requests", findings.asked)


def test_other_methods_reveal_nothing(app, world):
    for rule in app.url_map.iter_rules():
        for method in {"PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"} - rule.methods:
            for actor in ("anon", "coo_b"):
                path = re.sub(r"<[^>]+>", "11", rule.rule.replace("<slug:client_slug>", "canary-a"))
                headers = {"Cookie": f"session={world.actors[actor].token}"}
                response = app.test_client(use_cookies=False).open(path, method=method, headers=headers)
                assert response.status_code in (303, 400, 401, 404, 405), (rule, method, response.status_code)
                assert "CANARY" not in response.get_data(as_text=True)
