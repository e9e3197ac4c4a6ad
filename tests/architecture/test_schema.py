"""Isolation in the schema: every row of a client has its id, and so does every reference."""

import pytest
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint

from tracker import create_app  # noqa: F401  loads every model
from tracker.foundation.database import UtcDateTime, db

OF_NO_CLIENT = {
    "person": "somebody may sit at several clients",
    "practice": "the firm itself",
    "practice_event": "the firm's own history",
    "sign_in": "a session is a person's",
    "reset_link": "a person's",
    "account_proof": "a person's",
    "throttle": "counts by fingerprint",
    "sign_in_delay": "counts by fingerprint",
    "known_device": "a person's",
    "sign_in_network": "where people come from, for the practice's owner",
    "sign_in_attempt": "a person's, or nobody's",
    "client": "is the wall",
}
POINTS_OUT = {"person": "people belong to no client", "client": "the wall itself"}

TABLES = {table.name: table for table in db.metadata.sorted_tables}
TENANT = {name: table for name, table in TABLES.items() if name not in OF_NO_CLIENT}


def test_every_exception_exists():
    assert set(OF_NO_CLIENT) <= set(TABLES)


@pytest.mark.parametrize("name", TENANT)
def test_every_row_has_its_client(name):
    column = TABLES[name].c.get("client_id")
    assert column is not None, f"inherit BelongsToClient, or name {name} in OF_NO_CLIENT with the reason"
    assert not column.nullable
    first = {next(iter(index.columns)).name for index in TABLES[name].indexes}
    assert column.index or "client_id" in first, "client_id needs an index"


@pytest.mark.parametrize("name", TENANT)
def test_a_reference_carries_the_client(name):
    for key in TABLES[name].foreign_key_constraints:
        target = key.referred_table.name
        if target in TENANT:
            assert "client_id" in key.column_keys, f"{name} → {target}: write within_client(…)"
            assert "client_id" in [element.column.name for element in key.elements]
        else:
            assert target in POINTS_OUT, f"{name} → {target}: a client's row points out of its client"


@pytest.mark.parametrize("name", [name for name in TENANT if name != "event"])
def test_composite_references_have_a_unique_target(name):
    keys = [key for table in TENANT.values() for key in table.foreign_key_constraints]
    referred = any(key.referred_table is TABLES[name] for key in keys)
    pairs = [{c.name for c in u.columns} for u in TABLES[name].constraints if isinstance(u, UniqueConstraint)]
    assert not referred or {"client_id", "id"} in pairs, 'add UniqueConstraint("client_id", "id")'


@pytest.mark.parametrize("name", TABLES)
def test_every_constraint_has_a_name(name):
    loose = [str(each) for each in TABLES[name].constraints if not each.name]
    assert not loose, "a migration must be able to name it"


@pytest.mark.parametrize("name", TABLES)
def test_every_reference_has_an_index(name):
    table = TABLES[name]
    led = [[column.name for column in index.columns] for index in table.indexes]
    led += [[c.name for c in u.columns] for u in table.constraints if isinstance(u, UniqueConstraint)]
    for key in table.foreign_key_constraints:
        assert isinstance(key, ForeignKeyConstraint)
        if key.referred_table.name != "person" or key.column_keys == ["person_id"]:
            wanted = set(key.column_keys)
            assert any(set(columns[: len(wanted)]) == wanted for columns in led), (
                f"{name}: index {sorted(wanted)}"
            )


@pytest.mark.parametrize("name", TABLES)
def test_times_have_a_time_zone(name):
    moments = [column for column in TABLES[name].c if column.name.endswith(("_at", "until", "_since"))]
    loose = [column.name for column in moments if not isinstance(column.type, UtcDateTime)]
    assert not loose, f"{loose}: Mapped[datetime] is a UtcDateTime; do not name another type"
