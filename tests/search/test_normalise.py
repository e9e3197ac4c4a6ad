"""What counts as a word, what folds, and that nothing typed is ever a command."""

import pytest

from tests.search.test_index import numbers
from tests.world import a_task
from tracker.search.normalise import begins_words, search_words


@pytest.mark.parametrize(
    "typed, words",
    [
        ("Oven", ["oven"]),
        ("  the   OVEN, the maker! ", ["the", "oven", "maker"]),
        ("Crème brûlée", ["creme", "brulee"]),
        ("Straße Łódź smørrebrød", ["strasse", "lodz", "smorrebrod"]),
        ("İstanbul ıspanak", ["istanbul", "ispanak"]),
        ("æble œuvre þing", ["aeble", "oeuvre", "thing"]),
        ("Ёлка Йод", ["елка", "йод"]),
        ("Άλφα", ["αλφα"]),
        ("e\u0301clair", ["eclair"]),
        ("ﬁsh ①", ["fish", "1"]),
        ("a-b:c*d\"e'f(g)^h", ["a", "b", "c", "d", "e", "f", "g", "h"]),
        ("🔥✅", []),
        ("🔥fire👩‍🍳cook", ["fire", "cook"]),
        ("東京タワー", ["東京タワー"]),
        ("x" * 90, ["x" * 40]),
        ("\x00a\x00b", ["a", "b"]),
        ("1 2 3 4 5 6 7 8 9 10", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("", []),
    ],
)
def test_a_search_is_a_few_plain_words(typed, words):
    assert search_words(typed) == words


@pytest.mark.parametrize("typed, there, found", [
    ("ov mak", "Ring the oven maker", True),
    ("ven", "Ring the oven maker", False),
    ("oven maker late", "Ring the oven maker", False),
    ("francois", "François Lefèvre", True),
])  # fmt: skip
def test_every_word_begins_one(typed, there, found):
    assert begins_words(search_words(typed), there) is found


@pytest.mark.parametrize("title, typed", [
    ("Crème brûlée for Zoë", "creme brulee zoe"), ("Creme brulee", "crème brûlée"),
    ("Straße nach Łódź", "strasse lodz"), ("Strasse nach Lodz", "straße łódź"),
    ("Smørrebrød og Æbler", "smorre aebl"), ("Việt Nam, Ưu tiên", "viet uu tien"),
    ("İstanbul’a ıspanak", "istanbul ispanak"), ("Ёлка и йод", "елка йод"), ("ПРОВЕРКА", "проверка"),
    ("Άλφα ΟΔΟΣ", "αλφα οδος"), ("東京タワーの鍵", "東京"), ("✅Order🔥ovens", "order ovens"),
    ("Back-of-house/kitchen_plan.v2", "house kitchen plan v2"), ("c1 12:oven", "oven"),
    ("O’Neil’s “plan”", "neil plan"), ("https://juniper.example/menu?x=1", "juniper menu"), ("-5 12.50 €", "12 50"),
])  # fmt: skip
def test_the_database_folds_alike(cast, title, typed):
    task = a_task(cast.fornello, cast.dana, title=title)
    a_task(cast.fornello, cast.dana, title="Something else")
    assert numbers(cast.fornello, typed) == [task.number]


NASTY = [
    '"', '""', '"a', "a*", "*", "^a", "-a", "a NEAR b", "NEAR(a b, 2)", "a AND b", "OR", "NOT a", "words: a",
    "{words} : a", "client:c1",
    "'", "''", "\\", "a' OR '1'='1", "a:*", "a & b", "a | b", "!a", "<->", "(", ")", "%", "_", "a\x00b",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "\u200b", "\u202e", "\u0301", "東",
    "한국", "🔥", "x" * 10_000, "x " * 5_000, "١٢٣", "ͅ", "ﷺ", "ǅ", "\ufffd", "\U000e0041", "ſ", "K", "ᾳ",
]  # fmt: skip


@pytest.mark.parametrize("typed", NASTY)
def test_nothing_typed_is_a_command_or_a_fault(cast, dana, typed):
    a_task(cast.fornello, cast.dana, title="A plain one")
    dana.get("/search", query_string={"q": typed})
    if words := search_words(typed):
        assert numbers(cast.fornello, " ".join([*words, "nowhere"])) == []


def test_a_very_long_word_is_kept_and_found(cast):
    task = a_task(cast.fornello, cast.dana, title="Long", details="w" * 5000 + " end")
    assert numbers(cast.fornello, "w" * 60) == numbers(cast.fornello, "end") == [task.number]
