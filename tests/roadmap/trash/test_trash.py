"""The trash: its records count nowhere, are restored where they were, and are deleted after thirty days."""

from datetime import timedelta

import pytest

from tests.query_counter import counted
from tests.world import a_comment, a_goal, a_step, a_task, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db, writing
from tracker.history.models import Event
from tracker.ops import purge_trash
from tracker.roadmap.models import Comment, Goal, Step, Task, TaskDependency

HOME = "/clients/fornello-pizza"


def titles(model):
    db.session.expire_all()
    return [
        row.title for row in db.session.scalars(db.select(model).order_by(model.id)) if row.trashed_at is None
    ]


def test_a_task_is_trashed_and_restored_where_it_was(dana, cast, goal):
    for name in ("One", "Two", "Three"):
        a_task(cast.fornello, cast.dana, name, goal=goal)
    gone = dana.swap(f"{HOME}/tasks/2/trash")
    assert gone.parts["task-2"]["hx-swap"] == "delete" and "0 of 2" in gone.parts["goal-1-progress"].text
    assert gone.words("#toast span") == "Moved to the trash"
    assert dana.get(f"{HOME}/tasks/2", 404).status == 404
    assert "Two" in dana.get(f"{HOME}/trash").words("#task-2-in-trash")
    back = dana.swap(f"{HOME}/tasks/2/restore")
    assert "empty" in back.parts["trash"].text and back.one("#toast-undo")
    assert [row.a.text for row in dana.get(f"{HOME}/").soup.select("#goal-1-tasks .task .title")] == [
        "One",
        "Two",
        "Three",
    ]


def test_a_goal_takes_its_tasks_along(dana, cast, goal, task):
    alone = a_task(cast.fornello, cast.dana, "Thrown away before", goal=goal)
    dana.post(f"{HOME}/tasks/{alone.number}/trash")
    assert dana.post(f"{HOME}/goals/1/trash").location == f"{HOME}/"
    assert (titles(Goal), titles(Task)) == ([], [])
    lying = dana.get(f"{HOME}/trash")
    assert "with one task" in lying.words("#goal-1-in-trash") and not lying.soup.select("#task-1-in-trash")
    said = dana.swap(f"{HOME}/tasks/{alone.number}/restore", 422).text
    assert "which is in the trash. Restore that first." in said
    dana.post(f"{HOME}/goals/1/restore")
    assert (titles(Goal), titles(Task)) == ([goal.title], [task.title])


def test_steps_and_comments(dana, marco, rosa, cast, task):
    a_step(task, cast.dana), a_comment(task, cast.marco), a_comment(task, cast.rosa, "Second")
    assert rosa.post(f"{HOME}/tasks/1/comments/1/trash", 403).status == 403
    assert marco.post(f"{HOME}/tasks/1/comments/2/trash", 403).status == 403
    answer = marco.swap(f"{HOME}/tasks/1/comments/1/trash", at="panel")
    assert "31 steps" not in answer.parts["task-1-panel-discussion"].text and task.comment_count == 1
    dana.swap(f"{HOME}/tasks/1/steps/1/trash", at="panel")
    assert not dana.get(f"{HOME}/tasks/1").soup.select(".steps > li")
    lying = dana.get(f"{HOME}/trash").text
    assert "“31 steps, which is too many.”" in lying and "Shadow Rosa" in lying
    dana.post(f"{HOME}/tasks/1/comments/1/restore"), dana.post(f"{HOME}/tasks/1/steps/1/restore")
    assert task.comment_count == 2 and "Shadow Rosa" in dana.get(f"{HOME}/tasks/1").text


def test_a_comment_after_one_that_was_removed_has_a_number_of_its_own(rosa, dana, cast, task):
    a_comment(task, cast.rosa), a_comment(task, cast.rosa, "Second")
    rosa.post(f"{HOME}/tasks/1/comments/1/trash")
    rosa.post(f"{HOME}/tasks/1/comments", body="Third")
    assert [said.number for said in db.session.scalars(Comment.of(task))] == [2, 3]


