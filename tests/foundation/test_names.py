"""Names: what may stand in one, and which two look alike."""

import pytest

from tracker.foundation.names import comparable, hides_something, look_of

FINE = ["Marco Bellini", "Zoë O’Brien-Smith", "محمد", "می‌خواهم", "क्‍ष", "ශ්‍රී ලංකා", "李小龍", "Ольга", "José", "Thị"]
HIDDEN = {
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


@pytest.mark.parametrize("name", FINE)
def test_every_script_may_write_its_names(name):
    assert not hides_something(name)


@pytest.mark.parametrize("name", HIDDEN.values(), ids=HIDDEN)
def test_what_nobody_sees_is_found(name):
    assert hides_something(name)


@pytest.mark.parametrize(
    "imitation",
    ["marco bellini", "Маrсо Bellini", "Mаrco Вellini", "Ｍarco Bellini", "Marco\u200b Bellini", "Marc0 Be11ini",
     "Marco BeIIini", "Μarcο Bellini", "Marco  Bellini", "Мarco Bеllini"],
)  # fmt: skip
def test_an_imitation_looks_like_the_name(imitation):
    assert look_of(imitation) == look_of("Marco Bellini")


@pytest.mark.parametrize("other", ["Marco Bellino", "Mario Bellini", "Marca Bellini", "Ольга", ""])
def test_other_names_do_not(other):
    assert look_of(other) != look_of("Marco Bellini")


def test_what_nobody_sees_is_ignored_when_comparing():
    assert comparable("می\u200cخواهم") == comparable("میخواهم")
    assert comparable("Mar\u200bco  BELLINI") == "marco bellini"
    assert comparable("Маrco") != comparable("Marco")
