"""The letter and the road map show the same figures, by the client's calendar."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.world import a_goal, a_task, seat_of, set_columns
from tracker.foundation.database import db
from tracker.letter.phrases import asked_sentence, goal_line, needed_sentence, short_day
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Status

LETTER = "/clients/fornello-pizza/letter"
A_DAY = datetime(2026, 11, 20, 15, tzinfo=UTC).date()


@pytest.fixture
def story(cast):
    """A goal of every status, each with tasks of every status."""
    marco = seat_of(cast.marco, cast.fornello)
    for status in Status:
        goal = a_goal(cast.fornello, cast.dana, title=f"Goal {status}")
        goal.set_status(status, by=cast.dana, waiting_on=marco)
        for each in Status:
            a_task(cast.fornello, cast.dana, title=f"{status} {each}", goal=goal).set_status(
                each, by=cast.dana
            )
    a_task(cast.fornello, cast.dana, title="In the inbox").set_status(Status.DONE, by=cast.dana)
    db.session.commit()


def test_the_ceos_counts_are_the_coos(story, dana, marco):
    letter, road_map = marco.get(LETTER), dana.get("/clients/fornello-pizza/")
    for number in range(1, 7):
        ticks = letter.one(f"#goal-{number}-card .ticks")["aria-label"]
        assert ticks == "1 of 5 done"
        assert "1 of 5" in road_map.words(f"#goal-{number}-progress")
    assert "6 of 30 tasks done." in letter.words("#goals"), "the task in the inbox has no goal"
    assert "7 of 31" in road_map.text


def test_the_second_sentence_adds_up_to_the_goals(story, marco):
    page = marco.get(LETTER)
    told = page.words(".greeting p:nth-of-type(1)")
    assert told == (
        "Of your six goals, one is done, one is on track, one is on track, keeping an eye on it, "
        "one needs your answer, "
        "one is coming up, one is set aside for now."
    )
    assert len(page.soup.select(".goal-card")) == 6


@pytest.mark.parametrize(
    ("zone", "shown"), [("Pacific/Kiritimati", "Sat 21 Nov"), ("Pacific/Pago_Pago", "Thu 19 Nov")]
)
def test_a_day_is_the_clients_day(cast, marco, zone, shown):
    a_goal(cast.fornello, cast.dana)
    cast.fornello.time_zone = zone
    done = a_task(cast.fornello, cast.dana, title="Film the clips")
    done.set_status(Status.DONE, by=cast.dana)
    set_columns(done, done_at=datetime(2026, 11, 20, 10, 30, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 11, 20, 10, 40, tzinfo=UTC), tick=False):
        marco.sign_in(cast.marco)
        page = marco.get(LETTER)
    assert shown in page.words("#moved-this-week")
    assert {"Sat": "Saturday 21 November", "Thu": "Thursday 19 November"}[shown[:3]] in page.words(
        ".greeting .meta"
    )


@pytest.mark.parametrize(("zone", "is_new"), [("Pacific/Kiritimati", False), ("Pacific/Pago_Pago", True)])
def test_a_week_ends_in_the_clients_time_zone(cast, marco, zone, is_new):
    """Done late on the 15th in Kiritimati, where it is the 22nd; on the 14th in Pago Pago, where it is the 20th."""
    a_goal(cast.fornello, cast.dana)
    cast.fornello.time_zone = zone
    done = a_task(cast.fornello, cast.dana, title="Film the clips")
    done.set_status(Status.DONE, by=cast.dana)
    set_columns(done, done_at=datetime(2026, 11, 15, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 11, 21, 10, 40, tzinfo=UTC), tick=False):
        marco.sign_in(cast.marco)
        assert ("Film the clips" in marco.get(LETTER).words("#moved-this-week")) is is_new


def test_work_due_today_at_the_client_is_not_late_yet(cast, marco):
    cast.fornello.time_zone = "Pacific/Pago_Pago"
    a_goal(cast.fornello, cast.dana)
    a_task(cast.fornello, cast.dana, title="Order flour", due=datetime(2026, 11, 20, tzinfo=UTC).date())
    with time_machine.travel(datetime(2026, 11, 21, 3, tzinfo=UTC), tick=False):
        marco.sign_in(cast.marco)
        told = marco.get(LETTER).words("#next")
    assert "Fri 20 Order flour" in told and "still open" not in told


def test_markup_in_a_name_is_escaped(cast, marco):
    a_goal(cast.fornello, cast.dana, title="<b hx-get='/x'>Bold</b>", why="<script>1</script>")
    page = marco.get(LETTER)
    assert not page.soup.select("#letter [hx-get], #letter script")
    assert "<b hx-get='/x'>Bold</b>" in page.words("#goals")


def day(month, number, year=2026):
    return datetime(year, month, number, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("since", "said"),
    [(20, "Asked today."), (19, "Asked yesterday."), (16, "Asked on Monday."), (2, "Asked on 2 November.")],
)
def test_when_it_was_asked(since, said):
    assert asked_sentence(day(11, since), A_DAY) == said


def test_by_when_it_is_needed():
    assert needed_sentence(day(11, 30), A_DAY) == "By Monday 30 November."
    assert needed_sentence(A_DAY, A_DAY) == "By today."
    assert needed_sentence(day(11, 2), A_DAY) == "It was planned for 2 November."
    assert needed_sentence(None, A_DAY) == ""


def test_dates_alone_are_short():
    assert (short_day(day(11, 23), A_DAY), short_day(day(12, 4), A_DAY)) == ("Mon 23", "Fri 4 Dec")


def test_a_goals_line_counts_and_dates():
    six = Progress(done=6, total=9)
    assert (
        goal_line(six, day(12, 18), day(12, 18), A_DAY, is_over=False) == "6 of 9 tasks done, due 18 December"
    )
    assert goal_line(six, day(12, 11), day(12, 4), A_DAY, is_over=False).endswith(
        "now 11 December, a week later"
    )
    assert goal_line(Progress(), None, None, A_DAY, is_over=False) == ""
    assert goal_line(Progress(1, 0, 0, 1), day(1, 8, 2027), None, A_DAY, is_over=False).endswith(
        "8 January 2027"
    )