def test_a_removed_comment_is_shown_to_people_who_may_restore_it(dana, marco, cast, task):
    a_comment(task, cast.dana, "Said too early")
    dana.post(f"{HOME}/tasks/1/comments/1/trash")
    assert "Said too early" in dana.get(f"{HOME}/trash").text
    assert "Said too early" not in marco.get(f"{HOME}/trash").text


def test_the_team_trashes_its_own_tasks_while_nobody_else_commented(rosa, vera, cast, task, roses):
    assert rosa.post(f"{HOME}/tasks/1/trash", 403).status == 403
    assert vera.post(f"{HOME}/tasks/2/trash", 403).status == 403
    assert rosa.post(f"{HOME}/goals/1/trash", 403).status == 403
    assert rosa.get(f"{HOME}/trash", 403).status == 403
    a_comment(roses, cast.marco)
    assert rosa.post(f"{HOME}/tasks/2/trash", 403).status == 403
    db.session.scalars(Comment.of(roses)).one().put_in_trash(roses, cast.marco)
    db.session.commit()
    assert rosa.get(f"{HOME}/tasks/2").one("#task-2-panel-trash")
    rosa.post(f"{HOME}/tasks/2/trash")
    assert titles(Task) == [task.title]


def test_others_find_nothing(adaeze, dana, goal, task, elsewhere):
    for path in ("tasks/1/trash", "goals/1/trash", "tasks/1/restore", "trash"):
        assert adaeze.http.get(f"{HOME}/{path}").status_code in (404, 405)
        assert adaeze.post(f"{HOME}/{path}", expect=None).status in (404, 405)
    assert dana.post(f"{HOME}/tasks/1/restore", 404).status == 404
    assert dana.post(f"{HOME}/tasks/99/trash", 404).status == 404


def test_a_draft_in_the_trash_is_for_coos_only(dana, marco, cast):
    secret = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    a_task(cast.fornello, cast.dana, "Call the broker", goal=secret)
    dana.post(f"{HOME}/goals/{secret.number}/trash")
    assert "Sell the shop" in dana.get(f"{HOME}/trash").text
    assert "Sell" not in marco.get(f"{HOME}/trash").html
    assert marco.post(f"{HOME}/goals/{secret.number}/restore", 404).status == 404


def test_a_task_is_trashed_from_the_drawer_and_restored(dana, task):
    gone = dana.swap(f"{HOME}/tasks/1/trash", at="drawer")
    assert "in the trash" in gone.parts["drawer"].text
    fields = {tag["name"]: tag["value"] for tag in gone.soup.select("#toast form [name=at]")}
    back = dana.swap(gone.one("#toast form")["action"], **fields)
    assert back.parts["drawer"].select_one("#task-1-panel h1") and task.trashed_at is None
    assert dana.swap(f"{HOME}/tasks/1/trash", 204, at="panel").elsewhere == f"{HOME}/"


@pytest.fixture
def old(cast, goal, task):
    """A goal with a task, and a step and a comment of another task, trashed 31 days ago."""
    step, said, other = (
        a_step(task, cast.dana),
        a_comment(task, cast.rosa),
        a_task(cast.fornello, cast.dana, "Stays"),
    )
    TaskDependency.add(other, task, cast.dana)
    old_step, old_word = a_step(other, cast.dana, "Secret step"), a_comment(other, cast.rosa)
    other.move_to_goal(goal, cast.dana), other.move_to_goal(None, cast.dana)
    goal.put_in_trash(cast.dana)
    old_step.put_in_trash(other, cast.dana), old_word.put_in_trash(other, cast.dana)
    db.session.commit()
    for row in (goal, task, old_step, old_word):
        set_columns(row, trashed_at=clock.now() - timedelta(days=31))
    return step, said, other


def tidy():
    db.session.rollback()
    before = writing.set(True)
    said = purge_trash.purge()
    writing.reset(before)
    return said


def test_after_thirty_days_it_is_gone_for_good(cast, old):
    assert tidy() == "Deleted for good: two comments, two steps, one task and one goal."
    assert (titles(Goal), titles(Task)) == ([], ["Stays"])
    for model in (Step, Comment, TaskDependency):
        assert not db.session.scalars(db.select(model)).all()
    told = [line.details for line in db.session.scalars(db.select(Event).where(Event.task_id.isnot(None)))]
    assert told and "Secret step" not in str(told) and "New hires" not in str(told)
    assert tidy() == purge_trash.NOTHING_OLD


