"""What most tests of the road map begin with."""

import pytest

from tests.world import a_goal, a_task


@pytest.fixture(autouse=True)
def on_a_friday(friday):
    """Its tests are full of dates in December 2026."""


@pytest.fixture
def goal(cast):
    return a_goal(cast.fornello, cast.dana, "New hires trained in two weeks")


@pytest.fixture
def task(cast, goal):
    """Dana's, at Fornello, under a goal; nobody owns it yet."""
    return a_task(cast.fornello, cast.dana, goal=goal)


@pytest.fixture
def roses(cast, goal):
    """One that Rosa made herself."""
    return a_task(cast.fornello, cast.rosa, "Photograph the fryer", goal=goal)


@pytest.fixture
def elsewhere(cast):
    """One of Okafor, with the same number as Fornello's first."""
    return a_task(cast.okafor, cast.dana, "Intake form")
