"""One change of several tasks, some hidden from some readers: others undo what they see, its author all."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_task
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models.statuses import ApprovalState, Visibility


@pytest.fixture
def three(cast, goal):
    """A task for everybody, one for CEO and COO, and one in a draft."""
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    return [
        a_task(cast.fornello, cast.dana, "Clean the oven", goal=goal),
        a_task(cast.fornello, cast.dana, "Talk about pay", goal=goal, visibility=Visibility.LEADS),
        a_task(cast.fornello, cast.dana, "Ask what it is worth", goal=draft),
    ]


@pytest.fixture
def done(dana, three):
    """The id of the change that marked all three done."""
    return dana.post(
        f"{HOME}/tasks/many", do="status", status="done", task=[str(task.number) for task in three]
    ).changed


def statuses(tasks):
    return [task.status == "done" for task in tasks]


def offers(visitor, page):
    forms = visitor.get(page).soup.select("form[action*='/undo/']")
    return [form["action"].split("?")[0].rsplit("/", 1)[1] for form in forms]


def test_its_author_undoes_and_redoes_all_of_it(dana, three, done):
    undone = dana.post(f"{HOME}/undo/{done}").changed
    assert statuses(three) == [False] * 3
    dana.post(f"{HOME}/undo/{undone}")
    assert statuses(three) == [True] * 3
    assert dana.get(f"{HOME}/history").text.count("moved three tasks to Done") == 2


@pytest.mark.parametrize(("who", "left"), [("rosa", [False, True, True]), ("marco", [False, False, True])])
def test_others_undo_what_they_see(request, dana, three, done, who, left):
    visitor = request.getfixturevalue(who)
    (offered,) = offers(visitor, at(three[0]))
    visitor.post(f"{HOME}/undo/{offered}")
    assert statuses(three) == left
    assert offers(visitor, at(three[0])) != [offered]
    dana.post(f"{HOME}/undo/{done}")
    assert statuses(three) == [False] * 3, "what is left of it can still be undone"
    assert "undone already" in dana.post(f"{HOME}/undo/{done}", 422).text


def test_the_hidden_part_has_no_address_for_others(rosa, marco, three, done):
    lines = db.session.query(Event).filter_by(action="task_status_changed").order_by(Event.id)
    shared, for_leads, in_draft = [line.change_set_id for line in lines]
    rosa.post(f"{HOME}/undo/{in_draft[:-1]}x", 303)
    assert statuses(three) == [False, True, True], "a name that is guessed reaches no further"
    assert len({shared, for_leads, in_draft}) == 3
    marco.post(f"{HOME}/undo/{in_draft}", 303)
    assert statuses(three) == [False, False, True]


def test_a_move_out_of_a_draft_takes_no_undo_from_the_other_tasks(cast, dana, marco, goal, three):
    """The goal that one of them left is hidden from Marco; the inbox, which another left, is not."""
    loose = a_task(cast.fornello, cast.dana, "Order flour")
    moved = [str(loose.number), str(three[2].number)]
    dana.post(f"{HOME}/tasks/many", do="goal", goal=goal.number, task=moved)
    (offered,) = offers(marco, at(loose))
    assert not offers(marco, at(three[2]))
    marco.post(f"{HOME}/undo/{offered}")
    assert loose.goal_id is None and three[2].goal_id == goal.id
