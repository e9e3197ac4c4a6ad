"""Reads the cards of a Trello board."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from tracker.imports.parsers.dates import is_sensible, zone_day
from tracker.imports.parsers.errors import Problems
from tracker.imports.parsers.json_access import (
    Record,
    json_number,
    json_record,
    json_records,
    json_text,
    json_texts,
    json_true,
)
from tracker.imports.parsers.limits import HEADING, STEPS
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.plan import PlannedTask, Status, refuse_above
from tracker.imports.parsers.steps import Item, check_details, details_with
from tracker.imports.parsers.text import (
    fit_key,
    fit_name,
    fit_title,
    is_separator,
    plain_line,
    quote_short,
    shorten,
)

UNTITLED_CARD = "Untitled card"
UNTITLED_ITEM = "Untitled item"
COMMENTS = ("commentCard", "copyCommentCard")
"""The types of actions that are comments: written on the card, or copied with it."""
MEMBERS_READ = 50


@dataclass
class TrelloBoard:
    """The parts of a board that every card needs, and the notes and problems found so far."""

    zone: ZoneInfo
    include_archived: bool
    lists: dict[str, Record]
    members: dict[str, Record]
    checklists: dict[str, list[Record]]
    commented: frozenset[str]
    notes: Notes = field(default_factory=Notes)
    problems: Problems = field(default_factory=lambda: Problems("Card"))

    @classmethod
    def of(cls, value: Record, zone: ZoneInfo, *, include_archived: bool) -> Self:
        """Return the board in this JSON."""
        checklists: dict[str, list[Record]] = {}
        for checklist in json_records(value, "checklists"):
            checklists.setdefault(json_text(checklist, "idCard"), []).append(checklist)
        return cls(
            zone=zone,
            include_archived=include_archived,
            lists={json_text(one, "id"): one for one in json_records(value, "lists")},
            members={json_text(member, "id"): member for member in json_records(value, "members")},
            checklists=checklists,
            commented=frozenset(commented_cards(value)),
        )

    def in_order(self) -> list[tuple[int, Record]]:
        """Return the lists in the board's order, each with its place in the file."""
        return sorted(enumerate(self.lists.values(), start=1), key=lambda found: json_number(found[1], "pos"))

    def is_taken(self, list_record: Record) -> bool:
        """Whether the list is imported."""
        return self.include_archived or not json_true(list_record, "closed")

    def member(self, key: str) -> str:
        """Return the name of a member of the board; blank for a former one."""
        member = self.members.get(key, {})
        return fit_name(json_text(member, "fullName")) or fit_name(json_text(member, "username"))

    def is_archived(self, card: Record) -> bool:
        """Whether the card or its list is archived."""
        return json_true(card, "closed") or json_true(self.lists.get(json_text(card, "idList"), {}), "closed")

    def day(self, moment: str, row: int, what: str) -> date | None:
        """Return the date of a moment in the client's time zone; None, with a note, in an unlikely year."""
        if not moment:
            return None
        try:
            day = zone_day(moment, self.zone)
        except ValueError:
            self.problems.add(row, f"the {what} {quote_short(moment)} is not a day Trello writes.")
            return None
        if not is_sensible(day):
            self.notes.add(
                "1 due date in an unlikely year was left out.",
                "{n} due dates in unlikely years were left out.",
                moment,
            )
        return day if is_sensible(day) else None


def commented_cards(board: Record) -> Iterator[str]:
    """Yield the ids of the cards that have comments.

    An export holds the latest 1,000 actions only, but each card has the number of its comments.
    """
    for action in json_records(board, "actions"):
        if json_text(action, "type") in COMMENTS:
            yield json_text(json_record(json_record(action, "data"), "card"), "id")
    for card in json_records(board, "cards"):
        if json_number(json_record(card, "badges"), "comments"):
            yield json_text(card, "id")


def read_card(row: int, card: Record, board: TrelloBoard) -> PlannedTask | None:
    """Return the task of a card; None if it is left out, with a note."""
    if is_left_out(card, board):
        return None
    title, full_title = fit_title(json_text(card, "name"))
    items = items_of(
        board.checklists.get(json_text(card, "id"), []),
        board.member,
        board.notes,
        lambda moment: board.day(moment, row, "due date of a checklist item"),
    )
    details = details_with(full_title, json_text(card, "desc"), items, board.notes)
    check_details(details, row, board.problems)
    return PlannedTask(
        key=fit_key(json_text(card, "id")) or None,
        row=row,
        title=title or UNTITLED_CARD,
        details=details,
        owner_name=owner_of(card, title, board),
        due=board.day(json_text(card, "due"), row, "due date"),
        status=status_of(card, board),
        steps=tuple(item.step() for item in items),
        archived=board.is_archived(card),
    )


