"""Undo is offered only to people who may undo the change and see everything it affects."""

import pytest

from tests.query_counter import counted
from tests.roadmap.people import HOME, at
from tests.world import a_comment, a_goal, a_task
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Comment
from tracker.roadmap.models.statuses import ApprovalState, Visibility


def last_change(action):
    return db.session.query(Event).filter_by(action=action).order_by(Event.id.desc()).first().change_set_id


def offers(visitor, task):
    """The changes that can be undone from the task's page and from the history."""
    pages = [visitor.get(at(task))]
    if visitor.get(f"{HOME}/trash", None).status == 200:  # the team has no page of the whole history
        pages.append(visitor.get(f"{HOME}/history"))
    forms = [
        form["action"].split("?")[0] for page in pages for form in page.soup.select("form[action*='/undo/']")
    ]
    return {action.rsplit("/", 1)[1] for action in forms}


def test_undo_of_a_move_is_not_offered_if_the_old_goal_is_hidden(cast, dana, marco, goal):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, "Value the ovens", goal=draft)
    dana.post(at(task, "/goal"), goal=goal.number)
    change = last_change("task_goal_changed")
    assert change in offers(dana, task), "she sees both goals"
    assert change not in offers(marco, task)
    marco.post(f"{HOME}/undo/{change}", 404)


def test_only_the_last_of_two_changes_of_one_field_is_offered(dana, task):
    """Undoing the earlier one would be refused, until the later one is undone."""
    earlier = dana.post(at(task, "/due"), due="2026-12-11").changed
    later = dana.post(at(task, "/due"), due="2026-12-18", why="The lease first").changed
    dana.post(f"{HOME}/undo/{earlier}", 422)
    assert later in offers(dana, task) and earlier not in offers(dana, task)
    dana.post(f"{HOME}/undo/{later}")
    assert earlier in offers(dana, task)


def test_a_change_of_another_field_or_task_hides_no_undo(cast, dana, task):
    other = a_task(cast.fornello, cast.dana, "Order flour")
    moved = dana.post(at(task, "/due"), due="2026-12-11").changed
    dana.post(at(task, "/status"), status="done")
    dana.post(at(other, "/due"), due="2026-12-18")
    assert moved in offers(dana, task)


def test_what_is_in_the_trash_is_offered_only_its_restoring(dana, task):
    moved = dana.post(at(task, "/due"), due="2026-12-11").changed
    trashed = dana.post(at(task, "/trash")).changed
    page = dana.get(f"{HOME}/history")
    changes = {
        form["action"].split("?")[0].rsplit("/", 1)[1] for form in page.soup.select("form[action*='/undo/']")
    }
    assert trashed in changes and moved not in changes


def test_many_changes_cost_no_more_queries_than_one(cast, dana, task):
    def queries_of_history():
        with counted() as asked:
            dana.get(f"{HOME}/history")
        return len(asked)

    dana.post(at(task, "/due"), due="2026-12-11")
    one = queries_of_history()
    for day in range(12, 22):
        dana.post(at(a_task(cast.fornello, cast.dana, f"Task {day}"), "/due"), due=f"2026-12-{day}")
        dana.post(at(task, "/due"), due=f"2026-12-{day}", why="The lease first")
    assert queries_of_history() <= one


@pytest.mark.parametrize("verb", ["wait_for", "wait_no_more"])
def test_undo_of_a_dependency_is_not_offered_if_the_blocker_is_hidden(cast, dana, rosa, roses, verb):
    hidden = a_task(cast.fornello, cast.dana, "Sell the fryer", visibility=Visibility.LEADS)
    dana.post(at(roses, "/waits"), 303, before=hidden.number, other=hidden.number)
    if verb == "wait_no_more":
        dana.swap(f"{HOME}/undo/{last_change('task_dependency_added')}")
    change = last_change("task_dependency_added" if verb == "wait_for" else "task_dependency_removed")
    assert change in offers(dana, roses)
    assert change not in offers(rosa, roses)


def test_an_author_does_not_restore_what_the_coo_removed(cast, dana, rosa, marco, task):
    said = a_comment(task, cast.rosa, "Luca is a thief")
    dana.post(at(task, f"/comments/{said.number}/trash"))
    change = last_change("task_comment_trashed")
    assert change in offers(dana, task) and change not in offers(rosa, task)
    rosa.post(f"{HOME}/undo/{change}", 403)
    assert said.trashed_at is not None
    dana.swap(f"{HOME}/undo/{change}")
    assert db.session.get(Comment, said.id).trashed_at is None


def test_an_author_restores_what_they_removed_themselves(cast, rosa, task):
    said = a_comment(task, cast.rosa, "Luca is late")
    rosa.post(at(task, f"/comments/{said.number}/trash"))
    rosa.swap(f"{HOME}/undo/{last_change('task_comment_trashed')}")
    assert db.session.get(Comment, said.id).trashed_at is None


def test_a_ceo_does_not_take_their_comment_from_the_coos_trash(cast, dana, marco, task):
    said = a_comment(task, cast.marco, "Luca is a thief")
    dana.post(at(task, f"/comments/{said.number}/trash"))
    marco.post(at(task, f"/comments/{said.number}/restore"), 403)
    assert not marco.get(f"{HOME}/trash").soup.select("form[action*='/comments/']")
    dana.post(at(task, f"/comments/{said.number}/restore"))
    assert db.session.get(Comment, said.id).trashed_at is None
