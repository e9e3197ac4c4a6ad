"""Words and numbers inside a sentence."""

import pytest

from tracker.foundation.text.formatting import (
    count_of,
    join_names,
    number_word,
    person_colour,
    sparkline,
)


@pytest.mark.parametrize(("names", "words"), [
    ("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C"), ("ABCD", "A, B, C and D"),
])  # fmt: skip
def test_names_are_joined_with_commas_and_and(names, words):
    assert join_names(names) == words
    assert join_names(iter(names), "or") == words.replace(" and ", " or ")


def test_small_numbers_are_words():
    assert [number_word(number) for number in (0, 1, 9, 10, -1)] == ["no", "one", "nine", "10", "-1"]
    assert [count_of(number, "goal") for number in (1, 2, 12)] == ["one goal", "two goals", "12 goals"]


def test_the_colour_of_a_person_ignores_how_the_name_is_written():
    assert person_colour("Rosa Delgado") == person_colour("ROSA DELGADO") in (1, 2, 3, 4)
    assert {person_colour(name) for name in "ABCDEFGH"} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([0, 4], ("0, 4", "M0.0 22.0L80.0 2.0", "2.0")),
        ([0, 0, 0], ("0, 0, 0", "M0.0 22.0L40.0 22.0L80.0 22.0", "22.0")),
        ([3], ("3", "M0.0 2.0", "2.0")),
    ],
)
def test_a_sparkline_goes_from_edge_to_edge_and_as_high_as_its_highest_value(values, line):
    assert sparkline(values) == line
