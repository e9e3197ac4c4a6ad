"""Cleaning typed text, and wording notes and refusals."""

import pytest

from tracker.imports.parsers.errors import ImportRefused, Problems
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.text import fit_key, fit_title, is_separator, paragraphs, plain_line, shorten


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\u00a0 words\t\n", "two words"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("one\x0btwo\u2028three", "one two three"),
        ("abc\u202ecba", "abccba"),
        ("\u200b\u2060", ""),
        ("فارسی\u200cها", "فارسی\u200cها"),
        ("👩\u200d🍳 cooks", "👩\u200d🍳 cooks"),
    ],
)
def test_a_line_keeps_readable_characters(typed, kept):
    assert plain_line(typed) == kept


def test_paragraphs_keep_their_lines_tabs_and_odd_spaces():
    assert paragraphs("\n a\u00a0b\r\n\r\n\tc\x85d\x00 \n") == "a\u00a0b\n\n\tc\nd"


def test_a_long_text_is_cut_between_words_where_possible():
    assert shorten("open the shop", 13) == "open the shop"
    assert shorten("open the shop", 12) == "open the…"
    assert shorten("x" * 30, 10) == "x" * 9 + "…"


def test_a_title_that_fits_is_not_repeated_in_the_details():
    assert fit_title(" Order\nflour ") == ("Order flour", "")
    assert fit_title("x" * 201) == ("x" * 199 + "…", "x" * 201)


def test_a_very_long_id_is_stored_as_a_fingerprint():
    assert fit_key("5f1a") == "5f1a"
    assert len(fit_key("a" * 500)) <= 120
    assert fit_key("a" * 500) != fit_key("a" * 501)


@pytest.mark.parametrize(
    ("title", "drawn"), [("---", True), ("–––––", True), ("--", False), ("- a -", False), ("???", False)]
)
def test_a_divider_is_distinguished_from_a_title(title, drawn):
    assert is_separator(title) is drawn


def test_remarks_are_counted_and_show_a_few_examples():
    notes = Notes()
    notes.add("1 card was left out.", "{n} cards were left out.")
    for title in ("Bake", "Call {n}", "Dust", "Eat", "Fry"):
        notes.add("1 card has no list.", "{n} cards have no list.", title)

    assert notes.sentences() == (
        "1 card was left out.",
        "5 cards have no list: “Bake”, “Call {n}”, “Dust” and 2 more.",
    )


def test_problems_are_listed_in_file_order():
    problems = Problems("Card")
    problems.add(9, "second.")
    problems.add(2, "first.")

    with pytest.raises(ImportRefused, match="Not right") as caught:
        problems.refuse_if_any("Not right.")
    assert list(caught.value.lines()) == ["Card 2: first.", "Card 9: second."]
