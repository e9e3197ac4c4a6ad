"""Every text of Today is escaped: the templates of its lines and rows have escaping off."""

from datetime import timedelta

import pytest

from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.clients.models import Health
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import TaskDependency
from tracker.roadmap.models.statuses import ApprovalState, Status

EVIL = "<b>\"&'"
SAFE = "&lt;b&gt;&#34;&amp;&#39;"


@pytest.fixture
def evil(cast):
    """Work of every kind that Today lists, with the text wherever a person can write one."""
    client, dana = cast.fornello, cast.dana
    goal = a_goal(client, dana, f"{EVIL} goal")
    mine, today = {"owner": seat_of(dana, client), "goal": goal}, clock.today(client)
    for word, days in (("late", -3), ("due", 0), ("soon", 3)):
        a_task(client, dana, f"{EVIL} {word}", due=today + timedelta(days=days), **mine)
    blocker, free = (a_task(client, dana, f"{EVIL} {word}", goal=goal) for word in ("blocker", "free"))
    TaskDependency.add(free, blocker, by=dana)
    blocker.set_status(Status.DONE, by=dana)
    for word, who in (("client", "marco"), ("reader", "dana"), ("outsider", None), ("nobody", "")):
        asked = a_task(client, dana, f"{EVIL} {word}", goal=goal)
        on = seat_of(getattr(cast, who), client) if who else f"{EVIL} bank" if who is None else None
        asked.set_status(Status.WAITING, by=dana, waiting_on=on, why=f"{EVIL} reason")
    proposed = [
        a_goal(client, dana, f"{EVIL} {word}", approval_state=ApprovalState.PROPOSED)
        for word in ("one", "two")
    ]
    proposed[0].request_discussion(by=cast.marco, words=f"{EVIL} said")
    client.set_health(Health.STEP_IN, f"{EVIL} health", by=dana)
    set_columns(client, name=f"{EVIL} client")
    for person in (cast.marco, cast.rosa):
        set_columns(person, name=f"{EVIL} {person.name}")
    db.session.commit()


def test_every_text_is_escaped(cast, evil, dana):
    html = dana.get("/").html
    assert EVIL not in html
    assert "<b>&" not in html
    words = ("goal", "late", "due", "soon", "free", "client", "reader", "outsider", "bank", "nobody", "two")
    for word in (*words, "said", "health"):
        assert f"{SAFE} {word}" in html, word
