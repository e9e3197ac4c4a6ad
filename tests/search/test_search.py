"""A person finds what they may read at each of their clients, and nothing else."""

import re

import pytest
from sqlalchemy import insert, text

from tests.query_counter import counted
from tests.search.test_index import rows
from tests.world import a_comment, a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.clients.queries import OwnSeat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.search.index import clients_in_sqlite
from tracker.search.queries import clients_led

A_TOKEN = re.compile(r'"X-CSRFToken": "[^"]+"|value="[\w.-]{40,}"')


def found(visitor, query):
    """The results of each group: {"Tasks": ["Write the closing checklist"]}."""
    page = visitor.get("/search", query_string={"q": query})
    return {
        section.h2.find(string=True).strip(): [name.get_text() for name in section.select(".name")]
        for section in page.one("#search-results").select("section")
    }


@pytest.fixture
def herons(cast):
    """One word in everything there is to find at Fornello, and once at Okafor."""
    by = cast.dana
    shared = a_task(cast.fornello, by, title="Heron shared", details="heron heron")
    draft = a_goal(cast.fornello, by, title="Heron draft", approval_state=ApprovalState.DRAFT)
    a_goal(cast.fornello, by, title="Heron goal", why="A plain reason")
    a_task(cast.fornello, by, title="Heron under the draft", goal=draft)
    leads = a_task(cast.fornello, by, title="Heron for two", visibility=Visibility.LEADS)
    a_comment(shared, cast.marco, body="The heron was seen")
    a_comment(leads, cast.marco, body="The heron in confidence")
    a_task(cast.okafor, by, title="Heron next door")
    set_columns(a_task(cast.fornello, by, title="Heron thrown away"), trashed_at=clock.now())
    return cast


def test_the_coo_finds_everything_of_all_her_clients(herons, dana):
    groups = found(dana, "heron")
    assert sorted(groups["Goals"]) == ["Heron draft", "Heron goal"]
    assert sorted(groups["Tasks"]) == [
        "Heron for two",
        "Heron next door",
        "Heron shared",
        "Heron under the draft",
    ]
    assert groups["Comments"] == ["The heron in confidence", "The heron was seen"]
    assert "Okafor Immigration Law" in dana.get("/search?q=heron").words("#search-results")


def test_the_ceo_finds_no_draft_and_nothing_under_one(herons, marco):
    groups = found(marco, "heron")
    assert groups["Goals"] == ["Heron goal"]
    assert sorted(groups["Tasks"]) == ["Heron for two", "Heron shared"]
    assert len(groups["Comments"]) == 2


@pytest.mark.parametrize("who", ["rosa", "vera"])
def test_team_and_viewers_find_what_is_shared_with_all(herons, request, who):
    visitor = request.getfixturevalue(who)
    assert found(visitor, "heron") == {
        "Goals": ["Heron goal"], "Tasks": ["Heron shared"], "Comments": ["The heron was seen"],
    }  # fmt: skip


def test_other_clients_people_find_nothing_of_it(herons, adaeze, ash):
    assert found(adaeze, "heron") == {"Tasks": ["Heron next door"]}
    assert found(ash, "heron") == {}
    assert "No results." in ash.get("/search?q=heron").words("#search-results")


def test_two_seats_are_read_each_by_its_own_role(herons, rosa):
    """Rosa is team at Fornello and CEO at Okafor."""
    a_task(herons.okafor, herons.dana, title="Heron of leads next door", visibility=Visibility.LEADS)
    Seat.give(herons.okafor, herons.rosa, Role.CEO, by=herons.dana)
    db.session.commit()
    assert sorted(found(rosa, "heron")["Tasks"]) == [
        "Heron next door",
        "Heron of leads next door",
        "Heron shared",
    ]
    seat_of(herons.rosa, herons.fornello).end(by=herons.dana)
    db.session.commit()
    assert sorted(found(rosa, "heron")["Tasks"]) == ["Heron next door", "Heron of leads next door"]


