"""Checklists of a Trello card to steps.

A card with several checklists has their names in front of the steps ("Kitchen: Order flour"), unless all
bear one name; a card with one checklist, whatever it is called, has none. Drawn lines and empty
items are left out.
"""

from collections.abc import Callable
from datetime import date

from tracker.exchange.limits import HEADING, STEPS
from tracker.exchange.plan import refuse_above
from tracker.exchange.record import Record, number, records, text
from tracker.exchange.remarks import Remarks
from tracker.exchange.steps import Item
from tracker.exchange.words import cut, is_separator, one_line


def items_of(
    checklists: list[Record],
    member: Callable[[str], str],
    remarks: Remarks,
    day: Callable[[str], date | None],
) -> list[Item]:
    """All items of a card, checklist by checklist, in the card's order."""
    full = sorted(
        (one for one in checklists if records(one, "checkItems")), key=lambda one: number(one, "pos")
    )
    several = len({one_line(text(one, "name")) for one in full}) > 1
    items: list[Item] = []
    for checklist in full:
        heading = cut(one_line(text(checklist, "name")), HEADING) if several else ""
        refuse_above(STEPS, len(items) + len(records(checklist, "checkItems")), "steps")
        for record in sorted(records(checklist, "checkItems"), key=lambda one: number(one, "pos")):
            name = one_line(text(record, "name"))
            if name and not is_separator(name):
                items.append(read_item(record, heading, member, day))
            else:
                remarks.add(
                    "1 empty checklist item was left out.", "{n} empty checklist items were left out."
                )
    return items


def read_item(
    record: Record, heading: str, member: Callable[[str], str], day: Callable[[str], date | None]
) -> Item:
    name = text(record, "name")
    return Item(
        key=text(record, "id"),
        title=f"{heading}: {name}" if heading else name,
        done=text(record, "state") == "complete",
        owner=member(text(record, "idMember")),
        due=day(text(record, "due")),
    )
