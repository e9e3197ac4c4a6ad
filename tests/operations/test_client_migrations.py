"""Migrations of clients and invitations keep their data, up and down, on both databases."""

from sqlalchemy import inspect, select, text

from tests import world
from tracker.clients.models import Client, Health, Invitation, Role
from tracker.foundation.database import db
from tracker.ops import migrations

BEFORE = "20261128_comment_readers"


def test_a_reason_stays_with_the_health_it_was_given_for(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        cast = world.create_cast()
        cast.fornello.set_health(Health.WATCH, "The oven is late", by=cast.dana)
        cast.fornello.set_health(Health.STEADY, "The oven is late", by=cast.dana, given_for=Health.WATCH)
        cast.okafor.set_health(Health.STEP_IN, "Payroll", by=cast.dana)
        dana_s, marco_s = (world.seat_of(person, cast.fornello) for person in (cast.dana, cast.marco))
        Invitation.ask(cast.fornello, "kim@x.example", "Kim", Role.TEAM, by=dana_s).make_link(dana_s)
        Invitation.ask(cast.fornello, "kim@x.example", "Kim", Role.TEAM, by=marco_s)
        db.session.commit()
        db.session.remove()
    migrations.migrate(unmigrated_app, to=BEFORE)
    with unmigrated_app.app_context():
        assert set(db.session.scalars(text("SELECT import_count FROM client"))) == {0}
        db.session.remove()
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        found = {client.slug: client for client in db.session.scalars(select(Client))}
        kept = found["fornello-pizza"]
        assert (kept.health, kept.health_reason, kept.current_reason) == ("steady", "The oven is late", "")
        assert kept.health_of_reason == "watch"
        assert found["okafor-immigration-law"].current_reason == "Payroll"
        assert found["juniper-catering"].health_of_reason == found["juniper-catering"].health
        assert db.session.scalars(select(Invitation)).one().requested_by_id is None
        db.session.remove()
        assert "import_count" not in {column["name"] for column in inspect(db.engine).get_columns("client")}
