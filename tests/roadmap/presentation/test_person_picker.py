"""Every field for a person: owners, waiting, goals, bulk edit, filters and the add line."""

import pytest

from tests.roadmap.people import HOME, a_second_rosa, at, event_count
from tests.world import a_task, seat_of
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import Visibility


def names(part, group="Has access"):
    return [one.text for one in part.select(f'optgroup[label="{group}"] option')]


def chosen(part):
    return part.select_one("select option[selected]")["value"]


def wait(visitor, task, status, **sent):
    return (
        visitor.swap(at(task, "/status"), **{"status": "waiting", **sent})
        if status == 200
        else visitor.send(
            at(task, "/status"), status, {"status": "waiting", **sent}, headers={"HX-Request": "true"}
        )
    )


def test_waiting_on_a_first_name_is_that_person(dana, cast, task):
    wait(dana, task, 200, waiting_on="marco")
    assert task.waiting_seat_id == seat_of(cast.marco, cast.fornello).id


def test_several_are_offered_and_nothing_is_saved(dana, cast, task):
    other = a_second_rosa(cast)
    before = event_count()
    answer = wait(dana, task, 422, waiting_on="rosa")
    form = answer.parts["task-1-question-row"]
    assert "Two people here match “rosa”" in form.text
    assert names(form, "It may be") == [
        "Rosa Delgado (Team, rosa@fornello.example)",
        "Rosa Delgado (Team, rosa2@fornello.example)",
    ]
    assert chosen(form) == "rosa", "what was typed is still there, and is asked about again"
    assert (task.status, event_count()) == ("not_started", before)
    second = form.select('optgroup[label="It may be"] option')[1]["value"]
    wait(dana, task, 200, waiting_on=second)
    assert (second, task.waiting_seat_id) == (f"seat-{other.number}", other.id)


def test_nobody_is_offered_as_an_outsider(dana, task):
    form = wait(dana, task, 422, waiting_on="Corewell").parts["task-1-question-row"]
    button = form.select_one("[name=waiting_on_outsider]")
    assert (button["value"], button.get_text(strip=True)) == (
        "Corewell",
        "Add “Corewell” as someone without access",
    )
    wait(dana, task, 200, waiting_on="Corewell", waiting_on_outsider="Corewell")
    assert (task.waiting_seat_id, task.waiting_name) == (None, "Corewell")


def test_the_same_without_scripts(dana, cast, task):
    page = dana.send(at(task, "/status"), 422, {"status": "waiting", "waiting_on": "Corewell"}, headers=None)
    form = page.one("#task-1-question-panel")
    assert form.select_one("[name=waiting_on_outsider]")["value"] == "Corewell"
    assert form.select_one("[name=status]")["value"] == "waiting"
    dana.send(
        at(task, "/status"), 303, {"status": "waiting", "waiting_on_outsider": "Corewell"}, headers=None
    )
    assert task.waiting_on == "Corewell"


def test_a_goal_asks_the_same(dana, cast, goal):
    address = f"{HOME}/goals/{goal.number}/status"
    form = dana.send(address, 422, {"status": "waiting", "waiting_on": "Corewell"}, {"HX-Request": "true"})
    assert form.parts[f"goal-{goal.number}-question-row"].select_one("[name=waiting_on_outsider]")
    page = dana.send(address, 422, {"status": "waiting", "waiting_on": "Corewell"}, None)
    assert page.one(f"#goal-{goal.number}-question-row [name=waiting_on_outsider]")["value"] == "Corewell"
    dana.send(address, 303, {"status": "waiting", "waiting_on": "rosa"}, None)
    assert goal.waiting_seat_id == seat_of(cast.rosa, cast.fornello).id


def test_the_owner_field_asks_the_same(dana, cast, task):
    part = dana.swap(at(task, "/owner"), 422, owner="Corewell", at="panel").parts["task-1-panel-owner"]
    assert part.select_one("[name=owner_outsider]")["value"] == "Corewell"
    dana.swap(at(task, "/owner"), owner="marco")
    assert task.owner_seat_id == seat_of(cast.marco, cast.fornello).id
    dana.swap(at(task, "/owner"), owner="Marco Bellini", owner_outsider="Corewell")
    assert task.owner == "Corewell"


