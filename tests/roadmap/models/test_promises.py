"""Whether a date is a promise: the same rule for one record and in a query."""

from datetime import date
from itertools import product

from sqlalchemy import select

from tests.world import a_goal, a_task
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.statuses import ApprovalState


def test_the_rule_is_the_same_for_one_record_and_in_a_query(cast):
    a_task(cast.fornello, cast.dana)
    for state, is_agreed_before in product(ApprovalState, (False, True)):
        goal = a_goal(cast.fornello, cast.dana, approval_state=str(state))
        goal.agreed_at = clock.now() if is_agreed_before else None
        a_task(cast.fornello, cast.dana, goal=goal)
    for model, many in ((Goal, 3), (Task, 4)):
        promised = {row.id for row in db.session.scalars(select(model).where(model.promised()))}
        assert promised == {row.id for row in db.session.scalars(select(model)) if row.is_promised()}
        assert len(promised) == many


def test_promises_are_kept_for_many_as_for_one(cast):
    day = date(2027, 3, 1)
    agreed = a_goal(cast.fornello, cast.dana, target_date=day)
    proposed = a_goal(cast.fornello, cast.dana, approval_state="proposed", target_date=day)
    Goal.keep_promises_of(Goal.client_id == cast.fornello.id)
    assert (agreed.promised_date, proposed.promised_date) == (day, None)
    assert agreed.keep_promise() == day
    assert proposed.keep_promise() is None
