"""What needs the COO, in words."""

from datetime import UTC, date, datetime

import pytest

from tracker.portfolio.attention import ClientSignals, PendingRequest, needs, urgency
from tracker.portfolio.weekly_counts import starts, worth_a_line

TODAY = date(2026, 11, 20)
OVEN = PendingRequest("Lease or buy the oven", "Marco", date(2026, 11, 16))
PAYROLL = PendingRequest("Payroll records", "Corewell", date(2026, 11, 2))
NOBODY = PendingRequest("A date", "", None)

TABLE = [
    (ClientSignals("steady", goals=2), ""),
    (ClientSignals("settling_in"), "No goals yet."),
    (ClientSignals("watch", "Intake slipped a second time", goals=1), "Intake slipped a second time."),
    (ClientSignals("watch", "Why?", late=1, goals=1), "Why? One task is late."),
    (
        ClientSignals("steady", waiting=[OVEN], goals=1),
        "“Lease or buy the oven” waits on Marco, asked Monday.",
    ),
    (
        ClientSignals("steady", waiting=[PAYROLL], goals=1),
        "“Payroll records” waits on Corewell, asked 2 November.",
    ),
    (ClientSignals("steady", waiting=[OVEN, PAYROLL], goals=1), "One thing waits on Marco, one on Corewell."),
    (ClientSignals("steady", waiting=[OVEN, OVEN], goals=1), "Two things wait on Marco."),
    (
        ClientSignals("steady", waiting=[PAYROLL, OVEN, OVEN], goals=1),
        "Two things wait on Marco, one on Corewell.",
    ),
    (
        ClientSignals("steady", waiting=[OVEN, PAYROLL, PendingRequest("C", "Luca", None)], goals=1),
        "One thing waits on Marco, one on Corewell, one on others.",
    ),
    (
        ClientSignals("steady", waiting=[NOBODY, NOBODY, OVEN], goals=1),
        "One thing waits on Marco, two on others.",
    ),
    (ClientSignals("steady", waiting=[NOBODY, NOBODY], goals=1), "Two things wait."),
    (
        ClientSignals(
            "steady",
            waiting=[
                PendingRequest("A", "Marco", None, "Marco Bellini"),
                PendingRequest("B", "Marco", None, "Marco Rossi"),
            ],
            goals=1,
        ),
        "One thing waits on Marco Bellini, one on Marco Rossi.",
    ),
    (ClientSignals("steady", waiting=[NOBODY], goals=1), "“A date” waits."),
    (ClientSignals("steady", late=12, quiet=["Oven"], goals=1), "12 tasks are late. “Oven” has gone quiet."),
    (ClientSignals("steady", quiet=["A", "B"], goals=1), "Two goals have gone quiet."),
]


@pytest.mark.parametrize(("signs", "said"), TABLE)
def test_it_is_said_plainly(signs, said):
    assert " ".join(map(str, needs(signs, TODAY))) == said


def test_need_is_judged_by_a_person_first_and_counted_second():
    clients = {
        "d": ClientSignals("steady", late=9),
        "a": ClientSignals("step_in"),
        "c": ClientSignals("settling_in"),
        "b": ClientSignals("watch", late=1),
        "b2": ClientSignals("watch", waiting=[OVEN]),
        "e": ClientSignals("steady", quiet=["Oven"]),
    }
    assert sorted(clients, key=lambda name: urgency(clients[name], name)) == ["a", "b", "b2", "c", "d", "e"]


def test_weeks_end_today_where_the_client_is():
    first, *_, last = starts(TODAY, "Pacific/Kiritimati")
    assert last.astimezone(UTC) == datetime(2026, 11, 13, 10, tzinfo=UTC)
    assert (last.date() - first.date()).days == 49


@pytest.mark.parametrize(
    ("counts", "shown"), [([0] * 8, False), ([0] * 6 + [1, 1], False), ([0] * 5 + [1, 0, 0], True)]
)
def test_a_line_needs_three_weeks(counts, shown):
    assert worth_a_line(counts) is shown