def test_the_list_has_everyone_you_first_and_outsiders_already_known(dana, cast, task):
    a_task(cast.fornello, cast.dana, "Payroll", owner="Corewell")
    for title in ("One", "Two"):
        a_task(cast.fornello, cast.dana, title, owner=seat_of(cast.rosa, cast.fornello))
    form = dana.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]
    assert names(form) == ["Dana Whitlock", "Rosa Delgado", "Marco Bellini", "Vera Lindqvist"]
    assert names(form, "Without access") == ["Corewell"]
    metas = {one.text: one["data-meta"] for one in form.select("option[data-initials]")}
    assert (metas["Dana Whitlock"], metas["Rosa Delgado"]) == ("COO, you", "Team · 2 open")
    dana.swap(at(task, "/owner"), owner=form.select('optgroup[label="Without access"] option')[0]["value"])
    assert (task.owner, task.owner_seat_id) == ("Corewell", None)
    assert chosen(dana.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]) == "outsider:Corewell"


def test_a_client_is_not_shown_how_much_others_have_to_do(marco, cast, task):
    a_task(cast.fornello, cast.dana, "One", owner=seat_of(cast.rosa, cast.fornello))
    form = marco.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]
    assert "open" not in " ".join(one["data-meta"] for one in form.select("option[data-initials]"))


def test_the_team_is_never_shown_an_address(rosa, cast, roses):
    a_second_rosa(cast)
    form = rosa.get(at(roses, "/owner"), htmx=True).parts[f"task-{roses.number}-owner"]
    assert "@" not in str(form)
    part = rosa.swap(at(roses, "/owner"), 422, owner="rosa").parts[f"task-{roses.number}-owner"]
    assert "@" not in str(part)


def test_from_one_rosa_to_the_other_is_a_change(dana, cast, task):
    second = a_second_rosa(cast)
    dana.swap(at(task, "/owner"), owner="rosa@fornello.example")
    dana.swap(at(task, "/owner"), owner=f"seat-{second.number}")
    assert task.owner_seat_id == second.id
    part = dana.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]
    assert chosen(part) == f"seat-{second.number}"


def test_an_owner_whose_access_ended_stays_until_somebody_else_is_chosen(dana, cast, task):
    seat = seat_of(cast.rosa, cast.fornello)
    task.assign(seat, by=cast.dana)
    seat.end(by=cast.dana)
    db.session.commit()
    form = dana.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]
    assert form.select_one("option[selected]")["data-meta"] == "Access ended"
    before = event_count()
    dana.swap(at(task, "/owner"), owner=chosen(form), was_owner=form.select_one("[name=was_owner]")["value"])
    assert (task.owner_seat_id, event_count()) == (seat.id, before)


def test_a_goal_form_keeps_typed_text(dana, cast, goal):
    address = f"{HOME}/goals/{goal.number}"
    page = dana.post(address, 422, title="Another title", owner="Corewell")
    assert page.one("[name=title]")["value"] == "Another title"
    assert page.one("[name=owner_outsider]")["value"] == "Corewell"
    dana.post(address, owner="", owner_outsider="Corewell")
    assert goal.owner == "Corewell"
    form = dana.get(f"{address}/edit")
    dana.post(address, title="Third title", owner=form.one("select[name=owner] option[selected]")["value"])
    assert (goal.title, goal.owner) == ("Third title", "Corewell")
    dana.post(f"{HOME}/goals", title="New", owner="rosa", span="", quarter="", form_key="one", life="draft")
    made = dana.get(f"{HOME}/").one(".goal:-soup-contains('New') > .row .avatar")
    assert made["title"] == "Rosa Delgado"


