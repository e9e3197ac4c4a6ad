"""A new client, with its first COO in the same step."""

import pytest

from tests.world import seat_of
from tracker.clients.models import Client, Span
from tracker.foundation.database import db


def fields(cast, **more):
    return {"name": "Harbor Glass", "slug": "", "zone": "Europe/London", "coo": cast.dana.public_id, **more}


def made(slug="harbor-glass"):
    return db.session.query(Client).filter_by(slug=slug).one_or_none()


def test_the_form_offers_the_owner_first_hand(dana, cast):
    answer = dana.get("/clients/new")
    assert answer.one("#new-client-coo option[selected]")["value"] == cast.dana.public_id
    assert answer.one("#new-client-zone option[selected]")["value"] == "America/New_York"


def test_dana_adds_one_and_is_taken_to_its_road_map(dana, cast):
    assert dana.post("/clients", **fields(cast)).location == "/clients/harbor-glass/"
    client = made()
    assert (client.name, client.time_zone) == ("Harbor Glass", "Europe/London")
    assert seat_of(cast.dana, client).role == "coo"
    assert db.session.query(Span).filter_by(client_id=client.id).count() == 5


def test_its_colour_does_not_tell_how_many_clients_there_are(dana, cast):
    """A client's people see the colour of their own business; it follows from the address, not from a count."""
    dana.post("/clients", **fields(cast))
    with_three_others = made().colour
    db.session.rollback()
    for number in range(1, 4):
        dana.post("/clients", **fields(cast, name=f"Another {number}"))
        db.session.execute(
            db.update(Client).where(Client.slug == "harbor-glass").values(slug=f"was-{number}")
        )
        db.session.commit()
        dana.post("/clients", **fields(cast))
        assert made().colour == with_three_others


def test_with_htmx_too(dana, cast):
    answer = dana.swap("/clients", expect=204, **fields(cast))
    assert answer.response.headers["HX-Redirect"] == "/clients/harbor-glass/"


def test_for_somebody_else_the_owner_stays_outside(dana, cast):
    assert dana.post("/clients", **fields(cast, coo=cast.ash.public_id)).location == "/practice"
    assert seat_of(cast.ash, made()).role == "coo"
    dana.get("/clients/harbor-glass/", status=404)


def test_sent_five_times_it_is_made_once(dana, cast):
    key = dana.get("/clients/new").one("[name=form_key]")["value"]
    answers = {dana.post("/clients", **fields(cast, form_key=key)).location for _ in range(5)}
    assert answers == {"/clients/harbor-glass/"}
    assert db.session.query(Client).count() == 4


def test_a_taken_address_gets_a_message(dana, cast):
    answer = dana.post("/clients", status=422, **fields(cast, slug="fornello-pizza"))
    assert "taken" in answer.words("#new-client .invalid")
    assert answer.one("#new-client-name")["value"] == "Harbor Glass"


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"name": ""}, "Write the name"),
        ({"slug": "new"}, "Choose another one"),
        ({"slug": "No Good"}, "small letters"),
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"coo": "0123456789abcdef"}, "one of your people"),
    ],
)
def test_invalid_values_get_a_message(dana, cast, wrong, words):
    parts = dana.swap("/clients", expect=422, **fields(cast, **wrong)).parts
    assert words in parts["new-client"].get_text()
    assert db.session.query(Client).count() == 3


def test_a_client_person_cannot_be_its_coo(dana, cast):
    dana.post("/clients", status=422, **fields(cast, coo=cast.marco.public_id))


def test_the_address_is_suggested_until_one_is_written(dana):
    suggested = dana.get("/clients/new/address?name=Harbor+Glass&slug=", htmx=True)
    assert suggested.one("#new-client-slug")["value"] == "harbor-glass"
    written = dana.get("/clients/new/address?name=Harbor+Glass&slug=glass", htmx=True)
    assert written.one("#new-client-slug")["value"] == "glass"


@pytest.mark.parametrize("name", ["مطعم النور", "寿司"])
def test_an_address_that_no_name_gives_is_asked_for(dana, cast, name):
    """It used to become /clients/client/ silently."""
    words = "This name gives no address. Type one"
    offered = dana.get("/clients/new/address", htmx=True, query_string={"name": name, "slug": ""})
    assert words in offered.text and not offered.one("#new-client-slug").get("value")
    refused = dana.post("/clients", status=422, **fields(cast, name=name, slug=""))
    assert words in refused.words("#new-client .invalid")
    assert dana.post("/clients", **fields(cast, name=name, slug="al-nour")).location == "/clients/al-nour/"


@pytest.mark.parametrize("who", ["ash", "marco", "rosa", "vera"])
def test_only_owners_make_clients(request, cast, who):
    visitor = request.getfixturevalue(who)
    visitor.get("/clients/new", status=404)
    visitor.get("/clients/new/address?name=Fornello", status=404)
    visitor.post("/clients", status=404, **fields(cast))
    assert made() is None
