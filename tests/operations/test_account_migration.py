"""The migration that keeps who vouches for an account: nobody is signed out, and nobody is proven by a CEO's link."""

from sqlalchemy import delete, select

from tests import world
from tracker.accounts.models import AccountProof, Person, ResetLink, SignIn
from tracker.clients.models import Invitation, Role, Seat
from tracker.clients.staff import make_link
from tracker.foundation.database import db
from tracker.ops import migrations

BEFORE = "20261128_vision_author"


def accepted(cast, by, email, client):
    """An account made the old way: whoever invited held the link."""
    person = world.a_person(email.split("@")[0], email)
    asked = (client, email, person.name, Role.VIEWER)
    made = Invitation.ask(*asked, by=by)
    made.renew(world.seat_of(cast.ash, client))
    made.accept(person)
    return person


def test_existing_accounts_keep_what_vouches_for_them(fresh):
    migrations.migrate(fresh)
    with fresh.app_context():
        cast = world.create_cast()
        ceo = Seat.give(cast.juniper, cast.marco, Role.CEO, by=cast.dana)
        accepted(cast, ceo, "by-ceo@x.example", cast.juniper)
        accepted(cast, world.seat_of(cast.ash, cast.juniper), "by-coo@x.example", cast.juniper)
        make_link(cast.rosa, by=cast.ash)
        SignIn.start(cast.rosa, "Firefox")
        db.session.execute(delete(AccountProof))
        db.session.commit()
        ash = cast.ash.id
        db.session.remove()
    migrations.migrate(fresh, to=BEFORE)
    migrations.migrate(fresh)
    with fresh.app_context():
        found = {person.email: {(proof.how, proof.by_id) for proof in AccountProof.of(person)}
                 for person in db.session.scalars(select(Person))}  # fmt: skip
        assert found["by-ceo@x.example"] == set()
        assert found["by-coo@x.example"] == {("coo", ash)}
        assert found["dana@whitlock.example"] == found["marco@fornello.example"] == {("owner", None)}
        link = db.session.scalars(select(ResetLink)).one()
        assert (link.made_by_id, link.used_at) == (ash, None) and link.told_at is not None
        assert db.session.scalars(select(SignIn)).one().ended_at is None
        db.session.remove()
