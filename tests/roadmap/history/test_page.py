"""The client's history page: one line for each change its reader may see, with its undo beside it."""

from datetime import date, timedelta

import pytest

from tests.query_counter import counted
from tests.world import a_goal, a_task, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.history.actions import actions
from tracker.history.models import Event
from tracker.roadmap.history.filters import HistoryFilters, group_events

HOME = "/clients/fornello-pizza"
PAST = f"{HOME}/history"


def lines(page):
    return [" ".join(line.get_text(" ").split()) for line in page.soup.select(".history-list > li")]


def test_every_change_is_one_line_with_its_record(dana, cast, goal, task):
    dana.post(f"{HOME}/tasks/1/status", status="done")
    page = dana.get(PAST)
    first = page.soup.select_one(".history-list > li")
    assert (
        first.select_one(".history-list__sentence").text.strip()
        == "Dana moved “Write the closing checklist” from Not started to Done"
    )
    assert first.select_one("a")["href"] == f"{HOME}/tasks/1"
    assert page.soup.select_one("h3.day").text == "Today"
    assert any("added this client" in line for line in lines(page)) and any(
        "gave Rosa" in line for line in lines(page)
    )


def test_undo_is_beside_its_line_and_returns_to_the_page(dana, task):
    dana.post(f"{HOME}/tasks/1/status", status="done")
    form = dana.get(f"{PAST}?what=status").one(".history-list .undo")
    answer = dana.post(form["action"])
    assert answer.location == f"{PAST}?what=status" and task.status == "not_started"
    page = dana.get(PAST)
    struck = page.one(".history-list .undone")
    assert struck.s and "Undone" in struck.text and not struck.select(".undo")
    assert "(undo)" in lines(page)[0]
    assert dana.swap(page.soup.select_one(".history-list .undo")["action"], 204).elsewhere == PAST


def test_a_day_later_no_undo_is_offered(dana, task):
    dana.post(f"{HOME}/tasks/1/status", status="done")
    for event in db.session.scalars(db.select(Event)).all():
        set_columns(event, happened_at=event.happened_at - timedelta(days=1, minutes=1))
    page = dana.get(PAST)
    assert not page.soup.select(".undo") and page.soup.select_one("h3.day").text == "Yesterday"


def test_one_request_over_many_is_one_line(dana, cast, goal):
    for number in range(12):
        a_task(cast.fornello, cast.dana, f"Task {number}", goal=goal)
    numbers = [str(number) for number in range(1, 13)]
    dana.post(f"{HOME}/tasks/many", task=numbers, do="status", status="done")
    page = dana.get(PAST)
    assert "Dana moved 12 tasks to Done" in lines(page)[0]
    dana.post(page.soup.select_one(".history-list .undo")["action"])
    assert "Dana moved 12 tasks to Not started (undo)" in lines(dana.get(PAST))[0]


def test_it_can_be_filtered_by_person_kind_and_goal(dana, marco, cast, goal, task):
    a_goal(cast.fornello, cast.dana, "Second oven")
    marco.post(f"{HOME}/tasks/1/due", due="2026-12-11")
    dana.post(f"{HOME}/goals/2/status", status="watch")
    assert lines(dana.get(f"{PAST}?what=dates")) == [lines(dana.get(f"{PAST}?who=2"))[0]]
    assert "Marco set the date" in lines(dana.get(f"{PAST}?who=2"))[0]
    assert len(lines(dana.get(f"{PAST}?goal=2"))) == 2
    assert "Nothing of that kind" in dana.get(f"{PAST}?who=2&what=words").text
    for strange in (
        "?who=x&what=y&goal=-1&until=9&skip=z",
        "?until=99999999999999999999",
        "?goal=999",
        "?who=0",
    ):
        assert dana.get(PAST + strange).status == 200


def test_history_of_drafts_is_for_coos(dana, marco, cast):
    secret = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="proposed")
    under = a_task(cast.fornello, cast.dana, "Call the broker", goal=secret)
    other = a_task(cast.fornello, cast.dana, "Count the tills", goal=secret)
    dana.post(f"{HOME}/tasks/{other.number}/goal", goal="")
    assert "Sell the shop" in marco.get(PAST).text
    dana.post(f"{HOME}/goals/1/life", life="draft")
    dana.post(f"{HOME}/tasks/{under.number}/status", status="done")
    seen = marco.get(PAST).html + marco.get(f"{HOME}/tasks/{other.number}").html
    assert "Sell" not in seen and "broker" not in seen
    assert "Sell the shop" in dana.get(PAST).text and "broker" in dana.get(PAST).text


