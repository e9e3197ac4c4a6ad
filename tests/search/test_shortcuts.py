"""The list of keyboard shortcuts: what features declare, for those who have it."""

import pytest

from tracker.features import LOADED
from tracker.registry import Feature, Features, Shortcut, ShortcutGroup

EVERYBODYS = {
    "Everywhere": [
        "/ Search", "Ctrl K The same, also when shortcuts are off", "? This list", "z Undo the last change",
        "Esc Close, or leave a field",
    ],
    "In a list": [
        "j Next row", "k Previous row", "Enter Open the row", "x Done, not done", "s Status of the row",
        "m Select or deselect row", "Shift J Select the next row, too", "Shift K Select the one before, too",
        "a Actions for selected rows",
    ],
    "At a client": ["n New task in the nearest goal", "c Comment, in an open task"],
    "Search, when it is open": ["↑ Up", "↓ Down", "Enter Go there"],
}  # fmt: skip
OF_THE_PRACTICE = {"Go to": ["g t Today", "g c Clients"]}


def listed(response):
    """The lines of each group: {"Go to": ["g t Today", "g c Clients"]}."""
    return {
        section.h2.get_text(): [" ".join(line.stripped_strings) for line in section.select("dl > div")]
        for section in response.one("#keys-list").select("section")
    }


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "dialog"])
def test_each_group_has_its_keys_in_their_order(cast, dana, marco, htmx):
    for visitor, expected in ((marco, EVERYBODYS), (dana, EVERYBODYS | OF_THE_PRACTICE)):
        found = listed(visitor.get("/keys", htmx=htmx))
        assert list(found.items()) == list(expected.items())


def test_the_key_of_a_new_feature_is_listed(app, cast, dana, marco):
    pin = Shortcut(ShortcutGroup.CLIENT, 15, ("p",), "Pin a note")
    count = Shortcut(ShortcutGroup.GO_TO, 30, ("g", "h"), "Hours", is_for_staff=True)
    found = Features([*LOADED, Feature("notes", shortcuts=[count, pin])])
    app.extensions["features"] = found
    assert [line[:1] for line in listed(dana.get("/keys"))["At a client"]] == ["n", "p", "c"]
    assert listed(dana.get("/keys"))["Go to"][-1] == "g h Hours"
    assert "Go to" not in listed(marco.get("/keys"))
