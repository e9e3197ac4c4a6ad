"""When a field follows the file, and when our value stays."""

import pytest

from tracker.imports.apply.field_diff import Field, person_text, same_person, text_or_digest


@pytest.mark.parametrize(
    "now, before, here, verdict",
    [
        ("Oven", "Oven", "Oven", "same"),
        ("Two ovens", "Oven", "Oven", "changes"),
        ("Oven", "Oven", "Our oven", "ours"),
        ("Two ovens", "Oven", "Our oven", "kept"),
        ("Two ovens", "Oven", "Two ovens", "same"),
        ("", "Oven", "Oven", "changes"),
        ("", "", "Ours", "ours"),
    ],
)
def test_a_title(now, before, here, verdict):
    assert Field("title", now, before, here).verdict == verdict


@pytest.mark.parametrize(
    "now, before, here, verdict",
    [
        ("", "", "not_started", "same"),
        ("", "", "on_track", "ours"),
        ("done", "", "not_started", "changes"),
        ("done", "", "waiting", "kept"),
        ("", "done", "done", "changes"),
    ],
)
def test_a_file_that_says_no_status_means_not_started(now, before, here, verdict):
    assert Field("status", now, before, here).verdict == verdict


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Rosa Delgado", "rosa  delgado <rosa@fornello.example>", True),
        ("Rosa <rosa@fornello.example>", "Rosa Delgado <ROSA@fornello.example>", True),
        ("<rosa@fornello.example>", "rosa@fornello.example", True),
        ("Rosa", "Rosa Delgado", False),
        ("", "Rosa", False),
        ("", "", True),
        ("<a@x.example>", "<b@x.example>", False),
    ],
)
def test_a_person_written_in_two_ways_is_recognised(one, other, same):
    assert same_person(one, other) is same is same_person(other, one)


def test_a_person_is_written_as_in_a_file():
    named = [("Rosa", ""), ("Rosa", "r@x.example"), ("", "r@x.example"), ("", "")]
    assert [person_text(*each) for each in named] == [
        "Rosa", "Rosa <r@x.example>", "<r@x.example>", ""]  # fmt: skip


def test_a_long_text_is_stored_as_a_fingerprint():
    assert text_or_digest("short") == "short"
    assert text_or_digest("long " * 100) != text_or_digest("long " * 101)
    assert len(text_or_digest("long " * 100)) < 100