def is_left_out(card: Record, board: TrelloBoard) -> bool:
    """Whether to leave the card out, with a note.

    These are archived cards unless asked for, templates, and cards with nothing on them: nameless, or a drawn line.
    """
    name = plain_line(json_text(card, "name"))
    if board.is_archived(card) and not board.include_archived:
        board.notes.add("1 archived card was left out.", "{n} archived cards were left out.")
    elif json_true(card, "isTemplate"):
        board.notes.add("1 template card was left out.", "{n} template cards were left out.", name)
    elif holds_anything(card, board):
        return False
    elif json_text(card, "cardRole") == "separator" or is_separator(name):
        board.notes.add("1 separator card was left out.", "{n} separator cards were left out.")
    elif not name:
        board.notes.add("1 empty card was left out.", "{n} empty cards were left out.")
    else:
        return False
    return True


def holds_anything(card: Record, board: TrelloBoard) -> bool:
    """Whether the card has anything but a name, a place and colours, whether we import it or not."""
    key = json_text(card, "id")
    return bool(
        json_text(card, "desc").strip()
        or any(json_text(card, moment) for moment in ("due", "start"))
        or any(card.get(part) for part in ("idMembers", "attachments", "customFieldItems"))
        or key in board.checklists
        or key in board.commented
    )


def status_of(card: Record, board: TrelloBoard) -> Status | None:
    """Return done, parked for an archived card, or None."""
    if json_true(card, "dueComplete") or json_text(card, "dateCompleted"):
        return "done"
    if board.is_archived(card):
        board.notes.add(
            "1 archived card is imported as parked.", "{n} archived cards are imported as parked."
        )
        return "parked"
    return None


def owner_of(card: Record, title: str, board: TrelloBoard) -> str:
    """Return the first member whose name is known; note the others and missing ones."""
    ids = json_texts(card, "idMembers")
    names = [name for one in ids[:MEMBERS_READ] if (name := board.member(one))]
    if ids and not names:
        board.notes.add(
            "1 card is assigned to someone who is no longer on the board; it is imported without an owner.",
            "{n} cards are assigned to people who are no longer on the board; they are imported without an owner.",
            title,
        )
    if len(names) > 1:
        board.notes.add(
            "1 card has several members; the first is its owner, and the others were not imported.",
            "{n} cards have several members; the first is the owner, and the others were not imported.",
            f"{title}: {', '.join(names[1:4])}",
        )
    return names[0] if names else ""


def items_of(
    checklists: list[Record],
    member: Callable[[str], str],
    notes: Notes,
    day: Callable[[str], date | None],
) -> list[Item]:
    """Return all items of a card, checklist by checklist, in the card's order.

    Where its checklists have different names, an item's title begins with that of its checklist.
    """
    full = sorted(
        (one for one in checklists if json_records(one, "checkItems")),
        key=lambda one: json_number(one, "pos"),
    )
    several = len({plain_line(json_text(one, "name")) for one in full}) > 1
    note_checklists(checklists, notes, named=several)
    items: list[Item] = []
    for checklist in full:
        heading = shorten(plain_line(json_text(checklist, "name")), HEADING) if several else ""
        refuse_above(STEPS, len(items) + len(json_records(checklist, "checkItems")), "steps")
        for record in sorted(json_records(checklist, "checkItems"), key=lambda one: json_number(one, "pos")):
            name = plain_line(json_text(record, "name"))
            if (name and not is_separator(name)) or json_text(record, "due") or json_text(record, "idMember"):
                items.append(read_check_item(record, heading, member, day))
            else:
                notes.add("1 empty checklist item was left out.", "{n} empty checklist items were left out.")
    return items


def note_checklists(checklists: list[Record], notes: Notes, *, named: bool) -> None:
    """Note the checklists without items and, unless the steps are `named` after theirs, the names."""
    for checklist in checklists:
        name = plain_line(json_text(checklist, "name"))
        if not json_records(checklist, "checkItems"):
            notes.add(
                "1 checklist without items was left out.", "{n} checklists without items were left out.", name
            )
        elif name and not named and name.casefold() != "checklist":
            notes.add(
                "The name of 1 checklist was not imported, only its items.",
                "The names of {n} checklists were not imported, only their items.",
                name,
            )


def read_check_item(
    record: Record, heading: str, member: Callable[[str], str], day: Callable[[str], date | None]
) -> Item:
    """Return a checklist item, its title after the `heading` if there is one."""
    name = json_text(record, "name") if plain_line(json_text(record, "name")) else UNTITLED_ITEM
    return Item(
        key=json_text(record, "id"),
        title=f"{heading}: {name}" if heading else name,
        done=json_text(record, "state") == "complete",
        owner=member(json_text(record, "idMember")),
        due=day(json_text(record, "due")),
    )
