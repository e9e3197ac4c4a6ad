"""Fixtures that tests of accounts share."""

import pytest
import time_machine

from tracker.foundation import clock


@pytest.fixture
def frozen_clock():
    """Freeze time until a test moves it, so that a wait does not pass on a slow machine."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller
