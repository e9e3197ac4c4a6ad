"""Fixtures that most tests of the road map use."""

import pytest

from tests.world import a_goal, a_task
from tracker.roadmap.models.statuses import ApprovalState


@pytest.fixture(autouse=True)
def on_a_friday(friday):
    """Set the clock to a fixed Friday, because these tests use dates in December 2026."""


@pytest.fixture
def goal(cast):
    return a_goal(cast.fornello, cast.dana, "New hires trained in two weeks")


@pytest.fixture
def task(cast, goal):
    """Dana's, at Fornello, under a goal; nobody owns it yet."""
    return a_task(cast.fornello, cast.dana, goal=goal)


@pytest.fixture
def three(cast, goal):
    """Three tasks of Dana's under the goal, in this order."""
    return [a_task(cast.fornello, cast.dana, title, goal=goal) for title in ("One", "Two", "Three")]


@pytest.fixture
def draft(cast):
    """A goal that the client's people don't see."""
    return a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)


@pytest.fixture
def roses(cast, goal):
    """A task that Rosa added herself."""
    return a_task(cast.fornello, cast.rosa, "Photograph the fryer", goal=goal)


@pytest.fixture
def elsewhere(cast):
    """A task of Okafor, with the same number as Fornello's first."""
    return a_task(cast.okafor, cast.dana, "Intake form")
