"""The templates of rows and of title rows do not escape by themselves: no text may become markup."""

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation.database import db
from tracker.roadmap.models import TaskDependency
from tracker.roadmap.models.statuses import Status, Visibility

EVIL = "<hr class=evil>\"onclick='&amp;"


@pytest.fixture
def hostile(cast, goal):
    """Tasks with such a text wherever a row shows one."""
    rows = [a_task(cast.fornello, cast.dana, f"{EVIL} {number}", goal=goal) for number in range(6)]
    texts = dict.fromkeys(("title", "why", "metric", "metric_unit", "owner_name", "status_reason"), EVIL)
    set_columns(goal, **texts, status=Status.WATCH)
    set_columns(a_goal(cast.fornello, cast.dana), **texts, status=Status.WAITING, waiting_name=EVIL)
    set_columns(rows[0], owner_name=EVIL, comment_count=3)
    set_columns(rows[1], status=Status.WAITING, waiting_name=EVIL, status_reason=EVIL)
    set_columns(rows[2], status=Status.WATCH, status_reason=EVIL)
    set_columns(rows[3], visibility=Visibility.LEADS)
    set_columns(rows[5], status=Status.WAITING)
    rosa = seat_of(cast.rosa, cast.fornello)
    set_columns(rows[4], owner_seat_id=rosa.id)
    set_columns(cast.rosa, name=EVIL)
    set_columns(cast.marco, name=EVIL)
    TaskDependency.add(rows[4], rows[0], by=cast.dana)
    db.session.commit()
    return rows


@pytest.mark.parametrize("query", ["", "?marks=yes"])
@pytest.mark.parametrize("reader", ["dana", "marco", "rosa", "vera"])
def test_no_text_of_a_row_becomes_markup(request, hostile, reader, query):
    page = request.getfixturevalue(reader).get(f"{HOME}/{query}")

    assert page.words("#task-1 .title a").startswith(EVIL)
    assert not page.soup.select(".evil"), "a text became an element"
    for tag in page.soup.select(".task *, .goal *"):
        assert not [name for name in tag.attrs if "onclick" in name or "evil" in name], tag


def test_a_row_alone_is_escaped_as_well(dana, hostile):
    answer = dana.swap(f"{HOME}/tasks/1/status", status="on_track")
    assert "<hr" not in answer.html
