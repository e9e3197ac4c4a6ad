"""A file with tasks that only CEO and COO see."""

import pytest

from tests.imports.files import a_csv
from tests.world import a_task, seat_of
from tracker.foundation.database import db
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import Visibility

COLUMNS = ["Goal", "Task", "Owner", "Seen by", "Id"]
LEFT = "“Let Luca go” is for CEO and COO only. Rosa can’t see it, so it is not assigned to Rosa."


def a_file(*rows):
    return a_csv(COLUMNS, *(["", *row] for row in rows))


def the_task(title="Let Luca go"):
    db.session.expire_all()
    return db.session.scalars(db.select(Task).where(Task.title == title)).one()


@pytest.mark.parametrize("owner", ["Rosa", "Rosa Delgado", "rosa@fornello.example"])
def test_it_is_not_given_to_who_cannot_see_it(importer, rosa, owner):
    file = a_file(["Let Luca go", owner, "leads", "1"])
    assert LEFT in importer.look(file, "plan.csv").text
    assert LEFT in importer.bring(file, "plan.csv").text
    task = the_task()
    assert task.is_for_leads and task.owner_seat_id is None and task.owner_name == ""
    assert "Luca" not in rosa.get("/clients/fornello-pizza/mine", None).text


def test_who_can_see_it_has_it(importer, cast):
    importer.bring(
        a_file(["Let Luca go", "Marco", "leads", "1"], ["Order flour", "Rosa", "all", "2"]), "plan.csv"
    )
    assert the_task().owner_seat_id == seat_of(cast.marco, cast.fornello).id
    assert the_task("Order flour").owner_seat_id == seat_of(cast.rosa, cast.fornello).id


def test_a_later_file_does_not_give_it_to_them_either(importer, dana, cast):
    importer.bring(a_file(["Let Luca go", "Marco", "all", "1"]), "plan.csv")
    dana.post(f"/clients/fornello-pizza/tasks/{the_task().number}/visibility", visibility="leads")
    page = importer.bring(a_file(["Let Luca go", "Rosa", "all", "1"]), "later.csv")
    assert LEFT in page.text
    assert the_task().owner_seat_id == seat_of(cast.marco, cast.fornello).id


def test_a_file_for_two_is_not_said_to_be_seen_by_all(importer):
    page = importer.look(a_file(["Let Luca go", "", "leads", "1"]), "plan.csv")
    assert "Marco (CEO) will see what is imported." in page.text


def test_what_is_for_two_among_the_rest_is_counted(importer):
    rows = ["Let Luca go", "", "leads", "1"], ["Order flour", "", "all", "2"]
    said = "Marco (CEO) and 2 others will see what is imported, but for 1 task that only the CEO and the COO see."
    assert said in importer.look(a_file(*rows), "plan.csv").text


def test_a_change_of_what_is_for_two_is_for_two(importer, dana, cast):
    importer.bring(a_file(["Let Luca go", "", "leads", "1"]), "plan.csv")
    a_task(cast.fornello, cast.dana, "Another", visibility=Visibility.ALL)
    page = importer.look(a_file(["Let Luca stay", "", "leads", "1"]), "later.csv")
    assert "Marco (CEO) will see what is imported." in page.text
