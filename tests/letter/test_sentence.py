"""The letter's first words: one table, every row of DECISIONS 19, and the rules of wording."""

import pytest

from tracker.letter.sentence import Facts, Standing, goal_count, sentence

ON, DONE, LATER, YOU, OTHERS, COMING, WATCHED, ASIDE = (
    Standing.ON_TRACK, Standing.DONE, Standing.LATER, Standing.ON_YOU, Standing.ON_OTHERS, Standing.COMING,
    Standing.WATCHED, Standing.ASIDE,
)  # fmt: skip
FOUR = (ON, ON, LATER, YOU)


def marco(**facts):
    return Facts(name="Marco", **facts)


TABLE = [
    (marco(), "Nothing for you to do yet, Marco. That’s how it should feel."),
    (marco(step_in=True), "Nothing for you to do yet, Marco. That’s how it should feel."),
    (marco(goals=FOUR, asks=5, step_in=True), "A bumpy week, Marco. Here is what we’re doing about it."),
    (marco(goals=FOUR, asks=5), "Several things need your word, Marco. The first three are here."),
    (marco(goals=FOUR, asks=4), "Several things need your word, Marco. The first three are here."),
    (marco(goals=FOUR, asks=3), "Things are steady, Marco. Three small things and your week is clear."),
    (
        marco(goals=FOUR, asks=2, dates_moved=1),
        "Things are steady, Marco. Two small things and your week is clear.",
    ),
    (
        marco(goals=FOUR, asks=1, dates_moved=2),
        "Things are steady, Marco. One small thing and your week is clear.",
    ),
    (marco(goals=(ON,), dates_moved=1), "Mostly steady, Marco. One date moved, and I have it."),
    (marco(goals=(ON,), dates_moved=2), "Mostly steady, Marco. Two dates moved, and I have them."),
    (marco(goals=(DONE, DONE), dates_moved=12), "Mostly steady, Marco. 12 dates moved, and I have them."),
    (marco(goals=(DONE, DONE)), "Everything we set out to do is done, Marco. Nothing needs you."),
    (marco(goals=(DONE, ASIDE)), "Everything we set out to do is done, Marco. Nothing needs you."),
    (marco(goals=(DONE, ON)), "Everything is moving, Marco. Nothing needs you."),
    (marco(goals=(ON, OTHERS)), "Things are steady, Marco. Nothing needs you."),
    (marco(goals=(), asks=1), "Things are steady, Marco. One small thing and your week is clear."),
]


@pytest.mark.parametrize(("facts", "said"), TABLE)
def test_the_first_that_fits_is_said(facts, said):
    assert sentence(facts) == said


def test_without_a_reader_nobody_is_named():
    assert sentence(Facts(goals=(DONE, ON))) == "Everything is moving. Nothing needs you."


COUNTED = [
    ((), ""),
    ((ON,), "One goal is on track."),
    ((ON, ON, LATER, YOU), "Two goals are on track, one runs a week late, one waits for your word."),
    ((YOU, YOU), "Two goals wait for your word."),
    ((LATER, LATER), "Two goals run a little late."),
    ((OTHERS, DONE, COMING), "One goal is done, one waits on somebody else, one is coming up."),
    ((WATCHED, ASIDE), "One goal is on track and being watched, one is set aside for now."),
    ((ON,) * 12 + (OTHERS,), "12 goals are on track, one waits on somebody else."),
]


@pytest.mark.parametrize(("goals", "said"), COUNTED)
def test_the_second_sentence_counts_every_goal_once(goals, said):
    assert goal_count(Facts(goals=goals, days_later=7)) == said


LATE = [(2, "a little late"), (7, "a week late"), (21, "three weeks late")]


@pytest.mark.parametrize(("days", "said"), LATE)
def test_late_is_said_as_time_never_as_blame(days, said):
    assert goal_count(Facts(goals=(LATER,), days_later=days)) == f"One goal runs {said}."


def test_no_word_grades_or_hurries_anybody():
    for facts, _ in TABLE:
        said = sentence(facts).lower()
        assert "!" not in said
        assert not {"decision", "overdue", "please", "sorry", "late"} & set(said.replace(".", " ").split())
