"""Which task a text means, what would close a circle, and how waiting is worded. Pure functions."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.roadmap.models.dependency import shortest_path
from tracker.roadmap.presentation.dependency_graph import (
    Blockers,
    cycle_message,
    list_titles,
    tasks_meant,
    unblocked_phrase,
    which_words,
)


@dataclass(frozen=True)
class Named:
    number: int
    title: str


PLAN = [Named(1, "Ask the bank"), Named(2, "Print the plan"), Named(3, "print the  plan"), Named(12, "2")]


@pytest.mark.parametrize(
    ("edges", "start", "end", "found"),
    [
        ([], 1, 2, []),
        ([(1, 2)], 1, 2, [1, 2]),
        ([(1, 2)], 2, 1, []),
        ([(1, 2), (2, 3), (3, 4)], 1, 4, [1, 2, 3, 4]),
        ([(1, 2), (2, 3), (1, 3)], 1, 3, [1, 3]),
        ([(1, 2), (2, 1)], 1, 3, []),
        ([], 1, 1, [1]),
    ],
)
def test_the_path_from_one_task_to_another(edges, start, end, found):
    assert shortest_path(edges, start, end) == found


def circles(edges):
    """Whether following “waits for” leads back to the start."""
    return any(shortest_path(edges, before, waiter) for waiter, before in edges)


EDGES = some.lists(some.tuples(some.integers(1, 8), some.integers(1, 8)), max_size=40)


@given(EDGES)
def test_edges_refused_where_they_would_close_a_circle_never_leave_one(asked):
    kept = []
    for waiter, before in asked:
        if not shortest_path(kept, before, waiter):
            kept.append((waiter, before))
        else:
            assert circles([*kept, (waiter, before)])
    assert not circles(kept)


@given(EDGES, some.integers(1, 8), some.integers(1, 8))
def test_every_path_consists_of_edges(edges, start, end):
    found = shortest_path(edges, start, end)
    assert all(pair in edges for pair in pairwise(found))
    assert not found or (found[0], found[-1]) == (start, end)


def test_a_long_chain_is_followed():
    chain = [(each, each + 1) for each in range(5_000)]
    assert len(shortest_path(chain, 0, 5_000)) == 5_001


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("AB", "That would go in a circle: A is blocked by B, B is blocked by A."),
        ("ABC", "That would go in a circle: A is blocked by B, B is blocked by C, C is blocked by A."),
        ("ABCDEFGH",
         "That would go in a circle: A is blocked by B, B is blocked by C, C is blocked by D, and so on, "
         "H is blocked by A."),
    ],
)  # fmt: skip
def test_a_circle_is_described_with_its_path(names, words):
    assert cycle_message(list(names)) == words


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1", [1]),
        ("#1", [1]),
        ("  ask THE bank ", [1]),
        ("1 · Ask the bank", [1]),
        ("Print the plan", [2, 3]),
        ("2 · Print the plan", [2]),
        ("2", [2, 12]),
        ("Ask", []),
        ("99", []),
        ("²", []),
        ("1 OR 1", []),
    ],
)
def test_typed_text_is_matched_to_a_task(typed, numbers):
    assert [task.number for task in tasks_meant(typed, PLAN)] == numbers


def test_two_tasks_with_one_title_are_ambiguous():
    told = which_words("Print the plan", PLAN[1:3])
    assert told == "Two tasks fit “Print the plan”. Write the number instead: 2 or 3."


@pytest.mark.parametrize(
    ("names", "words"),
    [("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C"), ("ABCDE", "A, B, C and 2 more")],
)
def test_names_are_joined_in_a_sentence(names, words):
    assert list_titles(list(names)) == words


def test_what_a_task_still_waits_for():
    before = Blockers(("Ask the bank", "Measure"))
    assert before.words == "blocked by 2 tasks"
    assert before.names == "“Ask the bank” and “Measure”"


def test_what_is_free_to_start():
    assert unblocked_phrase(["Print the plan"]) == "Free to start now: Print the plan."
    assert unblocked_phrase([]) == ""