def test_live_tasks_of_a_deleted_goal_go_to_the_inbox(cast, dana, goal, task):
    """No button creates this state, but a database may contain it, and the rest must still be deleted."""
    step, said = a_step(task, cast.dana), a_comment(task, cast.rosa)
    younger, gone = (a_task(cast.fornello, cast.dana, title, goal=goal) for title in ("Younger", "Gone"))
    TaskDependency.add(task, gone, cast.dana), TaskDependency.add(gone, younger, cast.dana)
    db.session.commit()
    set_columns(goal, trashed_at=clock.now() - timedelta(days=31))
    set_columns(younger, trashed_at=clock.now() - timedelta(days=2))
    set_columns(gone, trashed_at=clock.now() - timedelta(days=31))
    assert tidy() == "Deleted for good: two tasks and one goal."
    db.session.refresh(task)
    assert (task.goal_id, task.trashed_at) == (None, None)
    page = dana.get(f"{HOME}/tasks/{task.number}").text
    assert step.title in page and said.body in page
    assert tidy() == purge_trash.NOTHING_OLD


def test_younger_records_are_kept(cast, goal, task):
    goal.put_in_trash(cast.dana)
    db.session.commit()
    set_columns(goal, trashed_at=clock.now() - timedelta(days=29))
    assert tidy() == purge_trash.NOTHING_OLD and db.session.scalars(db.select(Goal)).one()


def test_the_page_needs_few_queries(dana, cast, goal):
    for number in range(30):
        each = a_task(cast.fornello, cast.dana, f"Task {number}", goal=goal)
        each.put_in_trash(cast.dana)
    db.session.commit()
    with counted() as asked:
        dana.get(f"{HOME}/trash")
    assert len(asked) <= 12, asked


def test_records_older_than_thirty_days_cannot_be_restored(dana, cast, goal, task):
    """Deletion waits for the next start of the service; what the page promises does not."""
    step, said, other = (
        a_step(task, cast.dana),
        a_comment(task, cast.dana),
        a_task(cast.fornello, cast.dana, "Old"),
    )
    paths = ("tasks/2", "tasks/1/steps/1", "tasks/1/comments/1", "goals/1")
    for path in paths:
        dana.post(f"{HOME}/{path}/trash")
    assert len(dana.get(f"{HOME}/trash").soup.select("#trash li")) >= 2
    for row in (step, said, other, goal, task):
        set_columns(row, trashed_at=clock.now() - timedelta(days=31))
    assert "The trash is empty." in dana.get(f"{HOME}/trash").text
    for path in ("tasks/1", "tasks/2", "goals/1"):
        dana.post(f"{HOME}/{path}/restore", 404)
    set_columns(goal, trashed_at=None), set_columns(task, trashed_at=None)
    for path in paths[:3]:
        dana.post(f"{HOME}/{path}/restore", 404)


def test_the_page_says_who_would_read_a_restored_step_for_the_first_time(dana, marco, rosa, cast, task):
    """A step removed while its task was for CEO and COO only, and the task has been shared since."""
    task.share("leads", by=cast.dana)
    step = a_step(task, cast.dana, "Rosa is paid 41,000")
    dana.post(f"{HOME}/tasks/1/steps/{step.number}/trash")
    assert "shows it to" not in marco.get(f"{HOME}/trash").text
    dana.post(f"{HOME}/tasks/1/visibility", visibility="all")
    row = marco.get(f"{HOME}/trash").words(f"#task-1-step-{step.number}-in-trash")
    assert "Restoring it shows it to Rosa and Vera, who could not read it before." in row


def test_a_task_removed_in_a_draft_says_so_once_the_goal_is_proposed(dana, cast):
    goal = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    task = a_task(cast.fornello, cast.dana, "Value the ovens", goal=goal)
    dana.post(f"{HOME}/tasks/{task.number}/trash")
    dana.post(f"{HOME}/goals/{goal.number}/life", life="proposed")
    assert "shows it to Marco and two others" in dana.get(f"{HOME}/trash").words(
        f"#task-{task.number}-in-trash"
    )
