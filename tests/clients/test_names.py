"""Names at a client: changes are recorded, imitations are flagged to the COO, and two people can share a name."""

from datetime import timedelta

import pytest
import time_machine

from tests.world import a_comment, a_person, a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event

PEOPLE, HISTORY = "/clients/fornello-pizza/people", "/clients/fornello-pizza/history"
IMITATION = "Mаrco Bellini"
"""With a Cyrillic a."""


def test_a_name_change_is_in_the_history_of_every_client(rosa, dana, cast):
    Seat.give(cast.okafor, cast.rosa, Role.TEAM, by=cast.dana)
    db.session.commit()
    rosa.post("/me", name="Rosa Díaz", zone="UTC")
    assert "Rosa changed their name from “Rosa Delgado” to “Rosa Díaz”" in dana.get(HISTORY).text
    lines = db.session.query(Event).filter_by(action="person_renamed").all()
    assert {line.client_id for line in lines} == {cast.fornello.id, cast.okafor.id}


def test_history_keeps_the_name_used_at_the_time(rosa, dana, cast):
    a_task(cast.fornello, by=cast.rosa, title="Shadow the close")
    rosa.post("/me", name="Renata Díaz", zone="UTC")
    a_task(cast.fornello, by=cast.rosa, title="Write it down")
    told = dana.get(HISTORY).text
    assert "Rosa added “Shadow the close”" in told and "Renata added “Write it down”" in told


def test_a_similar_name_is_flagged_only_to_the_coo(rosa, dana, marco, cast):
    rosa.post("/me", name=IMITATION, zone="UTC")
    flag = "The name looks like Marco Bellini’s, marco@fornello.example"
    assert flag in dana.get(PEOPLE).words("#people")
    assert "looks like" not in marco.get(PEOPLE).words("#people")
    assert f"Rosa’s new name “{IMITATION}” looks like Marco Bellini’s" in dana.get(HISTORY).text


@pytest.mark.parametrize("name", ["Marco Bellini", "MARCO BELLINI"])
def test_sharing_a_name_is_not_flagged_as_an_imitation(rosa, dana, marco, cast, name):
    rosa.post("/me", name=name, zone="UTC")
    shown = dana.get(PEOPLE).words("#people")
    assert (
        "Has the same name as Marco Bellini, marco@fornello.example." in shown and "looks like" not in shown
    )
    assert "same name" not in marco.get(PEOPLE).words("#people")
    assert not db.session.query(Event).filter_by(action="name_looked_alike").count()


def test_the_imitated_persons_own_name_is_not_flagged(rosa, dana, cast):
    rosa.post("/me", name="Dаna Whitlock", zone="UTC")
    page = dana.get(PEOPLE)
    assert "looks like" not in page.words(f"#seat-{seat_of(cast.dana, cast.fornello).number}")
    assert "looks like Dana Whitlock’s" in page.words(f"#seat-{seat_of(cast.rosa, cast.fornello).number}")


def test_an_invitation_with_a_similar_name_is_flagged(marco, dana):
    marco.post(f"{PEOPLE}/invite", name="Dаna Whitlock", email="other@x.example", role="viewer")
    assert "The name looks like Dana Whitlock’s, dana@whitlock.example" in dana.get(PEOPLE).words("#people")


def test_a_distinct_name_is_not_flagged(dana, rosa):
    rosa.post("/me", name="Rosa Díaz", zone="UTC")
    assert "looks like" not in dana.get(PEOPLE).text
    assert not db.session.query(Event).filter_by(action="name_looked_alike").count()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dana Whitlock (COO)", "The name looks like Dana Whitlock’s, dana@whitlock.example."),
        ("Kim Doe — COO", "The name says COO, but the role here is Team."),
        ("Kim Doe, C.E.O.", "The name says CEO, but the role here is Team."),
        ("Whitlock Operations", "The name sounds like the practice’s, but the role here is Team."),
        ("Kim, Whitlock Operations", "The name sounds like the practice’s"),
        ("Footbridge Support", "The name sounds like the practice’s"),
    ],
)
def test_a_name_that_claims_a_role_is_flagged_but_accepted(rosa, dana, marco, cast, name, said):
    rosa.post("/me", name=name, zone="UTC")
    assert cast.rosa.name == name
    assert said in dana.get(PEOPLE).words(f"#seat-{seat_of(cast.rosa, cast.fornello).number}")
    assert said not in marco.get(PEOPLE).words("#people")
    assert "new name" in dana.get(HISTORY).text and "new name" not in marco.get(HISTORY).text


@pytest.mark.parametrize("name", ["Marco Bellini (CEO)", "Marco Whitlock", "Marco Bellini, owner"])
def test_a_name_with_the_persons_own_role_is_not_flagged(marco, dana, cast, name):
    marco.post("/me", name=name, zone="UTC")
    assert not dana.get(PEOPLE).soup.select("#people .caution")


