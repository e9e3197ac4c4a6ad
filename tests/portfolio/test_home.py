"""The first page of each role."""

import pytest

from tests.world import a_goal, a_person, a_task, seat_of
from tracker.accounts.models import Person
from tracker.clients.create import create_client
from tracker.clients.models import Health, Role, Seat
from tracker.foundation.database import db


def test_the_practice_begins_with_today(dana):
    assert dana.get("/").words("h1") == "Today"


def test_the_side_bar_shows_a_client_as_it_is_now(dana, cast):
    before = dana.get("/clients").one("#nav-fornello-pizza")
    assert before.select_one(".nav-name").get_text() == "Fornello Pizza"
    cast.fornello.change(cast.dana, name="<b>\"&'")
    cast.fornello.set_health(Health.STEP_IN, "The oven is cold", by=cast.dana)
    db.session.commit()
    link = dana.get("/clients").one("#nav-fornello-pizza")
    assert link.select_one(".nav-name").get_text() == "<b>\"&'"
    assert link.select_one(".glyph")["aria-label"] == Health.STEP_IN.word
    assert "aria-current" not in link.attrs
    assert dana.get("/clients/fornello-pizza/").one("#nav-fornello-pizza")["aria-current"] == "page"


def test_a_ceo_of_one_client_begins_with_the_letter(marco):
    assert marco.get("/", status=303).location == "/clients/fornello-pizza/letter"


def test_a_viewer_begins_with_the_road_map(vera):
    assert vera.get("/", status=303).location == "/clients/fornello-pizza/"


def test_the_team_begins_with_its_own_tasks(rosa):
    assert rosa.get("/", status=303).location == "/clients/fornello-pizza/mine"


def test_somebody_in_two_clients_chooses_between_exactly_these(cast, visit):
    Seat.give(cast.okafor, cast.rosa, Role.CEO, by=cast.dana)
    db.session.commit()
    page = visit(cast.rosa).get("/")
    assert [link["href"] for link in page.soup.select(".client-chooser a")] == [
        "/clients/fornello-pizza/mine",
        "/clients/okafor-immigration-law/letter",
    ]
    assert "Juniper" not in page.html


def test_a_person_without_access_gets_a_calm_message(cast, visit):
    page = visit(a_person("Nia Cole", "nia@fornello.example")).get("/")
    assert "You don’t have access to any client right now" in page.text
    assert "Fornello" not in page.html


def test_who_lost_the_last_seat_is_signed_out_with_it(cast, visit):
    vera = visit(cast.vera)
    seat = seat_of(cast.vera, cast.fornello)
    seat.person = cast.vera
    seat.end(by=cast.dana)
    db.session.commit()
    assert vera.get("/", status=303).location.startswith("/sign-in")


def test_the_owner_of_an_empty_practice_is_shown_the_first_steps(app, visit):
    owner = a_person("Dana Whitlock", "dana@whitlock.example", staff_role="owner")
    page = visit(owner).get("/")
    assert "Start with one client. The rest can wait." in page.text
    assert page.one(".onboarding-steps a.button.main")["href"] == "/clients/new"


def test_an_owner_without_a_seat_is_led_to_the_list(cast, visit):
    page = visit(a_person("Omar Whitlock", "omar@whitlock.example", staff_role="owner")).get("/")
    assert "You’re not assigned to any client" in page.text
    assert "Fornello" not in page.html


def test_a_coo_without_a_seat_waits_for_one(cast, visit):
    page = visit(a_person("Ivy Stone", "ivy@whitlock.example", staff_role="coo")).get("/")
    assert "You have no clients yet" in page.text
    assert "Juniper" not in page.html and not page.soup.select(".content a")


def test_ash_reads_nothing_of_fornello_not_even_the_name(cast, ash):
    goal = a_goal(cast.fornello, cast.dana, title="Quiet canary goal")
    a_task(cast.fornello, cast.dana, title="Quiet canary task", goal=goal)
    for path in ("/", "/clients"):
        html = ash.get(path).html
        assert "Juniper Catering" in html
        hidden = ("Fornello", "fornello", "Okafor", "canary", "Marco", "Dana")
        assert not [word for word in hidden if word in html]


def test_the_list_names_every_client_to_the_owner_and_opens_only_her_own(cast, dana):
    page = dana.get("/clients")
    assert [heading.get_text() for heading in page.soup.select(".client-list h2")] == [
        "Fornello Pizza", "Juniper Catering", "Okafor Immigration Law",
    ]  # fmt: skip
    assert [link["href"] for link in page.soup.select(".client-list h2 a")] == [
        "/clients/fornello-pizza/",
        "/clients/okafor-immigration-law/",
    ]
    assert "Ash Moreno" in page.words("#client-juniper-catering")
    assert "You don’t have access here." in page.words("#client-juniper-catering")


def test_the_reason_of_a_foreign_client_stays_inside(cast, dana):
    cast.juniper.set_health("watch", "The stock count slipped twice", by=cast.ash)
    db.session.commit()
    page = dana.get("/clients")
    assert "Watch" in page.words("#client-juniper-catering")
    assert "stock count" not in page.html


@pytest.mark.parametrize("who", ["marco", "rosa", "vera", "adaeze"])
def test_the_list_does_not_exist_for_a_clients_people(cast, visit, who):
    visit(getattr(cast, who)).get("/clients", status=404)


def test_a_deactivated_person_has_no_home(cast, visit):
    ash = visit(cast.ash)
    db.session.get(Person, cast.ash.id).deactivate(by=cast.dana)
    db.session.commit()
    assert ash.get("/", status=303).location.startswith("/sign-in")


def test_a_new_client_is_on_the_list_at_once(cast, dana):
    create_client("Halden Cycles", "halden-cycles", "UTC", coo=cast.dana, by=cast.dana)
    db.session.commit()
    assert "Halden Cycles" in dana.get("/").words("#clients")
