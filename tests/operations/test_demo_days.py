"""The demo data can be loaded on any day, because its dates are relative."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from tracker.demo import story
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task


@pytest.mark.parametrize("day", ["2027-01-01", "2028-02-29"])
def test_the_demo_can_be_loaded_on_any_day(app, day):
    with time_machine.travel(datetime.fromisoformat(day).replace(hour=1, tzinfo=UTC), tick=False):
        story.load_story()
        ahead = [task.due for task in db.session.scalars(select(Task)) if task.due and task.is_open]
        assert all(due.weekday() < 5 for due in ahead if due > clock.now().date())
