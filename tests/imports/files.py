"""Small Trello, Asana and spreadsheet files about the demo's clients."""

import csv
import io
import json

from tracker.imports.parsers.asana.columns import KNOWN_TITLES
from tracker.imports.parsers.detect import read_file
from tracker.imports.parsers.errors import ImportRefused

MARCO = {"id": "m1", "fullName": "Marco Fornello", "username": "marco"}
ROSA = {"id": "m2", "fullName": "", "username": "rosa"}


def a_list(key="kitchen", name="Kitchen", **more):
    return {"id": key, "name": name, "pos": 1, "closed": False} | more


def a_card(key="c1", name="Order flour", **more):
    return {"id": key, "name": name, "idList": "kitchen", "pos": 1, "closed": False} | more


def a_checklist(*names, card="c1", **more):
    items = [{"id": f"{name}!", "name": name, "pos": place} for place, name in enumerate(names)]
    return {"id": "k1", "idCard": card, "name": "Checklist", "pos": 1, "checkItems": items} | more


def a_board(*cards, lists=None, **more):
    board = {
        "name": "Fornello Pizza",
        "lists": lists or [a_list()],
        "cards": list(cards),
        "members": [MARCO, ROSA],
    }
    return json.dumps(board | more).encode()


def a_csv(titles, *rows, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([titles, *rows])
    return out.getvalue().encode()


def an_asana(*rows, titles=KNOWN_TITLES):
    """An Asana export with these rows; task id, name and project have defaults."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, titles, restval="", lineterminator="\n")
    writer.writeheader()
    for place, row in enumerate(rows):
        writer.writerow(
            {"Task ID": f"1210000000000{place:03}", "Name": f"Task {place}", "Projects": "Opening"} | row
        )
    return out.getvalue().encode("utf-8-sig")


def plan_of(data, zone="America/New_York", file_name="pizza.csv", **options):
    return read_file(data, file_name, zone, **options)


def refusal_of(data, **options):
    """The message and the rows shown when the file is refused."""
    try:
        plan_of(data, **options)
    except ImportRefused as refused:
        return "\n".join([refused.message, *refused.lines()])
    raise AssertionError("the file was accepted")


def titles_of(things):
    return [thing.title for thing in things]


def tasks_of(plan):
    return list(plan.tasks())


def notes_of(plan):
    return "\n".join(plan.notes)


def board(*cards):
    """A Trello board with these cards in its lists `todo` and `doing`."""
    return a_board(*cards, lists=[a_list("todo", "To do"), a_list("doing", "Doing", pos=2)])
