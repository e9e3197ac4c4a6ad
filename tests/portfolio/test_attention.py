"""Which clients need the COO, and how that is worded."""

from datetime import UTC, date, datetime

import pytest

from tracker.portfolio.attention import ClientSignals, LateGoal, PendingRequest, client_needs, urgency
from tracker.portfolio.weekly_counts import has_sparkline, week_starts

TODAY = date(2026, 11, 20)
OVEN = PendingRequest("Lease or buy the oven", "Marco", date(2026, 11, 16))
PAYROLL = PendingRequest("Payroll records", "Corewell", date(2026, 11, 2), asked_word="waiting since")
PHONE = LateGoal("The phone is answered", date(2026, 11, 2))
LAST = LateGoal("Last year’s", date(2025, 11, 2))
NOBODY = PendingRequest("A date", "", None)
CARLO = [PendingRequest("A", "Carlo", None, "Carlo Bruni")]
NINA = PendingRequest("C", "Nina", None, "Nina Bruni")
BOTH = PendingRequest("D", "Carlo and Nina", None, "Carlo Bruni and Nina Bruni")

TABLE = [
    (ClientSignals("steady", goals=2), ""),
    (ClientSignals("settling_in"), "No goals yet."),
    (ClientSignals("settling_in", goals=1, drafts=1), "Its only goal is a draft, not proposed yet."),
    (ClientSignals("settling_in", goals=3, drafts=3), "All three goals are drafts; none is proposed yet."),
    (ClientSignals("settling_in", goals=3, drafts=2), ""),
    (ClientSignals("watch", "Intake slipped a second time", goals=1), "Intake slipped a second time."),
    (ClientSignals("watch", "Why?", late=1, goals=1), "Why? One task is late."),
    (
        ClientSignals("steady", waiting=[OVEN], goals=1),
        "“Lease or buy the oven” waits on Marco, asked Monday.",
    ),
    (
        ClientSignals("steady", waiting=[PAYROLL], goals=1),
        "“Payroll records” waits on Corewell since 2 November.",
    ),
    (ClientSignals("steady", waiting=[OVEN, PAYROLL], goals=1), "One thing waits on Marco, one on Corewell."),
    (ClientSignals("steady", waiting=[OVEN, OVEN], goals=1), "Two things wait on Marco."),
    (
        ClientSignals("steady", waiting=[PAYROLL, OVEN, OVEN], goals=1),
        "Two things wait on Marco, one on Corewell.",
    ),
    (
        ClientSignals("steady", waiting=[OVEN, PAYROLL, PendingRequest("C", "Luca", None)], goals=1),
        "One thing waits on Marco, one on Corewell, and one more.",
    ),
    (
        ClientSignals("steady", waiting=[NOBODY, NOBODY, OVEN], goals=1),
        "One thing waits on Marco, and two more.",
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
    (
        ClientSignals("steady", waiting=[*CARLO, *CARLO, NINA, BOTH], goals=1),
        "Two things wait on Carlo, one on Nina, and one more.",
    ),
    (
        ClientSignals("steady", waiting=[CARLO[0], BOTH, BOTH], goals=1),
        "Two things wait on Carlo and Nina, and one more.",
    ),
    (
        ClientSignals("steady", waiting=[CARLO[0], PendingRequest("E", "Carlo & Rosa", None)], goals=1),
        "One thing waits on Carlo, and one more.",
    ),
    (ClientSignals("steady", waiting=[NOBODY], goals=1), "“A date” waits."),
    (ClientSignals("steady", late=12, quiet=["Oven"], goals=1), "12 tasks are late. “Oven” has gone quiet."),
    (ClientSignals("steady", late_goals=[PHONE], goals=1), "“The phone is answered” was due 2 November."),
    (ClientSignals("steady", late_goals=[PHONE, LAST], goals=2), "Two goals are late."),
    (ClientSignals("steady", late=1, late_goals=[PHONE, LAST], goals=2), "Two goals and one task are late."),
    (ClientSignals("steady", late=2, late_goals=[PHONE], goals=1), "One goal and two tasks are late."),
    (ClientSignals("steady", late_goals=[LAST], goals=1), "“Last year’s” was due 2 November 2025."),
    (ClientSignals("steady", quiet=["A", "B"], goals=1), "Two goals have gone quiet."),
]


@pytest.mark.parametrize(("signs", "said"), TABLE)
def test_it_is_said_plainly(signs, said):
    assert " ".join(map(str, client_needs(signs, TODAY))) == said


def test_need_is_judged_by_a_person_first_and_counted_second():
    clients = {
        "d": ClientSignals("steady", late=9),
        "a": ClientSignals("step_in"),
        "c": ClientSignals("settling_in"),
        "b": ClientSignals("watch", late=1),
        "b2": ClientSignals("watch", waiting=[OVEN]),
        "d2": ClientSignals("steady", late=7, late_goals=[PHONE]),
        "e": ClientSignals("steady", quiet=["Oven"]),
    }
    assert sorted(clients, key=lambda name: urgency(clients[name], name)) == [
        "a", "b", "b2", "c", "d", "d2", "e"
    ]  # fmt: skip


def test_weeks_end_today_where_the_client_is():
    first, *_, last = week_starts(TODAY, "Pacific/Kiritimati")
    assert last.astimezone(UTC) == datetime(2026, 11, 13, 10, tzinfo=UTC)
    assert (last.date() - first.date()).days == 49


@pytest.mark.parametrize(
    ("counts", "shown"), [([0] * 8, False), ([0] * 6 + [1, 1], False), ([0] * 5 + [1, 0, 0], True)]
)
def test_a_line_needs_three_weeks(counts, shown):
    assert has_sparkline(counts) is shown


@pytest.mark.parametrize("reason", ["Step in now!", "Marco said “wait.”", "Is it over?", "Nobody answers…"])
def test_a_reason_with_an_end_gets_no_second_one(reason):
    assert str(client_needs(ClientSignals("watch", reason, goals=1), date(2026, 11, 28))[0]) == reason
