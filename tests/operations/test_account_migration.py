"""The migration that stores account proofs signs nobody out and accepts no CEO's link as a proof."""

from sqlalchemy import delete, select

from tests import world
from tracker.accounts.models import AccountProof, Person, ResetLink, SignIn
from tracker.clients.models import Invitation, Role, Seat
from tracker.clients.staff import make_link
from tracker.foundation.database import db
from tracker.ops import migrations

BEFORE = "20261128_vision_author"


def accept_invitation(cast, by, email, client):
    """Create an account the old way, when the inviting person held the link."""
    person = world.a_person(email.split("@")[0], email)
    asked = (client, email, person.name, Role.VIEWER)
    made = Invitation.ask(*asked, by=by)
    made.renew(world.seat_of(cast.ash, client))
    made.accept(person)
    return person


def test_existing_accounts_keep_their_proofs(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        cast = world.create_cast()
        ceo = Seat.give(cast.juniper, cast.marco, Role.CEO, by=cast.dana)
        accept_invitation(cast, ceo, "by-ceo@x.example", cast.juniper)
        accept_invitation(cast, world.seat_of(cast.ash, cast.juniper), "by-coo@x.example", cast.juniper)
        make_link(cast.rosa, by=cast.ash)
        SignIn.start(cast.rosa, "Firefox")
        db.session.execute(delete(AccountProof))
        db.session.commit()
        ash = cast.ash.id
        db.session.remove()
    migrations.migrate(unmigrated_app, to=BEFORE)
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        found = {
            person.email: {(proof.how, proof.by_id) for proof in AccountProof.of(person)}
            for person in db.session.scalars(select(Person))
        }
        assert found["by-ceo@x.example"] == set()
        assert found["by-coo@x.example"] == {("coo", ash)}
        assert found["dana@whitlock.example"] == found["marco@fornello.example"] == {("owner", None)}
        link = db.session.scalars(select(ResetLink)).one()
        assert (link.made_by_id, link.used_at) == (ash, None) and link.told_at is not None
        assert db.session.scalars(select(SignIn)).one().ended_at is None
        db.session.remove()
