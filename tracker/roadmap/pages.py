"""What each page of the road map needs: the same context whether it is read, or refused with its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import g, request, url_for

from tracker.activity.sentences import Line
from tracker.clients.door import people, seated
from tracker.foundation import clock
from tracker.foundation.conflicts import Clash
from tracker.roadmap import filter_bar, goal_changes, history, quarters, reading, words
from tracker.roadmap.add_line import AddLine
from tracker.roadmap.filters import Filters
from tracker.roadmap.forms import GoalForm
from tracker.roadmap.many_forms import ManyForm
from tracker.roadmap.models import Goal
from tracker.roadmap.offers import Offers
from tracker.roadmap.reader import Reader
from tracker.roadmap.status import Status
from tracker.roadmap.timeline import timeline as bars_of
from tracker.roadmap.window import Window


def road_map(wrong: AddLine | None = None, many: ManyForm | None = None) -> dict[str, Any]:
    """The goals with their tasks, as the filters leave them. `wrong`: a line that was refused; `many`: likewise."""
    people()
    reader, spans = Reader.at(g.seat), reading.spans(g.client)
    board = reading.board(g.client, g.seat, Filters.asked(request.args, g.seat))
    owners = list(reading.owners_of(board.works, g.seat).items())
    return {
        "board": board,
        "filters": board.filters,
        "at_hand": filter_bar.AT_HAND,
        "folded": filter_bar.folded(board.filters, reader, spans, owners),
        "quarters": quarters_to_choose(board.quarters),
        "wrong": wrong,
        "asking": False,
        **bar_of([work for work in board.works if isinstance(work, Goal)], many),
        "line_for": lambda goal: wrong if wrong and wrong.stands_under(goal) else AddLine(goal),
    }


def bar_of(goals: Sequence[Goal], many: ManyForm | None = None) -> dict[str, Any]:
    """What the bar for marked rows offers."""
    statuses = words.choices_for(words.reader_of(g.seat))
    return {"many": many or ManyForm(formdata=None), "goals": goals, "statuses": statuses}


def timeline() -> dict[str, Any]:
    """The goals as bars, in the quarters the address asks for."""
    people()
    reader = Reader.at(g.seat)
    filters = Filters.asked({name: request.args.get(name, "") for name in ("status", "done")})
    window = Window.asked(request.args.get("from", ""), reader.today)
    statuses = words.choices_for(words.reader_of(g.seat))
    return {
        "drawn": bars_of(g.client, reader, filters, window),
        "filters": filters,
        "statuses": statuses,
        "chosen": [(key, word) for key, word in statuses if key in (Status.WATCH, Status.WAITING)],
        "to": partial(timeline_at, filters, window),
    }


def timeline_at(filters: Filters, window: Window, start: str = "", **changes: str | bool) -> str:
    """The timeline's address with one filter changed, or beginning with another quarter."""
    args: dict[str, Any] = filters.toggled(**changes) if changes else filters.args()
    begins = start or window.start
    args["from"] = "" if begins == window.usual_start else begins
    return url_for(
        "client.timeline.show", **{name: said for name, said in args.items() if said and name != "show"}
    )


def quarters_to_choose(used: Sequence[str]) -> list[tuple[str, str]]:
    """The quarters some goal is in, and this one."""
    now = quarters.quarter_of(clock.today(g.client))
    return [(each, quarters.shown(each)) for each in sorted({*used, now})]


def new_goal(form: GoalForm) -> dict[str, Any]:
    return {"form": form, "place": request.values.get("place", "page")}


def goal(goal: Goal) -> dict[str, Any]:
    """A goal's own page."""
    tasks = reading.tasks_of(goal, g.client, g.seat)
    return {
        "goal": goal,
        "lane": reading.lane(goal, tasks, Filters()),
        **goal_facts(goal),
        "lines": lines_of(goal),
        "line": AddLine(goal),
        **bar_of(reading.shown_goals(g.client, g.seat)),
        "asking": False,
    }


def goal_facts(goal: Goal) -> dict[str, Any]:
    """What is known about a goal, and the small form that says where its measure stands."""
    return {
        "goal": goal,
        "span": goal_changes.span_name(goal, reading.spans(g.client)),
        "quarter": quarters.shown(goal.quarter),
        "measure_form": None,
        "clashes": (),
    }


def at_goal() -> bool:
    """Whether the reader is, or was when pressing a button, on a goal's own page."""
    return request.endpoint == "client.goals.show" or request.values.get("at") == "goal"


def lines_of(goal: Goal) -> list[Line]:
    lines = reading.history(goal, g.client, g.seat)
    return history.told(lines, g.seat, offers=Offers(g.client, g.seat, lines))


def edit_goal(goal: Goal, form: GoalForm, clashes: Sequence[Clash] = ()) -> dict[str, Any]:
    """The form of a goal; `shown` is what the goal says now, carried beside each field."""
    shown = vars(goal_changes.as_fields(goal, reading.spans(g.client), seated(), g.seat))
    return {"goal": goal, "form": form, "shown": shown, "clashes": clashes}