def test_a_restored_task_is_found_again(herons, dana, marco):
    comment = a_comment(a_task(herons.fornello, herons.dana, title="Plain"), herons.marco, body="Kingfisher")
    assert found(marco, "kingfisher")["Comments"] == ["Kingfisher"]
    set_columns(comment, trashed_at=clock.now())
    assert found(marco, "kingfisher") == {}
    set_columns(comment, trashed_at=None)
    assert found(marco, "kingfisher")["Comments"] == ["Kingfisher"]


def test_a_viewer_finds_people_by_first_name_only(cast, vera, marco):
    assert found(vera, "rosa")["People"] == ["Rosa"]
    assert vera.get("/search?q=rosa").one("#search-results a")["href"] == "/clients/fornello-pizza/?owner=3"
    assert found(vera, "delgado") == {}
    assert found(marco, "delgado")["People"] == ["Rosa Delgado"]
    assert found(marco, "adaeze") == {}
    assert found(marco, "fornello.example") == {}, "addresses are not searched"


def test_somebody_at_several_clients_is_found_once(cast, dana, marco):
    Seat.give(cast.okafor, cast.rosa, Role.VIEWER, by=cast.dana)
    db.session.commit()
    assert found(dana, "rosa")["People"] == ["Rosa Delgado"]
    assert "2 clients" in dana.get("/search?q=rosa").words("#search-results")
    assert "2 clients" not in marco.get("/search?q=rosa").words("#search-results")


def test_an_owner_without_a_seat_finds_pages_and_no_client(cast, dana):
    assert found(dana, "juniper") == {}
    assert found(dana, "fornello")["Clients"] == ["Fornello Pizza"]
    for client in (cast.fornello, cast.okafor):
        seat_of(cast.dana, client).end(by=cast.dana)
    db.session.commit()
    assert found(dana, "fornello") == {}
    assert found(dana, "clie")["Go to"] == ["Clients", "Add a client"]


def test_health_is_found_by_coos_only(cast, dana, marco):
    assert "Settling in" in dana.get("/search?q=fornello").words("#search-results")
    assert "Settling in" not in marco.get("/search?q=fornello").html


def test_nothing_typed_offers_where_to_go(cast, dana, marco):
    a_task(cast.fornello, cast.dana, title="Lately moved")
    groups = found(dana, "")
    assert groups["Clients"] == ["Fornello Pizza", "Okafor Immigration Law"]
    assert groups["Lately"] == ["Lately moved"]
    assert groups["Go to"][:2] == ["Today", "Clients"]
    assert found(marco, "   ")["Go to"] == [
        "Home",
        "Goals",
        "People",
        "Account",
        "Your sessions",
        "Keyboard shortcuts",
    ]


def test_each_role_is_offered_its_own_pages(cast, rosa, vera):
    assert found(rosa, "")["Go to"][:2] == ["My tasks", "Goals"]
    assert found(vera, "")["Go to"][:2] == ["Goals", "Account"]


def test_the_best_comes_first_and_the_rest_is_counted(cast, dana):
    for number in range(12):
        a_task(cast.fornello, cast.dana, title=f"Call about oven part {number}")
    a_task(cast.fornello, cast.dana, title="Oven")
    tasks = found(dana, "oven")["Tasks"]
    assert (tasks[0], len(tasks)) == ("Oven", 8)
    assert "5 more. A few more letters narrow it." in dana.get("/search?q=oven").words("#search-results")


@pytest.mark.parametrize("title", ["Bulk row {}", "Row in bulk {}"])
def test_of_many_a_hundred_are_counted_and_an_exact_title_is_found(cast, dana, title):
    a_task(cast.fornello, cast.dana, title="Bulk")
    many = [{**row, "title": title.format(row["number"])} for row in rows(cast.fornello, 150)]
    db.session.execute(insert(Task.__table__), many)
    db.session.commit()
    page = dana.get("/search?q=bulk")
    assert found(dana, "bulk")["Tasks"][0] == "Bulk"
    assert "Tasks, 100+" in page.words("#search-results")
    assert "More than 92 more. A few more letters narrow it." in page.words("#search-results")
    assert "More than 100 things found" in page.words("#main")


