"""Clauses that are built once a process."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import column, select

from tests.world import a_goal, seat_of
from tracker.foundation.database import stored_moment
from tracker.foundation.statements import as_value, built_once, forget_built, is_among, is_one_of, rows_of
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState
from tracker.roadmap.presentation.event_queries import readable_by
from tracker.roadmap.presentation.queries import shown_goals


def test_a_clause_is_built_once_for_its_arguments():
    built = []

    @built_once
    def build(shown):
        built.append(shown)
        return select(shown)

    one, other = column("one"), column("other")
    assert build(one) is build(one) and build(other) is not build(one)
    assert len(built) == 2
    forget_built()
    assert build(one) is not None and len(built) == 3


def test_words_of_ours_are_part_of_the_statement():
    assert str(is_among(column("action"), ["b", "a"])) == "action IN ('a', 'b')"
    assert str(is_among(column("action"), [])) == "false"


@pytest.mark.parametrize("word", ["a'b", "a b", "", "1"])
def test_other_words_are_refused(word):
    with pytest.raises(ValueError, match="Only names"):
        is_among(column("action"), [word])


def test_each_role_has_its_own_clause_and_each_client_its_own_rows(cast):
    a_goal(cast.fornello, cast.dana, title="Draft", approval_state=ApprovalState.DRAFT)
    a_goal(cast.okafor, cast.dana, title="Next door")
    coo, ceo = (seat_of(person, cast.fornello) for person in (cast.dana, cast.marco))
    assert Task.shown_to(ceo) is Task.shown_to(ceo) and Goal.shown_to(coo) is not Goal.shown_to(ceo)
    assert readable_by(ceo) is readable_by(ceo) and readable_by(coo) is not readable_by(ceo)
    for seat, titles in ((coo, ["Draft"]), (ceo, []), (coo, ["Draft"])):
        assert [goal.title for goal in shown_goals(cast.fornello, seat)] == titles


def test_ids_are_one_value_however_many_they_are(cast):
    goals = [a_goal(cast.fornello, cast.dana, title=title) for title in ("One", "Two", "Three")]
    query = select(Goal.title).where(is_one_of(Goal.id, "ids")).order_by(Goal.id)
    for some in (goals[:2], goals[2:], []):
        rows = rows_of(query, {"ids": as_value([goal.id for goal in some])})
        assert [row.title for row in rows] == [goal.title for goal in some]


def test_rows_show_what_the_session_has_not_written_yet(cast):
    goal = a_goal(cast.fornello, cast.dana, title="One")
    goal.title = "Two"
    assert rows_of(select(Goal.title).where(Goal.id == goal.id), {}) == [("Two",)]


def test_a_moment_that_sqlite_stores_is_in_utc():
    assert stored_moment("2026-11-23 18:05:00.250000") == datetime(
        2026, 11, 23, 18, 5, 0, 250_000, tzinfo=UTC
    )
    assert stored_moment(None) is None
