"""Cards of a Trello board, one by one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from tracker.imports.parsers.dates import is_sensible, zone_day
from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.json_access import Record, json_number, json_text, records, texts, truth
from tracker.imports.parsers.limits import HEADING, STEPS
from tracker.imports.parsers.notes import Remarks
from tracker.imports.parsers.plan import PlannedTask, Status, refuse_above
from tracker.imports.parsers.steps import Item, check_details, details_with
from tracker.imports.parsers.text import (
    cut,
    fit_key,
    fit_name,
    fit_title,
    is_separator,
    plain_line,
    quote_short,
)

UNTITLED = "Untitled card"
MEMBERS_READ = 50


@dataclass
class TrelloBoard:
    """What every card needs to know of its board, and where remarks and problems go."""

    zone: ZoneInfo
    include_archived: bool
    lists: dict[str, Record]
    members: dict[str, Record]
    checklists: dict[str, list[Record]]
    remarks: Remarks = field(default_factory=Remarks)
    problems: Problems = field(default_factory=lambda: Problems("Card"))

    @classmethod
    def of(cls, value: Record, zone: ZoneInfo, *, include_archived: bool) -> Self:
        checklists: dict[str, list[Record]] = {}
        for checklist in records(value, "checklists"):
            checklists.setdefault(json_text(checklist, "idCard"), []).append(checklist)
        return cls(
            zone=zone,
            include_archived=include_archived,
            lists={json_text(one, "id"): one for one in records(value, "lists")},
            members={json_text(member, "id"): member for member in records(value, "members")},
            checklists=checklists,
        )

    def in_order(self) -> list[tuple[int, Record]]:
        """The lists as they stand on the board, each with its place in the file."""
        return sorted(enumerate(self.lists.values(), start=1), key=lambda found: json_number(found[1], "pos"))

    def is_taken(self, list_record: Record) -> bool:
        return self.include_archived or not truth(list_record, "closed")

    def member(self, key: str) -> str:
        """The name of a member of the board; blank for somebody who has left it."""
        member = self.members.get(key, {})
        return fit_name(json_text(member, "fullName")) or fit_name(json_text(member, "username"))

    def is_archived(self, card: Record) -> bool:
        return truth(card, "closed") or truth(self.lists.get(json_text(card, "idList"), {}), "closed")

    def day(self, moment: str, row: int, what: str) -> date | None:
        """The day of a moment in the client's zone; a year nobody meant is left out with a remark."""
        if not moment:
            return None
        try:
            day = zone_day(moment, self.zone)
        except ValueError:
            self.problems.add(row, f"the {what} {quote_short(moment)} is not a day Trello writes.")
            return None
        if not is_sensible(day):
            self.remarks.add("1 due date in an unlikely year was left out.",
                             "{n} due dates in unlikely years were left out.", moment)  # fmt: skip
        return day if is_sensible(day) else None


def read_card(row: int, card: Record, board: TrelloBoard) -> PlannedTask | None:
    """The task a card stands for, or None where it is left out, which is remarked on."""
    if is_left_out(card, board):
        return None
    title, full_title = fit_title(json_text(card, "name"))
    items = items_of(board.checklists.get(json_text(card, "id"), []), board.member, board.remarks,
                     lambda moment: board.day(moment, row, "due date of a checklist item"))  # fmt: skip
    details = details_with(full_title, json_text(card, "desc"), items, board.remarks)
    check_details(details, row, board.problems)
    return PlannedTask(
        key=fit_key(json_text(card, "id")) or None,
        row=row,
        title=title or UNTITLED,
        details=details,
        owner_name=owner_of(card, title, board),
        due=board.day(json_text(card, "due"), row, "due date"),
        status=status_of(card, board),
        steps=tuple(item.step() for item in items),
        archived=board.is_archived(card),
    )


def is_left_out(card: Record, board: TrelloBoard) -> bool:
    """Archived cards unless asked for, templates, drawn lines, and cards with nothing on them."""
    name = plain_line(json_text(card, "name"))
    if board.is_archived(card) and not board.include_archived:
        board.remarks.add("1 archived card was left out.", "{n} archived cards were left out.")
    elif truth(card, "isTemplate"):
        board.remarks.add("1 template card was left out.", "{n} template cards were left out.", name)
    elif json_text(card, "cardRole") == "separator" or is_separator(name):
        board.remarks.add("1 separator card was left out.", "{n} separator cards were left out.")
    elif not name and not holds_anything(card, board):
        board.remarks.add("1 empty card was left out.", "{n} empty cards were left out.")
    else:
        return False
    return True


def holds_anything(card: Record, board: TrelloBoard) -> bool:
    return bool(
        json_text(card, "desc").strip() or json_text(card, "due") or json_text(card, "id") in board.checklists
    )


def status_of(card: Record, board: TrelloBoard) -> Status | None:
    if truth(card, "dueComplete") or json_text(card, "dateCompleted"):
        return "done"
    if board.is_archived(card):
        board.remarks.add(
            "1 archived card is imported as parked.", "{n} archived cards are imported as parked."
        )
        return "parked"
    return None


def owner_of(card: Record, title: str, board: TrelloBoard) -> str:
    """The first member we can name; the others and the missing ones are remarked on."""
    ids = texts(card, "idMembers")
    names = [name for one in ids[:MEMBERS_READ] if (name := board.member(one))]
    if ids and not names:
        board.remarks.add(
            "1 card is assigned to someone who is no longer on the board; it is imported without an owner.",
            "{n} cards are assigned to people who are no longer on the board; they are imported without an owner.",
            title,
        )
    if len(names) > 1:
        board.remarks.add(
            "1 card has several members; the first is its owner, and the others were not imported.",
            "{n} cards have several members; the first is the owner, and the others were not imported.",
            f"{title}: {', '.join(names[1:4])}",
        )
    return names[0] if names else ""


def items_of(
    checklists: list[Record],
    member: Callable[[str], str],
    remarks: Remarks,
    day: Callable[[str], date | None],
) -> list[Item]:
    """All items of a card, checklist by checklist, in the card's order."""
    full = sorted(
        (one for one in checklists if records(one, "checkItems")), key=lambda one: json_number(one, "pos")
    )
    several = len({plain_line(json_text(one, "name")) for one in full}) > 1
    items: list[Item] = []
    for checklist in full:
        heading = cut(plain_line(json_text(checklist, "name")), HEADING) if several else ""
        refuse_above(STEPS, len(items) + len(records(checklist, "checkItems")), "steps")
        for record in sorted(records(checklist, "checkItems"), key=lambda one: json_number(one, "pos")):
            name = plain_line(json_text(record, "name"))
            if name and not is_separator(name):
                items.append(read_check_item(record, heading, member, day))
            else:
                remarks.add(
                    "1 empty checklist item was left out.", "{n} empty checklist items were left out."
                )
    return items


def read_check_item(
    record: Record, heading: str, member: Callable[[str], str], day: Callable[[str], date | None]
) -> Item:
    name = json_text(record, "name")
    return Item(
        key=json_text(record, "id"),
        title=f"{heading}: {name}" if heading else name,
        done=json_text(record, "state") == "complete",
        owner=member(json_text(record, "idMember")),
        due=day(json_text(record, "due")),
    )
