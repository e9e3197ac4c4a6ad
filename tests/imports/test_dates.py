"""How people and spreadsheets write dates."""

from datetime import date

import pytest

from tests.imports.files import a_csv, plan_of, tasks_of
from tracker.imports.parsers.dates import TwoWaysError, order_of, written_day

NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20",
        "2026-11-20 00:00:00",
        "2026-11-20T00:00:00.000",
        "20 Nov 2026",
        "20 november 2026",
        "Nov 20, 2026",
        "November 20,2026",
        "20.11.2026",
        "20. 11. 2026",
        "20/11/2026",
        "11/20/2026",
        "11/20/2026 12:00 AM",
    ],
)
def test_a_date_is_read_in_every_usual_format(text):
    assert written_day(text, "unclear") == NOVEMBER


@pytest.mark.parametrize(
    "text", ["", "soon", "2026", "32.1.2026", "20/20/2026", "20-11-26", "31 Feb 2026", "²/1/2026"]
)
def test_text_that_is_no_date_is_not_guessed(text):
    with pytest.raises(ValueError, match=r".*"):
        written_day(text, "unclear")


@pytest.mark.parametrize(
    ("column", "order", "day"),
    [
        (["3/4/2026", "20/11/2026"], "day first", date(2026, 4, 3)),
        (["3/4/2026", "11/20/2026"], "month first", date(2026, 3, 4)),
        (["3/4/2026", "4/4/2026"], "unclear", None),
        (["3/4/2026", "20/11/2026", "11/20/2026"], "both", None),
    ],
)
def test_days_above_twelve_decide_the_order_of_the_column(column, order, day):
    assert order_of(column) == order
    if day:
        assert written_day(column[0], order) == day
    else:
        with pytest.raises(TwoWaysError):
            written_day(column[0], order)


def test_the_third_of_march_is_the_same_day_in_either_order():
    assert written_day("3/3/2026", "unclear") == date(2026, 3, 3)


def test_the_notes_say_how_dates_were_read():
    plan = plan_of(a_csv(["Goal", "Task", "Due"], ["", "A", "3/4/2026"], ["", "B", "20/11/2026"]))

    assert tasks_of(plan)[0].due == date(2026, 4, 3)
    assert "Days such as 3/4/2026 were read with the day first." in plan.notes
