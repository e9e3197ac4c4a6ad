"""A file with tasks for CEO and COO only."""

import pytest

from tests.imports.files import a_csv
from tests.world import a_task, seat_of
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.imports.models import ImportRun
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
def test_a_task_is_not_assigned_to_a_person_who_cannot_see_it(importer, rosa, owner):
    file = a_file(["Let Luca go", owner, "leads", "1"])
    assert LEFT in importer.preview(file, "plan.csv").text
    assert LEFT in importer.apply(file, "plan.csv").text
    task = the_task()
    assert task.is_for_leads and task.owner_seat_id is None and task.owner_name == ""
    assert "Luca" not in rosa.get("/clients/fornello-pizza/mine", None).text


def test_a_task_is_assigned_to_a_person_who_can_see_it(importer, cast):
    importer.apply(
        a_file(["Let Luca go", "Marco", "leads", "1"], ["Order flour", "Rosa", "all", "2"]), "plan.csv"
    )
    assert the_task().owner_seat_id == seat_of(cast.marco, cast.fornello).id
    assert the_task("Order flour").owner_seat_id == seat_of(cast.rosa, cast.fornello).id


def test_a_later_file_does_not_assign_it_to_them_either(importer, dana, cast):
    importer.apply(a_file(["Let Luca go", "Marco", "all", "1"]), "plan.csv")
    dana.post(f"/clients/fornello-pizza/tasks/{the_task().number}/visibility", visibility="leads")
    page = importer.apply(a_file(["Let Luca go", "Rosa", "all", "1"]), "later.csv")
    assert LEFT in page.text
    assert the_task().owner_seat_id == seat_of(cast.marco, cast.fornello).id


def test_the_preview_of_a_file_for_leads_does_not_say_that_all_will_see_it(importer):
    page = importer.preview(a_file(["Let Luca go", "", "leads", "1"]), "plan.csv")
    assert "Marco (CEO) will see what is imported." in page.text


def test_tasks_for_leads_in_a_mixed_file_are_counted(importer):
    rows = ["Let Luca go", "", "leads", "1"], ["Order flour", "", "all", "2"]
    said = "Marco (CEO) and 2 others will see what is imported, but for 1 task that only the CEO and the COO see."
    assert said in importer.preview(a_file(*rows), "plan.csv").text


def test_a_change_of_a_task_for_leads_is_read_by_leads_only(importer, dana, cast):
    importer.apply(a_file(["Let Luca go", "", "leads", "1"]), "plan.csv")
    a_task(cast.fornello, cast.dana, "Another", visibility=Visibility.ALL)
    page = importer.preview(a_file(["Let Luca stay", "", "leads", "1"]), "later.csv")
    assert "Marco (CEO) will see what is imported." in page.text


def see(task, who):
    return who.get(f"/clients/fornello-pizza/tasks/{task.number}", None).status == 200


def test_the_preview_says_when_a_file_hides_a_shared_task(importer, dana, marco, rosa):
    importer.apply(a_file(["Order flour", "", "all", "1"]), "plan.csv")
    later = a_file(["Let Luca go", "", "leads", "1"])
    page = importer.preview(later, "later.csv")
    assert "title: “Let Luca go”" in page.text and "seen by: CEO and COO only" in page.text
    importer.apply(later, "later.csv")
    task = the_task()
    assert task.is_for_leads and see(task, marco) and not see(task, rosa)
    assert "Luca" not in rosa.get("/clients/fornello-pizza/").text
    assert "kept “Let Luca go” between CEO and COO" in marco.get("/clients/fornello-pizza/history").text


def test_after_the_undo_everybody_sees_the_task_again(importer, dana, rosa):
    importer.apply(a_file(["Order flour", "", "all", "1"]), "plan.csv")
    page = importer.apply(a_file(["Let Luca go", "", "leads", "1"]), "later.csv")
    dana.post(page.one("form[action*=undo]")["action"], at="import")
    task = the_task("Order flour")
    assert "Luca" not in rosa.get(f"/clients/fornello-pizza/tasks/{task.number}").text


def test_a_file_never_shows_a_task_to_more_people(importer, dana, rosa):
    importer.apply(a_file(["Let Luca go", "", "leads", "1"]), "plan.csv")
    later = a_file(["Let Luca go", "", "all", "1"])
    said = "“Let Luca go” is still seen by CEO and COO only; the file says everyone with access."
    assert said in importer.preview(later, "later.csv").text
    assert said in importer.apply(later, "later.csv").text
    assert the_task().is_for_leads and not see(the_task(), rosa)


def test_a_task_shared_here_stays_shared_and_the_preview_says_so(importer, dana, rosa):
    file = a_file(["Order flour", "", "leads", "1"])
    importer.apply(file, "plan.csv")
    dana.post(f"/clients/fornello-pizza/tasks/{the_task('Order flour').number}/visibility", visibility="all")
    said = "“Order flour” is still seen by everyone with access; the file says CEO and COO only."
    assert said in importer.preview(file, "plan.csv").text
    importer.apply(file, "plan.csv")
    assert see(the_task("Order flour"), rosa)


@pytest.mark.parametrize("how", ["owner", "waiting"])
def test_a_file_hides_no_task_from_its_owner(importer, dana, rosa, how):
    importer.apply(a_file(["Order flour", "Rosa" if how == "owner" else "", "all", "1"]), "plan.csv")
    number = the_task("Order flour").number
    if how == "waiting":
        dana.post(f"/clients/fornello-pizza/tasks/{number}/status", status="waiting", waiting_on="Rosa")
    page = importer.apply(
        a_file(["Order flour", "Rosa" if how == "owner" else "", "leads", "1"]), "later.csv"
    )
    assert "“Order flour” is still seen by everyone with access; the file says CEO and COO only." in page.text
    assert see(the_task("Order flour"), rosa)


def test_a_file_without_the_column_changes_no_visibility(importer, dana):
    importer.apply(a_file(["Let Luca go", "", "leads", "1"]), "plan.csv")
    page = importer.preview(a_csv(["Goal", "Task", "Id"], ["", "Let Luca go", "1"]), "later.csv")
    assert "seen by" not in page.text and "Nothing would change" in page.text


def return_as(cast, seat, role):
    """The person leaves, and is given access again in this role."""
    seat.end(by=cast.dana)
    again = Seat.give(cast.fornello, seat.person, role, by=cast.dana)
    db.session.commit()
    return again


def test_an_undone_import_leaves_no_work_with_an_ended_access(importer, dana, cast):
    """A file hid Marco's task and gave him Rosa's. Both left since, and came back in the team."""
    importer.apply(
        a_file(["Let Luca go", "Marco", "all", "1"], ["Order flour", "Rosa", "all", "2"]), "plan.csv"
    )
    importer.apply(
        a_file(["Let Luca go", "Marco", "leads", "1"], ["Order flour", "Marco", "all", "2"]), "later.csv"
    )
    marco, rosa = (return_as(cast, seat_of(who, cast.fornello), Role.TEAM) for who in (cast.marco, cast.rosa))
    assert the_task().owner_seat_id != marco.id and the_task("Order flour").owner_seat_id == marco.id
    run = db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()
    dana.post(f"/clients/fornello-pizza/undo/{run.result['change']}")
    task = the_task()
    assert not task.is_for_leads and task.owner_seat_id == marco.id
    assert the_task("Order flour").owner_seat_id == rosa.id