def test_only_a_coo_undoes_a_change_of_a_draft(dana, marco, cast):
    draft = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state="draft")
    change = dana.post(f"{HOME}/goals/{draft.number}/status", status="on_track").changed
    assert marco.post(f"{HOME}/undo/{change}", 404).status == 404
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    assert marco.post(f"{HOME}/undo/{change}", 404).status == 404


def test_the_team_cannot_undo_changes_of_work_it_may_not_see_or_edit(dana, rosa, cast, task):
    edit = dana.post(f"{HOME}/tasks/1", title="Another").changed
    health = dana.post(f"{HOME}/health", health="watch").changed
    assert rosa.post(f"{HOME}/undo/{edit}", 403).status == 403
    assert rosa.post(f"{HOME}/undo/{health}", 404).status == 404
    dana.post(f"{HOME}/tasks/1/visibility", visibility="leads")
    assert rosa.post(f"{HOME}/undo/{edit}", 404).status == 404


@pytest.mark.parametrize(("who", "status"), [("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)])
def test_who_may_not_open_the_page(request, who, status):
    assert request.getfixturevalue(who).get(PAST, status).status == status


def test_earlier_continues_where_the_page_ended(dana, cast, goal):
    for number in range(120):
        a_task(cast.fornello, cast.dana, f"Task {number}", goal=goal)
    moment = clock.now() - timedelta(days=2)
    for event in db.session.scalars(db.select(Event).where(Event.task_id.isnot(None)).limit(70)).all():
        event.happened_at, event.change_set_id = moment, f"change-{event.id}-a"
    db.session.commit()
    seen, page = [], dana.get(PAST)
    while link := page.soup.select_one("#history-earlier"):
        assert len(lines(page)) == 50
        seen, page = seen + lines(page), dana.get(link["href"])
    seen += lines(page)
    assert len(seen) == db.session.query(Event).filter_by(client_id=cast.fornello.id).count()
    assert len({line for line in seen if "“Task " in line}) == 120


def test_ten_thousand_lines_need_no_more_queries(dana, cast, goal, task):
    row = {"client_id": cast.fornello.id, "actor_id": cast.dana.id, "actor_name": cast.dana.name,
           "goal_id": goal.id, "task_id": task.id}  # fmt: skip
    story = [
        {**row, "action": "task_title_changed", "details": {"previous": "A", "current": f"B{number}"},
         "happened_at": clock.now() - timedelta(minutes=number), "undone_at": None, "change_set_id": f"change-{number}"}
        for number in range(10_000)
    ]  # fmt: skip
    db.session.execute(Event.__table__.insert(), story)
    db.session.commit()
    with counted() as asked:
        dana.get(PAST)
    assert len(asked) <= 12, asked


def test_every_action_has_a_category(app):
    everything = {
        action
        for what in ("status", "dates", "people", "things", "words")
        for action in actions().in_category(what)
    }
    assert {
        "task_status_changed",
        "goal_trashed",
        "vision_changed",
        "seat_given",
        "task_step_done",
    } <= everything


def test_invalid_parts_of_an_address_are_ignored():
    asked = HistoryFilters.of(
        {"who": "3", "what": "dates", "goal": "x", "until": "1763760000123456", "skip": "2"}
    )
    assert (asked.who, asked.what, asked.goal, asked.skip) == (3, "dates", None, 2)
    assert asked.until.date() == date(2025, 11, 21) and asked.until.microsecond == 123456
    assert group_events([], 50) == ([], 0)


def test_a_kind_of_work_is_worded_for_its_reader(dana, marco, task):
    dana.post(f"{HOME}/tasks/1/kind", kind="strategy")
    assert any("made “Write the closing checklist” strategy work" in line for line in lines(dana.get(PAST)))
    dana.post(f"{HOME}/tasks/1/kind", kind="build")
    assert any("made “Write the closing checklist” build work" in line for line in lines(dana.get(PAST)))
    assert any("made “Write the closing checklist” building work" in line for line in lines(marco.get(PAST)))
