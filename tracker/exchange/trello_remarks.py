"""What a person should know of a Trello board that cannot be seen in the plan."""

from collections.abc import Iterable

from tracker.exchange.plan import PlannedGoal
from tracker.exchange.record import Record, records, text, truth
from tracker.exchange.remarks import Remarks
from tracker.exchange.words import quoted

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


def remark_on_done_lists(goals: Iterable[PlannedGoal], remarks: Remarks) -> None:
    """A list called Done tells us nothing for certain: say so, and leave its cards as they are."""
    for goal in goals:
        words = {"".join(filter(str.isalpha, word)) for word in goal.title.casefold().split()}
        open_tasks = [task for task in goal.tasks if task.status is None]
        if words & DONE_WORDS and open_tasks:
            cards = "1 card in it is" if len(open_tasks) == 1 else f"{len(open_tasks):,} cards in it are"
            remarks.add(
                f"The list {quoted(goal.title)} sounds finished, but {cards} not ticked as complete in "
                "Trello; we do not take cards for done because of their list."
            )


def remark_on_board(board: Record, remarks: Remarks) -> None:
    """The parts of a board that are not taken, as far as this one has any."""
    if truth(board, "closed"):
        remarks.add("This board itself is archived in Trello.")
    cards = records(board, "cards")
    parts = {
        "labels": any(card.get("labels") or card.get("idLabels") for card in cards),
        "start dates": any(card.get("start") for card in cards),
        "attachments": any(card.get("attachments") for card in cards),
        "custom fields": any(card.get("customFieldItems") for card in cards),
        "stickers": any(card.get("stickers") for card in cards),
    }
    left = [part for part, found in parts.items() if found]
    if left:
        remarks.add(f"Not taken: {', '.join(left)}.")
    if any(text(action, "type") == "commentCard" for action in records(board, "actions")):
        remarks.add("Comments are not taken.")
