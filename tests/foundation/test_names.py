"""Names: which characters are allowed, and which names look alike."""

import pytest

from tracker.foundation.text.names import (
    comparable_name,
    hides_something,
    look_of,
    may_be_taken_for,
    shows_something,
)

VALID_NAMES = [
    "Marco Bellini",
    "Zoë O’Brien-Smith",
    "محمد",
    "می‌خواهم",
    "क्‍ष",
    "ශ්‍රී ලංකා",
    "李小龍",
    "Ольга",
    "José",
    "Thị",
]
INVISIBLE_CHARACTERS = {
    "zero width space": "Mar\u200bco",
    "joiner between Latin letters": "Mar\u200dco",
    "non-joiner at the end": "می\u200c",
    "joiner between two scripts": "ی\u200dक",
    "right to left override": "Mar\u202eco",
    "isolate": "\u2066Marco\u2069",
    "left to right mark": "Marco\u200e",
    "byte order mark": "\ufeffMarco",
    "soft hyphen": "Mar\u00adco",
    "control": "Mar\x07co",
    "line separator": "Mar\u2028co",
    "word joiner": "Mar\u2060co",
    "variation selector": "Marco\ufe0f",
    "tag": "Marco\U000e0061",
    "Hangul filler": "Marco\u3164",
    "grapheme joiner": "Mar\u034fco",
}


@pytest.mark.parametrize("name", VALID_NAMES)
def test_names_in_every_script_are_accepted(name):
    assert not hides_something(name)


@pytest.mark.parametrize("name", INVISIBLE_CHARACTERS.values(), ids=INVISIBLE_CHARACTERS)
def test_invisible_characters_are_found(name):
    assert hides_something(name)


@pytest.mark.parametrize(
    "imitation",
    ["marco bellini", "Маrсо Bellini", "Mаrco Вellini", "Ｍarco Bellini", "Marco\u200b Bellini", "Marc0 Be11ini",
     "Marco BeIIini", "Μarcο Bellini", "Marco  Bellini", "Мarco Bеllini", "Márco Bellíni", "Marco Be\u0338llini",
     "MarcoBellini", "Marco\u00a0Bellini", "Marco\u2003Bellini", "Marco Be||ini", "M4rco Bellini", "ᗰarco Bellini",
     "𝐌arco Bellini", "Marco.Bellini", "Ⲙarco Bellini", "Ꮇarco Bellini"],
)  # fmt: skip
def test_an_imitation_looks_like_the_name(imitation):
    assert look_of(imitation) == look_of("Marco Bellini")


@pytest.mark.parametrize("other", ["Marco Bellino", "Mario Bellini", "Marca Bellini", "Ольга", ""])
def test_other_names_do_not_look_like_it(other):
    assert look_of(other) != look_of("Marco Bellini")


def test_invisible_characters_are_ignored_in_comparisons():
    assert comparable_name("می\u200cخواهم") == comparable_name("میخواهم")
    assert comparable_name("Mar\u200bco  BELLINI") == "marco bellini"
    assert comparable_name("Маrco") != comparable_name("Marco")


@pytest.mark.parametrize(
    "name",
    ["Dana Whitlock (COO)", "Dana Whitlock — COO", "Dana Whitlock, COO", "Dana Whitlock COO", "COO Dana Whitlock",
     "Dana Whitlock | Operations", "Dana Whitlock [support]", "Whitlock, Dana", "Dana Whitl0ck （CОО）",
     "Dαna Whit1ock", "Clana Whitlock", "Dana VVhitlock", "Dana M Whitlock", "Dana M. Whitlock", "Mrs Dana Whitlock",
     "Danna Whitlock", "Dana Whitlok", "D. Whitlock", "Ðana Whitlock", "Dana Wh¡tlock", "Dana Whitlock 2",
     "Dana Whitlock*", "Dana Whitlock ✓", "Dana Whitlock II", "ᴅᴀɴᴀ ᴡʜɪᴛʟᴏᴄᴋ", "Dana Whitlock von Whitlock",
     "Dana Whitlock Ops", "Dana Whitlock via Footbridge"],
)  # fmt: skip
def test_a_modified_name_can_be_mistaken_for_the_original(name):
    assert may_be_taken_for(name, "Dana Whitlock")


@pytest.mark.parametrize(
    ("name", "other"),
    [("Dana Whitlock Junior", "Dana Whitlock"), ("Dana Whitlock von Arnim", "Dana Whitlock"),
     ("Dana", "Dana Whitlock"), ("Diana Whitlock", "Dana Whitlock"),
     ("Ian Ross", "Jan Ross"), ("कि", "का"), ("がく", "かく"), ("", "Dana"), ("Dana", ""),
     ("Kim (Bakery)", "Kim (Shop)")],
)  # fmt: skip
def test_a_different_name_is_not_mistaken(name, other):
    assert not may_be_taken_for(name, other)


def test_adjacent_letters_can_look_like_another_letter():
    assert may_be_taken_for("Darna Kim", "Dama Kim") and may_be_taken_for("O0na Lee", "OOna Lee")


@pytest.mark.parametrize(
    "name", ["Dana Wells", "Dan Whitlock", "Jana Whitlock", "Marco Whitlock", "Dana", "Whitlock", "D. Wells"]
)
def test_another_name_is_not_mistaken(name):
    assert not may_be_taken_for(name, "Dana Whitlock")


@pytest.mark.parametrize(
    "text", ["\u0301", "\u0301 \u0308", "\u0903", "\u20dd", "\ue000", "\U000f0000 \u200b", "\uffff", " "]
)
def test_invisible_text_counts_as_empty(text):
    assert not shows_something(text)


@pytest.mark.parametrize("text", [*VALID_NAMES, "1", "?", "👍🏽", "é", "e\u0301", "क्‍ष", "\ue000 a"])
def test_text_with_one_visible_character_is_accepted(text):
    assert shows_something(text)
