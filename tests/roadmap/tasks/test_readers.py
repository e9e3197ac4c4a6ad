"""The readers of each action: who may read its history, undo it and get live updates."""

from datetime import timedelta

import pytest

from tests.roadmap.people import HOME, last_change
from tests.world import a_goal, a_task, seat_of
from tracker.clients.models import Health
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.live_updates import changes
from tracker.roadmap.models import Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.roadmap.presentation.event_queries import readable_by

PAST, ONE = f"{HOME}/history", f"{HOME}/goals/1"


def just_before():
    return format(int((clock.now() - timedelta(seconds=5)).timestamp() * 1000), "x")


def asked(visitor, since):
    answer = visitor.http.get(f"{HOME}/news?since={since}", headers={"HX-Request": "true"})
    return answer.status_code, answer.get_data(as_text=True)


@pytest.fixture
def judged(dana):
    """The id of Dana's change of the health, with a reason that Marco may not read."""
    dana.post(f"{HOME}/health", health="step_in", health_reason="Marco avoids the numbers.")
    return last_change()


@pytest.fixture
def talked_over(cast, marco):
    a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.PROPOSED)
    marco.post(f"{ONE}/talk", why="I do not trust the figures.")
    return last_change()


def test_a_clients_health_and_its_reason_are_for_the_practice(dana, marco, judged):
    assert "Dana set the health to Step in: “Marco avoids the numbers.”" in dana.get(PAST).text
    for address in (PAST, f"{PAST}?what=status", f"{HOME}/letter", f"{HOME}/", f"{HOME}/vision"):
        page = marco.get(address)
        assert "health" not in page.text.lower() and "avoids" not in page.html, address


def test_a_change_one_may_not_read_cannot_be_undone(cast, dana, marco, rosa, judged):
    for visitor in (marco, rosa):
        assert visitor.post(f"{HOME}/undo/{judged}", 404)
        assert judged not in visitor.get(f"{HOME}/").html
    db.session.refresh(cast.fornello)
    assert cast.fornello.health == Health.STEP_IN
    dana.post(f"{HOME}/undo/{judged}")
    db.session.refresh(cast.fornello)
    assert cast.fornello.health == Health.SETTLING_IN
    assert "avoids" not in marco.get(PAST).html


def test_a_change_with_one_line_for_the_practice_is_for_the_practice(cast, dana, marco, judged):
    cast.fornello.write_vision("Two shops.", None, by=cast.dana)
    db.session.query(Event).filter_by(action="vision_changed").update({"change_set_id": judged})
    db.session.commit()
    assert "wrote the vision" in marco.get(PAST).text and judged not in marco.get(PAST).html
    assert judged in dana.get(PAST).html
    marco.post(f"{HOME}/undo/{judged}", 404)


def test_an_unknown_action_is_read_by_the_practice_only(cast, dana, marco):
    cast.fornello.record("client_margin_changed", cast.dana, current="4 %")
    db.session.commit()
    assert "Dana changed it" in dana.get(PAST).text and "Dana changed it" not in marco.get(PAST).text


def test_a_request_to_discuss_is_read_by_leads_only(dana, marco, rosa, vera, talked_over):
    for visitor in (dana, marco):
        page = visitor.get(ONE)
        assert "I do not trust the figures." in page.words("#goal-1-approval")
        assert "wants to discuss it first" in page.text
    for visitor in (rosa, vera):
        page = visitor.get(ONE)
        assert "Proposed, not agreed yet" in page.words("#goal-1-approval")
        assert "figures" not in page.html and "talk" not in page.words("#goal-history")


def test_a_request_to_discuss_causes_no_update_for_the_team(cast, marco, rosa, dana):
    a_goal(cast.fornello, cast.dana, "Pizzaiolo ladder", approval_state=ApprovalState.PROPOSED)
    db.session.query(Event).update({"happened_at": clock.now() - timedelta(hours=1)})
    db.session.commit()
    since = just_before()
    marco.post(f"{ONE}/talk", why="I do not trust the figures.")
    assert asked(rosa, since) == (204, "")
    assert "goal-1-head" in asked(dana, since)[1]


def test_an_undone_request_to_discuss_is_not_shown(cast, marco, rosa, dana, talked_over):
    before = rosa.get(ONE).words("#goal-history")
    marco.post(f"{HOME}/undo/{talked_over}")
    assert rosa.get(ONE).words("#goal-history") == before
    assert "withdrew the wish to discuss it first" in dana.get(ONE).words("#goal-history")
    marco.post(f"{HOME}/undo/{last_change()}")
    assert "Marco wants to discuss this first: “I do not trust the figures.”" in dana.get(ONE).words(
        "#goal-1-approval"
    )


def test_undoing_a_mistaken_proposal_restores_the_comment(dana, marco, talked_over):
    dana.post(f"{ONE}/life", life="proposed")
    dana.post(f"{HOME}/undo/{last_change()}")
    assert "“I do not trust the figures.”" in dana.get(ONE).words("#goal-1-approval")


def test_invitations_are_read_by_leads_and_access_changes_by_all(app, cast, dana):
    dana.post(f"{HOME}/people/invite", 200, name="Kim Lindgren", email="kim@fornello.example", role="viewer")
    for who, actions in {"marco": {"person_invited", "seat_given"}, "rosa": {"seat_given"}}.items():
        seat = seat_of(getattr(cast, who), cast.fornello)
        told = set(db.session.scalars(db.select(Event.action).where(readable_by(seat))))
        assert told & {"person_invited", "seat_given", "health_changed"} == actions


def test_a_ceo_sees_that_the_road_map_was_exported(dana, marco, task):
    dana.post(f"{HOME}/export", 200, kind="csv")
    assert "Dana exported the road map (CSV)" in marco.get(PAST).text


def test_the_team_reads_of_a_goal_without_the_count_of_hidden_tasks(cast, dana, rosa, marco, goal, task):
    a_task(cast.fornello, cast.dana, "Let Luca go", goal=goal, visibility=Visibility.LEADS)
    dana.post(f"{HOME}/goals/1/trash")
    dana.post(f"{HOME}/goals/1/restore")
    for visitor, said in ((dana, "with two tasks"), (marco, "with two tasks"), (rosa, "with one task")):
        assert said in visitor.get(ONE).words("#goal-history")


def test_many_hidden_changes_are_not_counted_for_others(cast, dana, marco, rosa, task):
    db.session.query(Event).update({"happened_at": clock.now() - timedelta(hours=1)})
    since = just_before()
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    for number in range(changes.RECORDS_AT_MOST + 1):
        Task.add(cast.fornello, f"Ask {number}", by=cast.dana, goal=draft)
        Task.add(cast.fornello, f"Tell {number}", by=cast.dana, visibility=Visibility.LEADS)
    db.session.commit()
    assert asked(rosa, since) == (204, "")
    assert "Others changed a lot here" in asked(marco, since)[1]
    db.session.query(Task).filter_by(visibility="leads").update({"goal_id": draft.id})
    db.session.commit()
    assert asked(marco, since) == (204, "")


def test_a_refused_undo_names_only_readable_work(cast, marco, dana, judged):
    cast.fornello.write_vision("Two shops.", None, by=cast.marco)
    db.session.commit()
    marco.post(f"{HOME}/vision", vision="Three shops.", vision_on="")
    change = last_change()
    dana.post(f"{HOME}/vision", vision="Four shops.", vision_on="")
    assert "wrote the vision: “Four shops.”" in marco.swap(f"{HOME}/undo/{change}", 422).text