def test_parts_of_words_come_after_what_begins_with_them(cast, dana):
    a_task(cast.fornello, cast.dana, title="Ofen")
    a_task(cast.fornello, cast.dana, title="Pizzaofen")
    a_task(cast.fornello, cast.dana, title="Der Ofen")
    assert found(dana, "ofen")["Tasks"] == ["Ofen", "Der Ofen", "Pizzaofen"]


@pytest.mark.parametrize(
    "roles, expected",
    [("coo coo coo", True), ("coo coo", False), ("coo coo ceo", False), ("viewer viewer viewer", False)],
)
def test_the_whole_index_is_only_for_who_leads_every_client(cast, roles, expected):
    """Seen by which clients the full-text query names, as SQLite puts it together."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's index has the client in each entry")
    clients = (cast.fornello, cast.okafor, cast.juniper)
    seats = [OwnSeat(role, client) for role, client in zip(roles.split(), clients, strict=False)]
    limit = text(f"SELECT {clients_in_sqlite(0)}")
    asked = db.session.scalar(limit, {"led": clients_led(seats), "clients0": "named"})
    assert asked == ("" if expected else "named")


def test_a_comment_is_quoted_about_the_word(cast, dana):
    task = a_task(cast.fornello, cast.dana)
    a_comment(task, cast.marco, body="word " * 60 + "then the kingfisher\ncame " + "and went " * 60)
    [said] = found(dana, "kingfish")["Comments"]
    assert said.startswith("…word word then the kingfisher came and went")
    assert said.endswith("…") and len(said) < 130
    link = dana.get("/search?q=kingfish").one("#search-results a")
    assert link["href"] == f"/clients/fornello-pizza/tasks/{task.number}#task-{task.number}-comment-1"


def test_the_palette_gets_options(cast, dana):
    a_task(cast.fornello, cast.dana, title="Oven")
    answer = dana.get("/search?q=oven", htmx=True)
    assert answer.one("[role=option][aria-selected=true]")["id"] == "palette-option-0"
    assert answer.one("#palette-results")["data-announcement"] == "One thing found"
    assert not answer.soup.select("h1, form")


def test_a_stranger_signs_in_first(cast, visit):
    assert "/sign-in" in visit().get("/search?q=oven", status=303).location
    assert visit().get("/search?q=oven", status=401, htmx=True)


def test_markup_in_text_is_escaped(cast, dana):
    a_task(cast.fornello, cast.dana, title="<b>Oven</b> & “co”")
    page = dana.get("/search", query_string={"q": "<b>oven"})
    assert page.words("#search-results .name") == "<b>Oven</b> & “co”"
    assert page.one("#search-words")["value"] == "<b>oven"


@pytest.mark.parametrize("who", ["adaeze", "rosa", "ash"])
def test_a_hidden_word_looks_like_no_word_at_all(herons, request, who):
    """The same markup and the same queries, whether no row has the word or only a draft or another client’s row."""
    a_goal(herons.fornello, herons.dana, title="Kingfisher", approval_state=ApprovalState.DRAFT)
    visitor, seen = request.getfixturevalue(who), []
    for word in ("kingfisher", "nosuchword"):
        with counted() as asked:
            page = visitor.get("/search", query_string={"q": word})
        seen.append((A_TOKEN.sub("", page.html).replace(word, "WORD"), asked))
    assert seen[0] == seen[1]
    assert not [statement for statement in seen[0][1] if not statement.startswith(("SELECT", "WITH"))]


def test_the_rows_of_all_groups_are_one_statement(herons, dana):
    with counted() as asked:
        dana.get("/search?q=heron")
    assert len([statement for statement in asked if "words_of" in statement]) == 1
    assert len(asked) == 4, "the session, the reader's seats, what is found, and people"


def test_the_old_address_leads_to_the_new_one(dana):
    answer = dana.get("/jump?q=caf%C3%A9&_external=yes", status=301)
    assert answer.location == "/search?q=caf%C3%A9"
    assert dana.get("/jump", status=301).location == "/search"
