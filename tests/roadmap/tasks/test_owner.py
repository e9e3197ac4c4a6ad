"""A task's owner: a person with access, an outsider by name, or nobody yet."""

from tests.roadmap.people import a_second_rosa, at, event_count, history
from tests.world import seat_of


def test_dana_assigns_it_to_rosa_by_name(dana, cast, task):
    form = dana.get(at(task, "/owner?at=panel"), htmx=True).parts["task-1-panel-owner"]
    assert [option["value"] for option in form.select("select[name=owner] option")] == [
        "Dana Whitlock", "Marco Bellini", "Rosa Delgado", "Vera Lindqvist", "",
    ]  # fmt: skip

    answer = dana.swap(at(task, "/owner"), owner="rosa delgado", was_owner="", at="panel")
    assert task.owner_seat_id == seat_of(cast.rosa, cast.fornello).id
    assert "Rosa Delgado" in answer.parts["task-1-panel-owner"].text
    assert history(task, seat_of(cast.dana, cast.fornello))[-1] == "Dana assigned it to Rosa Delgado"


def test_a_form_sent_back_unchanged_keeps_what_another_person_chose(dana, marco, cast, task):
    dana.swap(at(task, "/owner"), owner="Rosa Delgado", was_owner="")
    marco.swap(at(task, "/owner"), owner="Marco Bellini", was_owner="Rosa Delgado")

    answer = dana.swap(at(task, "/owner"), owner="Rosa Delgado", was_owner="Rosa Delgado", at="panel")

    assert task.owner_seat_id == seat_of(cast.marco, cast.fornello).id
    assert "Marco Bellini" in answer.parts["task-1-panel-owner"].text


def test_an_address_means_the_person(dana, cast, task):
    dana.swap(at(task, "/owner"), owner="marco@fornello.example")
    assert task.owner_seat_id == seat_of(cast.marco, cast.fornello).id


def test_it_is_reassigned(dana, cast, task):
    for name in ("Rosa Delgado", "Marco Bellini", "outsider:Corewell", "Rosa Delgado", ""):
        answer = dana.swap(at(task, "/owner"), owner=name, at="panel")
        name = name.removeprefix("outsider:")
        assert (name or "Nobody yet") in answer.parts["task-1-panel-owner"].text
        assert (name or "It has no owner now") in answer.parts["announcement"].text


def test_an_outsider_is_marked_as_one(dana, task):
    dana.swap(at(task, "/owner"), owner_outsider="Corewell Payroll")
    assert (task.owner_seat_id, task.owner) == (None, "Corewell Payroll")
    dana.swap(at(task, "/owner"), owner="", was_owner="Corewell Payroll")
    assert task.owner == ""


def test_a_name_from_another_client_is_nobody_here(dana, task):
    words = {
        dana.swap(at(task, "/owner"), 422, owner=name)
        .parts["task-1-owner"]
        .select_one(".error")
        .text.replace(name, "…")
        for name in ("adaeze@okafor.example", "nobody@nowhere.example")
    }
    assert len(words) == 1 and task.owner == ""


def test_two_people_with_one_name_are_ambiguous(dana, cast, task):
    second = a_second_rosa(cast)
    part = dana.swap(at(task, "/owner"), 422, owner="Rosa Delgado", at="panel").parts["task-1-panel-owner"]
    assert "rosa@fornello.example) and" in part.select_one(".error").text
    assert part.select_one("[name=owner] option[selected]")["value"] == "Rosa Delgado"

    dana.swap(at(task, "/owner"), owner="rosa2@fornello.example")
    assert task.owner_seat_id == second.id


def test_it_works_without_scripts(dana, task):
    assert dana.get(at(task, "/owner")).one("#task-1-panel-owner [name=owner]")
    assert dana.post(at(task, "/owner"), owner="Rosa Delgado", at="panel").location == at(task)
    page = dana.post(at(task, "/owner"), 422, owner="x" * 121, at="panel")
    assert "Keep it to 120 characters." in page.words("#task-1-panel-owner .error")
    assert task.owner_seat_id is not None


def test_in_the_list_it_takes_its_place(dana, task):
    assert "task-1-owner" in dana.get(at(task, "/owner"), htmx=True).parts
    assert "Rosa Delgado" in str(dana.swap(at(task, "/owner"), owner="Rosa Delgado").parts["task-1"])


def test_a_task_reassigned_meanwhile_asks_first(dana, marco, task):
    marco.swap(at(task, "/owner"), owner="Rosa Delgado", was_owner="")
    answer = dana.swap(at(task, "/owner"), 409, owner_outsider="Ben Carter", was_owner="", at="panel")
    part = answer.parts["task-1-panel-owner"]
    assert "Ben Carter" in part.text and "Rosa Delgado" in part.text
    assert task.owner_name == ""


def test_the_same_person_again_is_no_change(dana, task):
    dana.swap(at(task, "/owner"), owner="Rosa Delgado")
    before = event_count()
    dana.swap(at(task, "/owner"), owner="rosa@fornello.example", was_owner="")
    assert event_count() == before


def test_who_may_not(rosa, vera, adaeze, task):
    rosa.get(at(task, "/owner"), 403)
    rosa.swap(at(task, "/owner"), 403, owner="Rosa Delgado")
    vera.swap(at(task, "/owner"), 403, owner="Vera Lindqvist")
    adaeze.swap(at(task, "/owner"), 404, owner="Adaeze Okafor")
    assert task.owner == ""