def test_bulk_edit_asks_the_same(dana, cast, task):
    bar = dana.swap(f"{HOME}/tasks/many", 422, do="owner", owner="Corewell", task="1").parts["bulk-edit-bar"]
    assert bar.select_one("[name=owner_outsider]")["value"] == "Corewell"
    dana.swap(f"{HOME}/tasks/many", do="owner", owner="rosa", task="1")
    assert task.owner_seat_id == seat_of(cast.rosa, cast.fornello).id
    dana.swap(f"{HOME}/tasks/many", do="owner", owner="", owner_outsider="Corewell", task="1")
    assert task.owner == "Corewell"


@pytest.mark.parametrize(
    ("asked", "found"), [("rosa", True), ("DELGADO", True), ("marco", False), ("Corewell", False)]
)
def test_the_road_map_is_filtered_by_a_name(dana, cast, task, asked, found):
    a_task(cast.fornello, cast.dana, "Fryer", owner=seat_of(cast.rosa, cast.fornello))
    page = dana.get(f"{HOME}/?owner={asked}")
    titles = [one.text for one in page.soup.select(".task .title a")]
    assert titles == (["Fryer"] if found else ["Write the closing checklist", "Fryer"])


def test_the_add_line_asks_without_showing_addresses_to_the_team(rosa, cast, goal):
    second = a_second_rosa(cast)
    answer = rosa.get(f"{HOME}/tasks/read?line=Call+the+bank+@rosa&goal=1", htmx=True)
    assert "@fornello" not in answer.html and f"@seat-{second.number}" in answer.html
    rosa.swap(f"{HOME}/tasks", title=f"Call the bank @seat-{second.number}", goal="1")
    assert goal.number == 1 and "Rosa Delgado" in rosa.get(f"{HOME}/").text


def test_the_add_line_offers_an_outsider(dana, goal):
    answer = dana.get(f"{HOME}/tasks/read?line=Hand+it+over+@corewell&goal=1", htmx=True)
    assert "Add “corewell” as someone without access" in answer.text


@pytest.mark.parametrize("name", ["Vera Lindqvist", "vera", "Rosa", "rosa@fornello.example"])
def test_somebody_with_access_is_never_an_outsider(dana, task, name):
    part = dana.swap(at(task, "/owner"), 422, owner_outsider=name, at="panel").parts["task-1-panel-owner"]
    assert "has access here" in part.text and task.owner == ""


def test_people_who_cannot_see_a_private_task_are_listed_but_disabled(dana, cast, task):
    task.share(Visibility.LEADS, by=cast.dana)
    db.session.commit()
    form = dana.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]
    hidden = form.select('optgroup[label="Can’t see it"] option')
    assert {one.text for one in hidden} == {"Rosa Delgado", "Vera Lindqvist"}
    assert all(one.has_attr("disabled") for one in hidden)
    assert {one["data-meta"] for one in hidden} == {"doesn’t see this task; share it first"}
    for sent in ({"owner_outsider": "Rosa"}, {"owner_outsider": "Rosa Delgado"}, {"owner": "Rosa Delgado"}):
        part = dana.swap(at(task, "/owner"), 422, at="panel", **sent).parts["task-1-panel-owner"]
        assert "Rosa does not see this task. Share it with everyone first." in part.text
    assert task.owner == ""


def test_a_viewer_is_said_to_read_only(dana, task):
    form = dana.get(at(task, "/owner"), htmx=True).parts["task-1-owner"]
    assert form.find("option", string="Vera Lindqvist")["data-meta"] == "Viewer, only reads"


@pytest.mark.parametrize("typed", ["Rosa", "Rosa Delgado", "R\u043esa Delgado"])
def test_a_name_that_is_refused_is_not_offered_again(dana, task, typed):
    """Without scripts the button would be refused in the same words for ever."""
    page = dana.post(f"{HOME}/tasks/1/owner", 422, owner="", owner_outsider=typed)
    assert "Rosa Delgado has access here" in page.text and "Add “" not in page.text
    assert page.one("[name=owner_outsider]").name == "input"
    again = dana.post(f"{HOME}/tasks/1/owner", 422, owner="R\u043esa Delgado")
    assert "as someone without access" not in again.text
