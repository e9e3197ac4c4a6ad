"""The letter's first sentence: a table of every case, and the rules of wording."""

import pytest

from tracker.letter.sentence import Facts, Standing, goal_count, opening_sentence

ON, DONE, LATER, YOU, OTHERS, COMING, WATCHED, ASIDE = (
    Standing.ON_TRACK, Standing.DONE, Standing.LATER, Standing.ON_YOU, Standing.ON_OTHERS, Standing.COMING,
    Standing.WATCHED, Standing.ASIDE,
)  # fmt: skip
FOUR = (ON, ON, LATER, YOU)


def marco(**facts):
    return Facts(name="Marco", **facts)


TABLE = [
    (marco(nothing_yet=True), "Nothing for you to do yet, Marco. That’s how it should feel."),
    (marco(nothing_yet=True, step_in=True), "Nothing for you to do yet, Marco. That’s how it should feel."),
    (
        marco(goals=FOUR, requests=5, step_in=True),
        "Some things need extra care right now, Marco. Several things need your answer. The first three are here.",
    ),
    (
        marco(goals=FOUR, requests=1, step_in=True),
        "Some things need extra care right now, Marco. One thing needs your answer.",
    ),
    (
        marco(goals=FOUR, step_in=True, upcoming=True),
        "Some things need extra care right now, Marco. Here is what comes next.",
    ),
    (marco(goals=FOUR, step_in=True), "Some things need extra care right now, Marco."),
    (marco(goals=FOUR, requests=5), "Several things need your answer, Marco. The first three are here."),
    (marco(goals=FOUR, requests=4), "Several things need your answer, Marco. The first three are here."),
    (marco(goals=FOUR, requests=3), "Things are steady, Marco. Three things need your answer."),
    (marco(goals=FOUR, requests=2, dates_later=1), "Mostly steady, Marco. Two things need your answer."),
    (marco(goals=FOUR, requests=1), "Things are steady, Marco. One thing needs your answer."),
    (marco(goals=FOUR, requests=1, own_work=True), "Things are steady, Marco. One thing needs your answer."),
    (marco(goals=FOUR, requests=1, watched=True), "Mostly steady, Marco. One thing needs your answer."),
    (marco(goals=(ON,), dates_later=1), "Mostly steady, Marco. One date moved later."),
    (marco(goals=(ON,), dates_later=2), "Mostly steady, Marco. Two dates moved later."),
    (marco(goals=(DONE, DONE), dates_later=12), "Mostly steady, Marco. 12 dates moved later."),
    (marco(goals=(DONE, DONE)), "Every goal this quarter is done, Marco. Nothing needs you."),
    (marco(goals=(DONE, DONE), this_quarter=False), "Every goal is done, Marco. Nothing needs you."),
    (marco(goals=(DONE, ASIDE)), "Every goal but the one set aside is done, Marco. Nothing needs you."),
    (marco(goals=(ASIDE,)), "Things are quiet, Marco. Nothing needs you."),
    (marco(goals=(ON, ON)), "Every goal is on track, Marco. Nothing needs you."),
    (marco(goals=(DONE, ON)), "Every goal is done or on track, Marco. Nothing needs you."),
    (marco(goals=(DONE, ON), watched=True), "Mostly steady, Marco. Nothing needs you."),
    (
        marco(goals=(DONE, ON), own_work=True),
        "Every goal is done or on track, Marco. No answer is needed from you.",
    ),
    (marco(goals=(ON, OTHERS)), "Things are steady, Marco. Nothing needs you."),
    (marco(goals=(ON, OTHERS), watched=True), "Mostly steady, Marco. Nothing needs you."),
    (marco(goals=(), requests=1), "Things are steady, Marco. One thing needs your answer."),
]


@pytest.mark.parametrize(("facts", "said"), TABLE)
def test_the_first_matching_case_is_used(facts, said):
    assert opening_sentence(facts) == said


def test_without_a_reader_nobody_is_named():
    assert opening_sentence(Facts(goals=(DONE, ON))) == "Every goal is done or on track. Nothing needs you."


COUNTED = [
    ((), ""),
    ((ON,), "Your goal is on track."),
    (
        (ON, ON, LATER, YOU),
        "Of your four goals, two are on track, one is now due a week later, one needs your answer.",
    ),
    ((YOU, YOU), "Both of your goals need your answer."),
    ((LATER, LATER, LATER), "All three of your goals are now due later."),
    (
        (OTHERS, DONE, COMING),
        "Of your three goals, one is done, one is waiting on someone else, one is coming up.",
    ),
    (
        (WATCHED, ASIDE),
        "Of your two goals, one is on track, keeping an eye on it, one is set aside for now.",
    ),
    ((Standing.WAITING, ON, Standing.WAITING), "Of your three goals, one is on track, two are waiting."),
    ((ON,) * 12 + (OTHERS,), "Of your 13 goals, 12 are on track, one is waiting on someone else."),
]


@pytest.mark.parametrize(("goals", "said"), COUNTED)
def test_the_second_sentence_counts_every_goal_once(goals, said):
    assert goal_count(Facts(goals=goals, days_later=7)) == said


LATE = [(2, "a little later"), (7, "a week later"), (21, "three weeks later")]


@pytest.mark.parametrize(("days", "said"), LATE)
def test_late_is_stated_as_time_never_as_blame(days, said):
    assert goal_count(Facts(goals=(LATER,), days_later=days)) == f"Your goal is now due {said}."


def test_no_word_grades_or_hurries_anybody():
    for facts, _ in TABLE:
        said = opening_sentence(facts).lower()
        assert "!" not in said
        assert not {"decision", "overdue", "please", "sorry", "late"} & set(said.replace(".", " ").split())
