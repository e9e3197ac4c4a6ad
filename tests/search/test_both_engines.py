"""The same rows are found on both databases: those whose words begin with or hold each word typed."""

import pytest

from tests.search.test_index import numbers
from tests.world import a_task, set_columns
from tracker.search.normalise import contains_words, search_words

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@pytest.mark.parametrize(
    ("title", "typed", "there"),
    [
        ("Superlonghyphenlesscompounding", "hyphenlesscompound", True),
        ("Superlonghyphenlesscompounding", "hyphenlesscompass", False),
        ("Pizzaofenbestellungsformular", "ofenbestellungsbogen", False),
        ("Lagerverwaltungssystem", "verwaltungssystematik", False),
        ("Geschäftsführerbürostühle", "FTSFÜHRERBUROSTU", True),
        ("ΟΔΟΣ ΤΗΣ ΜΕΓΑΛΟΥΠΟΛΕΩΣΑΘΗΝΩΝ", "μεγαλουπόλεωσαθή", True),
        ("東京タワーの鍵", "京タワ", True),
        ("東京 京都", "東京都", False),
        ("東京タワー タワーの鍵", "東京タワーの鍵", False),
        ("東京京都東", "東京東", False),
        ("한국어 국어사전", "한국어사전", False),
        ("เตาอบ พิซซ่า", "อบพิซ", False),
        ("大" * 60 + "烤箱" + "大" * 60, "大烤箱大", True),
        ("大" * 60 + "烤箱" + "大" * 60, "烤箱烤", False),
        (LONG, "rindfleisch", True),
        (LONG, "aufgaben", False),
        (LONG, "übertragung", False),
        ("abc東京", "bc東", True),
        ("abc東京", "bcd東", False),
        ("سلام، دنيا", "دنيا", True),
        ("سلام،دنيا", "دنيا", True),
        ("नमस्ते।दुनिया", "दुनिया", True),
        ("Ask Rosa՝soon", "soon", True),
        ("price₹500", "500", True),
        ("سلام دنيا", "سلام، دنيا", True),
        ("नमस्ते दुनिया", "नमस्ते। दुनिया।", True),
    ],
)
def test_a_row_is_found_when_it_holds_each_word(cast, title, typed, there):
    task = a_task(cast.fornello, cast.dana, title=title)
    assert numbers(cast.fornello, typed) == ([task.number] if there else [])
    assert contains_words(search_words(typed), title) is there


def test_names_of_people_without_access_are_held_to_the_same_rule(cast):
    task = a_task(cast.fornello, cast.dana, title="Buy a stove")
    set_columns(task, owner_name="Superlonghyphenless Logistics")
    assert numbers(cast.fornello, "longhyphenlesss") == []
    assert numbers(cast.fornello, "longhyphenless stove") == [task.number]
