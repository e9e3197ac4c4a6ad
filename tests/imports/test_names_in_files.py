"""Names in a file: invisible characters are removed, and lookalikes of people here are reported."""

from tracker.imports.apply.owners import lookalike_seats, with_people
from tracker.imports.parsers.plan import Plan, PlannedTask


class Named:
    def __init__(self, name):
        self.name = name


def owner_of(name):
    task = PlannedTask(key="1", row=2, title="Ring the maker", owner_name=name)
    return with_people(Plan(source="csv", name="A file", goals=(), inbox=(task,)), []).inbox[0].owner_name


def test_invisible_characters_are_removed_from_a_name():
    assert owner_of("Core\u200bwell \u3164Ltd\u202e") == "Corewell Ltd"
    assert owner_of("می\u200cخواهم") == "می\u200cخواهم", "a joiner that shapes letters stays"


def test_a_lookalike_of_a_persons_name_is_found():
    marco = Named("Marco Bellini")
    assert lookalike_seats("M\u0430rco Bellini", [marco, Named("Rosa Delgado")]) == [marco]
    assert lookalike_seats("", [marco]) == []
