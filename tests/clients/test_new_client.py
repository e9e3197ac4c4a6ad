"""A new client gets its first COO in the same step."""

import pytest

from tests.world import seat_of
from tracker.clients.models import Client, Span
from tracker.foundation.database import db


def fields(cast, **more):
    return {"name": "Harbor Glass", "slug": "", "zone": "Europe/London", "coo": cast.dana.public_id, **more}


def client_called(slug="harbor-glass"):
    return db.session.query(Client).filter_by(slug=slug).one_or_none()


def test_the_form_offers_the_owner_as_coo(dana, cast):
    answer = dana.get("/clients/new")
    assert answer.one("#new-client-coo option[selected]")["value"] == cast.dana.public_id
    assert answer.one("#new-client-zone option[selected]")["value"] == "America/New_York"


def test_dana_adds_a_client_and_is_taken_to_its_road_map(dana, cast):
    assert dana.post("/clients", **fields(cast)).location == "/clients/harbor-glass/"
    client = client_called()
    assert (client.name, client.time_zone) == ("Harbor Glass", "Europe/London")
    assert seat_of(cast.dana, client).role == "coo"
    assert db.session.query(Span).filter_by(client_id=client.id).count() == 5


def test_the_colour_does_not_reveal_the_number_of_clients(dana, cast):
    """A client's people see the colour of their own business, so it follows from the address and not from a count."""
    dana.post("/clients", **fields(cast))
    with_three_others = client_called().colour
    db.session.rollback()
    for number in range(1, 4):
        dana.post("/clients", **fields(cast, name=f"Another {number}"))
        db.session.execute(
            db.update(Client).where(Client.slug == "harbor-glass").values(slug=f"was-{number}")
        )
        db.session.commit()
        dana.post("/clients", **fields(cast))
        assert client_called().colour == with_three_others


def test_it_works_with_htmx(dana, cast):
    answer = dana.swap("/clients", expect=204, **fields(cast))
    assert answer.response.headers["HX-Redirect"] == "/clients/harbor-glass/"


def test_with_another_coo_the_owner_has_no_access(dana, cast):
    assert dana.post("/clients", **fields(cast, coo=cast.ash.public_id)).location == "/practice"
    assert seat_of(cast.ash, client_called()).role == "coo"
    dana.get("/clients/harbor-glass/", status=404)


def test_a_form_sent_five_times_makes_one_client(dana, cast):
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


def test_a_clients_person_cannot_be_its_coo(dana, cast):
    dana.post("/clients", status=422, **fields(cast, coo=cast.marco.public_id))


def test_the_address_is_suggested_until_one_is_entered(dana):
    suggested = dana.get("/clients/new/address?name=Harbor+Glass&slug=", htmx=True)
    assert suggested.one("#new-client-slug")["value"] == "harbor-glass"
    written = dana.get("/clients/new/address?name=Harbor+Glass&slug=glass", htmx=True)
    assert written.one("#new-client-slug")["value"] == "glass"


@pytest.mark.parametrize("name", ["مطعم النور", "寿司"])
def test_a_name_without_usable_letters_needs_an_address(dana, cast, name):
    """It used to become /clients/client/ silently."""
    words = "This name gives no address. Type one"
    offered = dana.get("/clients/new/address", htmx=True, query_string={"name": name, "slug": ""})
    assert words in offered.text and not offered.one("#new-client-slug").get("value")
    refused = dana.post("/clients", status=422, **fields(cast, name=name, slug=""))
    assert words in refused.words("#new-client .invalid")
    assert dana.post("/clients", **fields(cast, name=name, slug="al-nour")).location == "/clients/al-nour/"


@pytest.mark.parametrize("who", ["ash", "marco", "rosa", "vera"])
def test_only_owners_can_add_clients(request, cast, who):
    visitor = request.getfixturevalue(who)
    visitor.get("/clients/new", status=404)
    visitor.get("/clients/new/address?name=Fornello", status=404)
    visitor.post("/clients", status=404, **fields(cast))
    assert client_called() is None
