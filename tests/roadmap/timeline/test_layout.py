"""The layout of the timeline: half months, windows, labels, and rows without overlaps."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.roadmap.models import quarters
from tracker.roadmap.timeline.layout import (
    SLOTS,
    half_month,
    line_count,
    pack_rows,
    place_bar,
    starts_on,
    word_widths,
)
from tracker.roadmap.timeline.window import Window

Q3 = half_month(date(2026, 7, 1))
"""The window of 21 November 2026 begins in July."""


@pytest.mark.parametrize(
    ("day", "slot"),
    [
        (date(2026, 7, 1), 1), (date(2026, 7, 15), 1), (date(2026, 7, 16), 2), (date(2026, 7, 31), 2),
        (date(2026, 12, 31), 12), (date(2027, 1, 1), 13), (date(2027, 2, 28), 16), (date(2027, 6, 30), 24),
    ],
)  # fmt: skip
def test_a_day_is_in_a_half_month(day, slot):
    assert half_month(day) - Q3 + 1 == slot


@pytest.mark.parametrize(
    ("quarter", "made", "done_by", "start"),
    [
        (
            "2026-Q4",
            date(2026, 11, 20),
            date(2026, 12, 18),
            date(2026, 10, 1),
        ),  # its quarter, however late it was made
        ("2026-Q4", date(2026, 8, 2), date(2026, 12, 18), date(2026, 10, 1)),  # … or early
        ("2027-Q1", date(2026, 8, 2), date(2026, 12, 20), date(2026, 10, 1)),  # due before its quarter begins
        (None, date(2026, 11, 20), date(2027, 3, 1), date(2026, 11, 20)),  # no quarter: the day it was made
        (None, date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 20)),  # one day
        (None, date(2026, 11, 20), date(2026, 2, 3), date(2026, 1, 1)),  # done by before it was made
    ],
)
def test_where_a_goal_begins(quarter, made, done_by, start):
    assert starts_on(quarter, made, done_by) == start


def bar(start, end, words="Short", first=None):
    return place_bar(start, end, words, Q3, first)


def test_a_bar_in_the_window():
    found = bar(date(2026, 10, 1), date(2026, 12, 4))
    assert (found.bar, found.label, found.side) == ((7, 11), (7, 11), "inside")
    assert (found.classes, found.part_classes(found.bar)) == ("from-7 span-5", "from-1 span-5")
    assert not found.cut_start and not found.cut_end and found.first is None


def test_one_day_takes_a_half_month_with_its_label_beside_it():
    found = bar(date(2026, 12, 31), date(2026, 12, 31), "Sign the lease")
    assert (found.bar, found.side) == ((12, 12), "after")
    assert found.label[0] == 13 and found.classes == f"from-12 span-{found.label[1] - 11}"


def test_at_the_end_of_the_window_the_label_is_before_the_bar():
    found = bar(date(2027, 6, 20), date(2027, 6, 20), "Sign the lease")
    assert (found.bar, found.side, found.label[1]) == ((24, 24), "before", 23)


def test_over_the_turn_of_the_year():
    assert bar(date(2026, 12, 20), date(2027, 1, 10), "Ok").bar == (12, 13)


@pytest.mark.parametrize(
    ("start", "end", "slots", "cut"),
    [
        (date(2026, 4, 1), date(2026, 9, 1), (1, 5), (True, False)),
        (date(2027, 4, 1), date(2027, 9, 1), (19, 24), (False, True)),
        (date(2020, 1, 1), date(2040, 1, 1), (1, 24), (True, True)),
    ],
)
def test_bars_are_cut_at_the_edges(start, end, slots, cut):
    found = bar(start, end)
    assert (found.bar, (found.cut_start, found.cut_end)) == (slots, cut)


def test_outside_of_the_window_there_is_no_bar():
    assert bar(date(2026, 4, 1), date(2026, 6, 30)) is None
    assert bar(date(2027, 7, 1), date(2027, 7, 1)) is None


@pytest.mark.parametrize(
    ("first", "mark"),
    [
        (date(2026, 11, 20), (10, 10)),  # later than agreed: a mark on the bar
        (date(2026, 12, 2), None),  # the same half month: words alone
        (date(2027, 1, 20), (12, 14)),  # sooner than agreed: what was given back
        (date(2026, 9, 2), (5, 5)),  # agreed for before it begins now
        (date(2026, 5, 2), None),  # before the window
        (date(2029, 5, 2), (12, 24)),  # long after it
    ],
)
def test_the_date_first_agreed_is_marked(first, mark):
    found = bar(date(2026, 10, 1), date(2026, 12, 4), first=first)
    assert found.first == mark
    assert found.all[0] <= 7 and found.all[1] >= (mark or (0, 11))[1]


def test_long_words_are_cut_where_there_is_no_room():
    whole = bar(date(2026, 7, 1), date(2027, 6, 30), "A word " * 60)
    assert whole.side == "inside" and whole.label == (1, 24) and whole.clipped
    beside = bar(date(2026, 10, 1), date(2026, 10, 2), "A word " * 60)
    assert beside.side == "after" and beside.clipped


@pytest.mark.parametrize(
    "words",
    [
        "New hires trained in two weeks, without Marco’s help 6/9",
        "Pizzaiolo ladder: three steps, three pay bands Proposed",
    ],
)
def test_a_bar_of_a_quarter_holds_its_own_words(words):
    found = bar(date(2026, 10, 1), date(2026, 12, 20), words)
    assert found.side == "inside" and found.tall and not found.clipped
    assert bar(date(2026, 10, 1), date(2026, 11, 10), words).side == "after"


@pytest.mark.parametrize(
    ("words", "letters", "count"),
    [
        ("", 9, 1),
        ("An oven", 7, 1),
        ("Second oven", 10, 2),
        ("x" * 25, 10, 3),
        ("大理石大理石", 8, 2),
        ("a", 3, 4),
    ],
)
def test_how_many_lines_words_take(words, letters, count):
    assert line_count(word_widths(words), letters) == count


slots = some.tuples(some.integers(1, SLOTS), some.integers(1, SLOTS)).map(sorted).map(tuple)


@given(some.lists(slots, max_size=40))
def test_no_two_of_a_row_meet(places):
    rows = pack_rows(places)
    for (row, (a, b)), (other, (c, d)) in combinations(zip(rows, places, strict=True), 2):
        assert row != other or b < c or d < a
    busiest = max((sum(a <= slot <= b for a, b in places) for slot in range(1, SLOTS + 1)), default=0)
    assert busiest <= max(rows, default=0)


days = some.dates(date(2025, 1, 1), date(2029, 1, 1))


@given(days, days, some.text(max_size=200), some.none() | days)
def test_whatever_is_drawn_stays_inside_and_apart(one, other, words, first):
    start, end = sorted((one, other))
    found = bar(start, end, words, first)
    if found is None:
        assert half_month(end) < Q3 or half_month(start) >= Q3 + SLOTS
        return
    pieces = [found.bar, found.label, found.first or found.bar]
    assert all(1 <= a <= b <= SLOTS and found.all[0] <= a and b <= found.all[1] for a, b in pieces)
    assert found.side == "inside" or found.label[0] > found.bar[1] or found.label[1] < found.bar[0]


def test_thirty_goals_of_one_quarter_lie_in_thirty_rows():
    drawn = [
        bar(date(2026, 10, 1), date(2026, 10, 20) + timedelta(days=n), f"Goal number {n}") for n in range(30)
    ]
    assert pack_rows(each.all for each in drawn) == list(range(1, 31))


def test_windows_and_where_they_lead():
    usual = Window.asked("", date(2026, 11, 21))
    assert (usual.start, usual.all[-1], usual.words) == ("2026-Q3", "2027-Q2", "July 2026 to June 2027")
    assert (usual.earlier, usual.later, usual.is_default) == ("2026-Q1", "2027-Q1", True)
    assert usual.today_at == "from-10 slot-part-1" and [head.now for head in usual.quarters] == [
        False,
        True,
        False,
        False,
    ]
    assert [head.word for head in usual.months[5:7]] == ["Dec", "Jan"]


@pytest.mark.parametrize("strange", ["2026-Q5", "now", "1999-Q1", "2099-Q4", "2026-q3", "²026-Q1"])
def test_a_strange_window_is_not_heeded(strange):
    assert Window.asked(strange, date(2026, 11, 21)) == Window(
        "2026-Q3", date(2026, 11, 21), has_unknown=True
    )


@given(some.dates(date(2000, 4, 1), date(2098, 12, 31)), some.dates(date(2000, 1, 1), date(2099, 3, 31)))
def test_every_window_has_four_quarters_and_ways_on(today, start):
    window = Window.asked(quarters.quarter_of(start), today)
    assert (
        not window.has_unknown
        and len({head.word for head in window.quarters}) == 4
        and len(window.months) == 12
    )
    assert all(
        quarters.is_quarter(each) for each in (*window.all, *filter(None, (window.earlier, window.later)))
    )
    assert window.earlier < window.start and (not window.later or window.start < window.later)
