"""Turns the JSON of a Trello board into a plan: lists become goals, cards tasks, checklist items steps.

Archived cards, and those in archived lists, are left out unless asked for; then they are parked if not done.
A card is done when its due date is ticked or it has a completion date, never because of its list's name.
A card's e-mail address is never imported, because anybody who has it can write to the board.
"""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.json_access import Record, json_number, json_records, json_text, json_true
from tracker.imports.parsers.limits import GOALS, MOST_TASKS
from tracker.imports.parsers.notes import Notes
from tracker.imports.parsers.plan import Plan, PlannedGoal, PlannedTask, refuse_above
from tracker.imports.parsers.text import fit_key, fit_name, fit_title, quote_short
from tracker.imports.parsers.trello.cards import TrelloBoard, commented_cards, read_card
from tracker.imports.parsers.unsupported import TRELLO_HOW

TRELLO_WRONG = "Some cards of this Trello board are not right. Nothing was imported."
UNTITLED_LIST = "Untitled list"
LOCATION_PARTS = ("locationName", "address", "coordinates")


def is_board(value: object) -> bool:
    """Whether this is a Trello board: lists with id and name, cards with list and name."""
    if not isinstance(value, dict) or not all(
        isinstance(value.get(part), list) for part in ("lists", "cards")
    ):
        return False
    lists, cards = json_records(value, "lists"), json_records(value, "cards")
    whole = len(lists) == len(value["lists"]) and len(cards) == len(value["cards"])
    named = all(json_text(one, "id") and "name" in one for one in lists)
    return whole and named and all("idList" in card and "name" in card for card in cards)


def parse_trello(value: Record, zone: ZoneInfo, fallback_name: str, *, include_archived: bool) -> Plan:
    """Return the plan on the board. Raise ImportRefused if a card is wrong or the board too large."""
    board = TrelloBoard.of(value, zone, include_archived=include_archived)
    refuse_above(GOALS, sum(1 for record in board.lists.values() if board.is_taken(record)), "lists")
    if len(board.lists) < len(json_records(value, "lists")):
        raise ImportRefused(
            f"This board is damaged: two of its lists have the same id. Export it again. {TRELLO_HOW}"
        )
    held = tasks_by_list(value, board)
    board.problems.refuse_if_any(TRELLO_WRONG)
    goals = [goal for row, record in board.in_order() if (goal := read_list(row, record, board, held))]
    note_done_lists(goals, board.notes)
    note_board_parts(value, board.notes)
    return Plan(
        source="trello",
        name=fit_name(json_text(value, "name")) or fallback_name,
        goals=tuple(goals),
        inbox=tuple(held.get("", [])),
        notes=board.notes.sentences(),
    )


def tasks_by_list(value: Record, board: TrelloBoard) -> dict[str, list[PlannedTask]]:
    """Return the imported cards by list id, in the board's order; blank is for cards without a list."""
    placed: list[tuple[float, str, PlannedTask]] = []
    seen: set[str] = set()
    for row, card in enumerate(json_records(value, "cards"), start=1):
        key = json_text(card, "id")
        if not key or key in seen:
            board.problems.add(row, "it has no id." if not key else "another card has the same id.")
        seen.add(key)
        if task := read_card(row, card, board):
            home = json_text(card, "idList")
            placed.append((json_number(card, "pos"), home if home in board.lists else "", task))
            refuse_above(MOST_TASKS, len(placed), "cards")
    held: dict[str, list[PlannedTask]] = {}
    for _, home, task in sorted(placed, key=lambda found: found[0]):
        held.setdefault(home, []).append(task)
    for task in held.get("", []):
        board.notes.add(
            "1 card's list is not in the file; it goes to the inbox.",
            "{n} cards' lists are not in the file; they go to the inbox.",
            task.title,
        )
    return held


def read_list(
    row: int, record: Record, board: TrelloBoard, held: dict[str, list[PlannedTask]]
) -> PlannedGoal | None:
    """Return the goal of a list; None for an archived one that is left out."""
    archived = json_true(record, "closed")
    if not board.is_taken(record):
        board.notes.add("1 archived list was left out.", "{n} archived lists were left out.")
        return None
    title, full = fit_title(json_text(record, "name"))
    if full:
        board.notes.add(
            "1 list's name is longer than 200 letters and was cut.", "{n} names of lists were cut.", full
        )
    return PlannedGoal(
        key=fit_key(json_text(record, "id")),
        row=row,
        title=title or UNTITLED_LIST,
        status="parked" if archived else None,
        archived=archived,
        tasks=tuple(held.get(json_text(record, "id"), [])),
    )


DONE_WORDS = frozenset(
    {"done", "complete", "completed", "finished", "closed", "terminado", "terminada", "hecho", "finalizado"}
    | {
        "finalizada",
        "concluído",
        "concluido",
        "feito",
        "fertig",
        "erledigt",
        "abgeschlossen",
        "fait",
        "terminé",
    }
    | {
        "fini",
        "fatto",
        "completato",
        "klaar",
        "gereed",
        "afgerond",
        "готово",
        "сделано",
        "完了",
        "完成",
        "クローズ",
    }
)


def note_done_lists(goals: Iterable[PlannedGoal], notes: Notes) -> None:
    """Note lists with a name such as Done that have open cards: the cards stay open."""
    for goal in goals:
        words = {"".join(filter(str.isalpha, word)) for word in goal.title.casefold().split()}
        open_tasks = [task for task in goal.tasks if task.status is None]
        if words & DONE_WORDS and open_tasks:
            cards = "1 card in it is" if len(open_tasks) == 1 else f"{len(open_tasks):,} cards in it are"
            notes.add(
                f"The list {quote_short(goal.title)} sounds finished, but {cards} not ticked as complete in "
                "Trello; a list’s name alone doesn’t mark its cards done."
            )


def note_board_parts(board: Record, notes: Notes) -> None:
    """Note the parts of the board that are not imported."""
    if json_true(board, "closed"):
        notes.add("This board itself is archived in Trello.")
    cards = json_records(board, "cards")
    parts = {
        "labels": any(card.get("labels") or card.get("idLabels") for card in cards),
        "start dates": any(card.get("start") for card in cards),
        "attachments": any(card.get("attachments") for card in cards),
        "custom fields": any(card.get("customFieldItems") for card in cards),
        "stickers": any(card.get("stickers") for card in cards),
        "votes": any(card.get("idMembersVoted") for card in cards),
        "places": any(card.get(part) for card in cards for part in LOCATION_PARTS),
        "data of Power-Ups": any(card.get("pluginData") for card in cards),
        "the board’s description": bool(json_text(board, "desc").strip()),
    }
    left = [part for part, found in parts.items() if found]
    if left:
        notes.add(f"Not imported: {', '.join(left)}.")
    if next(commented_cards(board), None) is not None:
        notes.add("Comments are not imported.")
    keys = {json_text(card, "id") for card in cards}
    for checklist in json_records(board, "checklists"):
        if json_text(checklist, "idCard") not in keys:
            notes.add(
                "1 checklist's card is not in the file; it was left out.",
                "{n} checklists' cards are not in the file; they were left out.",
                json_text(checklist, "name"),
            )
