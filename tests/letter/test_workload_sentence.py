"""The two sentences about a person's workload: a table of every case."""

from datetime import date

import pytest

from tracker.letter.workload_sentence import Workload, due_words, second_sentence, workload_sentence


def rosa(**counts):
    return Workload(name="Rosa", **counts)


TABLE = [
    (rosa(), "Nothing is waiting for you, Rosa.", ""),
    (
        rosa(finished=1),
        "You’re up to date, Rosa. Nothing is waiting for you.",
        "You finished one thing in the last seven days.",
    ),
    (
        rosa(finished=12),
        "You’re up to date, Rosa. Nothing is waiting for you.",
        "You finished 12 things in the last seven days.",
    ),
    (rosa(soon=1), "Rosa, one thing this week.", ""),
    (rosa(soon=3), "Rosa, three things this week.", ""),
    (rosa(soon=3, finished=2), "Rosa, three things this week.", ""),
    (rosa(asked=2, asked_later=2), "Rosa, two things.", "They need your answer."),
    (rosa(soon=2, late=1), "Rosa, three things this week.", "One of them was planned for earlier."),
    (rosa(soon=1, late=2), "Rosa, three things this week.", "Two of them were planned for earlier."),
    (rosa(late=1), "Rosa, one thing this week.", "It was planned for earlier."),
    (rosa(late=2), "Rosa, two things this week.", "They were planned for earlier."),
    (rosa(asked=1), "Rosa, one thing this week.", "It needs your answer."),
    (rosa(asked=2), "Rosa, two things this week.", "They need your answer."),
    (rosa(asked=1, soon=1), "Rosa, two things this week.", "One of them needs your answer."),
    (
        rosa(asked=2, late=1, soon=1),
        "Rosa, four things this week.",
        "Two of them need your answer. One of them was planned for earlier.",
    ),
    (rosa(soon=2, later=1), "Rosa, two things this week.", "One more can wait."),
    (rosa(soon=2, later=4), "Rosa, two things this week.", "Four more can wait."),
    (rosa(later=1), "Nothing has to be done this week, Rosa.", "One thing can wait."),
    (
        rosa(later=2, finished=1),
        "Nothing has to be done this week, Rosa.",
        "Two things can wait. You finished one thing in the last seven days.",
    ),
    (rosa(soon=6), "Rosa, six things this week.", ""),
    (rosa(soon=7), "Rosa, a full week: seven things. One at a time.", ""),
    (
        rosa(soon=20, late=3),
        "Rosa, a full week: 23 things. One at a time.",
        "Three of them were planned for earlier.",
    ),
]


@pytest.mark.parametrize(("plate", "first", "then"), TABLE)
def test_the_workload_is_stated(plate, first, then):
    assert (workload_sentence(plate), second_sentence(plate)) == (first, then)


@pytest.mark.parametrize("plate", [row[0] for row in TABLE])
def test_nobody_is_blamed(plate):
    said = f"{workload_sentence(plate)} {second_sentence(plate)}".casefold()
    assert not [word for word in ("late", "overdue", "!", "missed", "behind", "should") if word in said]


TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ""),
        (date(2026, 11, 16), "Planned for Mon 16 Nov, still open"),
        (TODAY, "Today"),
        (date(2026, 11, 22), "Tomorrow"),
        (date(2026, 11, 27), "Fri 27 Nov"),
        (date(2027, 1, 4), "Mon 4 Jan 2027"),
        (date(2025, 12, 31), "Planned for Wed 31 Dec 2025, still open"),
    ],
)
def test_a_date_is_worded(due, said):
    assert due_words(due, TODAY) == said
