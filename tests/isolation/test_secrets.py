"""Secrets of links are shown once, to the practice: no row, history or log contains one."""

import pytest

from tests.isolation.questions import Question
from tests.isolation.twins import FULL, LIKE_A_SECRET, READERS, Twins, logged, secrets_now
from tracker.accounts.models import fingerprint
from tracker.foundation.database import db

COO = next(reader for reader in READERS if reader.name == "coo a")
INVITE = (("name", "Kim"), ("email", "kim@elsewhere.example"), ("role", "viewer"), ("anyway", "yes"))


def everything_stored():
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(db.select(table)):
            yield from (f"{table.name}: {value}" for value in row if value is not None)
    db.session.rollback()


def secrets_in(texts):
    live = secrets_now()
    return {word for text in texts for word in LIKE_A_SECRET.findall(text) if fingerprint(word) in live}


def test_a_world_has_live_links_of_every_kind(worlds):
    world = worlds.of(FULL)
    worlds.enter(world)
    assert {fingerprint(secret) for secret in world.secrets.values()} <= secrets_now()
    assert {name.split()[0] for name in world.secrets} >= {"invited", "reset"}


def test_no_row_holds_the_secret_of_a_link(worlds):
    worlds.enter(worlds.of(FULL))
    assert not secrets_in(everything_stored())


@pytest.mark.parametrize("path, form", [("people/invite", INVITE), ("people/{team seat a}/reset-link", ())])
def test_a_secret_appears_only_in_the_answer_that_created_it(app, worlds, path, form):
    world = worlds.of(FULL)
    worlds.enter(world)
    path = path.replace("{team seat a}", str(world.numbers["team seat a"]))
    with logged() as lines:
        question = Question("client.people", "POST", f"/clients/business-a/{path}", form, htmx=True)
        status, headers, body = Twins(app, worlds).answer(COO, question)
    assert status == 200 and secrets_in([body]), "the COO is shown the link"
    assert not secrets_in(map(str, headers))
    assert not secrets_in(everything_stored())
    assert not secrets_in(lines)
