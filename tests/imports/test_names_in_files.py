"""Names that a file gives: without the characters nobody can see, and said to look like somebody's here."""

from tracker.imports.apply.owners import looking_like, with_people
from tracker.imports.parsers.plan import Plan, PlannedTask


class Named:
    def __init__(self, name):
        self.name = name


def owner_of(name):
    task = PlannedTask(key="1", row=2, title="Ring the maker", owner_name=name)
    return with_people(Plan(source="csv", name="A file", goals=(), inbox=(task,)), []).inbox[0].owner_name


def test_a_name_keeps_no_hidden_characters():
    assert owner_of("Core\u200bwell \u3164Ltd\u202e") == "Corewell Ltd"
    assert owner_of("می\u200cخواهم") == "می\u200cخواهم", "a joiner that shapes letters stays"


def test_a_name_that_looks_like_somebodys_is_found():
    marco = Named("Marco Bellini")
    assert looking_like("M\u0430rco Bellini", [marco, Named("Rosa Delgado")]) == [marco]
    assert looking_like("", [marco]) == []