def test_the_clients_coo_sees_an_imitation_on_today(rosa, dana, ash, cast):
    rosa.post("/me", name=IMITATION, zone="UTC")
    line = dana.get("/").one("#misleading-names li")
    assert dana.get("/").words("#misleading-names li") == (
        f"The name “{IMITATION}” looks like Marco Bellini’s rosa@fornello.example · Fornello Pizza"
    )
    assert line.select_one("a")["href"] == f"{PEOPLE}#seat-{seat_of(cast.rosa, cast.fornello).number}"
    assert len(dana.get("/").soup.select("#misleading-names li")) == 1, (
        "told of the one who took the name later"
    )
    assert not ash.get("/").soup.select("#misleading-names")
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        dana.sign_in(cast.dana)
        assert not dana.get("/").soup.select("#misleading-names")
        assert "looks like" in dana.get(PEOPLE).words("#people")


def test_today_shows_an_invitation_with_a_similar_name(marco, dana):
    marco.post(f"{PEOPLE}/invite", name="Dana Whitlock | COO", email="other@x.example", role="viewer")
    assert "looks like Dana Whitlock" in dana.get("/").words("#misleading-names")


def test_today_does_not_show_namesakes(rosa, dana):
    rosa.post("/me", name="Marco Bellini", zone="UTC")
    assert not dana.get("/").soup.select("#misleading-names")


def test_only_the_coo_sees_the_warning_beside_comments_of_an_imitator(rosa, dana, marco, cast):
    task = a_task(cast.fornello, by=cast.dana)
    a_comment(task, by=cast.rosa)
    a_comment(task, by=cast.marco)
    rosa.post("/me", name="Dаna Whitlock", zone="UTC")
    page = f"/clients/fornello-pizza/tasks/{task.number}"
    marks = dana.get(page).soup.select("#task-1-panel-thread .caution")
    assert [" ".join(mark.get_text().split()) for mark in marks] == ["The name looks like Dana Whitlock’s"]
    for other in (marco, rosa):
        assert "looks like" not in other.get(page).text


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\u200d", "\u00ad", "\ufeff"])
def test_invisible_characters_are_refused_in_every_name(dana, marco, hidden):
    for visitor, where, form, at in (
        (marco, "/me", {"zone": "UTC"}, "#me-about"),
        (dana, f"{PEOPLE}/invite", {"email": "luca@fornello.example", "role": "team"}, "#invite"),
        (dana, "/practice/staff", {"email": "noa@whitlock.example", "role": "coo"}, "#practice-hiring"),
        (dana, "/practice/name", {}, "#practice-name"),
        (
            dana,
            "/clients/fornello-pizza/settings/business",
            {"zone": "UTC", "colour": "1"},
            "#settings-business",
        ),
    ):
        answer = visitor.post(where, status=422, name=f"Lu{hidden}ca", **form)
        assert "invisible character" in answer.words(f"{at} .invalid")


def test_joiners_are_allowed_in_persian(marco, cast):
    name = "می\u200cخواهم"
    marco.post("/me", name=name, zone="UTC")
    assert cast.marco.name == name


def test_two_colleagues_can_share_a_name_and_are_distinguished(dana, cast):
    a_person("Ash Moreno", "ash.m@whitlock.example", staff_role="coo")
    db.session.commit()
    for page in (dana.get("/practice"), dana.get("/clients/new")):
        labels = {option.get_text() for option in page.soup.select("option")}
        assert {"Ash Moreno (ash@whitlock.example)", "Ash Moreno (ash.m@whitlock.example)"} & labels


def test_person_pickers_distinguish_an_imitation(rosa, dana, cast):
    task = a_task(cast.fornello, by=cast.dana)
    rosa.post("/me", name=IMITATION, zone="UTC")
    page = dana.get(f"/clients/fornello-pizza/tasks/{task.number}/owner")
    labels = {option.get_text() for option in page.soup.select("select option")}
    assert {
        f"{IMITATION} (Team, rosa@fornello.example)",
        "Marco Bellini (CEO, marco@fornello.example)",
    } <= labels


@pytest.mark.parametrize("name", ["Dana Wells", "Dana W."])
def test_sharing_the_coos_first_name_gets_only_a_note(rosa, dana, marco, cast, name):
    rosa.post("/me", name=name, zone="UTC")
    shown = dana.get(PEOPLE).words(f"#seat-{seat_of(cast.rosa, cast.fornello).number}")
    assert "Shares the first name with Dana Whitlock (COO)." in shown
    assert "Shares the first name" not in marco.get(PEOPLE).text
    assert not dana.get("/").soup.select("#misleading-names")
    assert not db.session.query(Event).filter_by(action="name_looked_alike").count()
