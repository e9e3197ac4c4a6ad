"""The timeline as a reader sees it: the client's goals as bars, in a lane for each span. Three queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from flask import g, request, url_for

from tracker.clients.models import Client, Span
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.htmx import TemplateContext
from tracker.foundation.text.formatting import day
from tracker.roadmap.models import Goal
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import EXPLAINED, ApprovalState
from tracker.roadmap.presentation import queries, wording
from tracker.roadmap.presentation.filters import Filters
from tracker.roadmap.presentation.viewer import Viewer
from tracker.roadmap.timeline import layout
from tracker.roadmap.timeline.window import Window

CLOSE, TIGHT = 18, 24
"""With more rows than these, print sets them closer, and closer still: one sheet has room for thirty."""
HARD = "\u00a0"


@dataclass(frozen=True)
class Bar:
    """A goal in a lane: its place, the notes beside its title, and all of it in words."""

    goal: Goal
    place: layout.BarPlacement
    count: str
    notes: list[str]
    description: str


@dataclass
class SpanLane:
    """The bars of a span, or of the goals without one."""

    name: str
    bars: list[Bar] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The number of rows its bars take."""
        return max(layout.pack_rows(bar.place.all for bar in self.bars), default=1)


@dataclass
class Timeline:
    """The contents of the page. `before` and `after` count the goals outside the quarters it shows."""

    window: Window
    lanes: list[SpanLane]
    undated: list[Goal]
    before: int = 0
    after: int = 0
    total: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no goal matches the filters, inside or outside of the window."""
        return not self.undated and not any(lane.bars for lane in self.lanes) and not self.before + self.after

    @property
    def density(self) -> str:
        """The spacing of its rows in print."""
        rows = sum(lane.rows for lane in self.lanes) + (len(self.undated) + 7) // 4
        return "tight" if rows > TIGHT else "close" if rows > CLOSE else "roomy"


def build_timeline(client: Client, viewer: Viewer, filters: Filters, window: Window) -> Timeline:
    """Return the timeline of a client's goals for this reader, filtered, in this window."""
    goals = queries.shown_goals(client, viewer.seat)
    counts = queries.progress_by_goal(client, viewer.seat)
    spans = queries.spans(client)
    lanes = {span.id: SpanLane(span.name) for span in spans} | {None: SpanLane("No span yet")}
    drawn = Timeline(window, list(lanes.values()), [], total=len(goals))
    for goal in sorted(filter(filters.keeps, goals), key=lambda goal: start_of(goal, client)):
        if goal.target_date is None:
            drawn.undated.append(goal)
        elif found := goal_bar(goal, client, viewer, counts.get(goal.id, Progress()), window):
            lanes[goal.span_id].bars.append(found)
        else:
            early = layout.half_month(goal.target_date) < window.half
            drawn.before, drawn.after = drawn.before + early, drawn.after + (not early)
    drawn.lanes = lanes_to_show(drawn.lanes, spans)
    return drawn


def lanes_to_show(lanes: list[SpanLane], spans: Sequence[Span]) -> list[SpanLane]:
    """Return the lanes to show: one for each span, and the one without a span only if it has goals."""
    return [lane for n, lane in enumerate(lanes) if n < len(spans) or lane.bars]


def start_of(goal: Goal, client: Client) -> tuple[date, int]:
    """Return the sort key of a lane: the day the bar begins, then the goal's position in the list."""
    made = clock.local(goal.created_at, client).date()
    return layout.starts_on(goal.quarter, made, goal.target_date or date.max), goal.position


def goal_bar(goal: Goal, client: Client, viewer: Viewer, progress: Progress, window: Window) -> Bar | None:
    """Return the goal's bar; None if it has no date, or is outside the window."""
    if goal.target_date is None:
        return None
    start = start_of(goal, client)[0]
    was = wording.was_word(goal.original_target_date, goal.target_date)
    notes = [note for note in (approval_word(goal), was) if note]
    count = f"{progress.done}/{progress.total}" if progress.total else ""
    label = " ".join([goal.title, count, *(note.replace(" ", HARD) for note in notes)])
    place = layout.place_bar(
        start, goal.target_date, label, window.half, goal.original_target_date if was else None
    )
    return (
        Bar(goal, place, count, notes, bar_description(goal, start, viewer, progress, notes))
        if place
        else None
    )


def bar_description(goal: Goal, start: date, viewer: Viewer, progress: Progress, notes: Iterable[str]) -> str:
    """Return the bar in words: “On track, 6 of 9 tasks done, Thu 1 Oct to Fri 18 Dec, was 20 Nov”."""
    count = progress.tasks_done if progress.total else ""
    dates = f"{day(start, viewer.today)} to {day(goal.target_date, viewer.today)}"
    return ", ".join(word for word in (viewer.status(goal), count, dates, *notes) if word)


def approval_word(goal: Goal) -> str:
    """Return the note on a goal that is not agreed: “Draft”, which only COOs see, or “Proposed”."""
    return {ApprovalState.DRAFT: "Draft", ApprovalState.PROPOSED: "Proposed"}.get(
        ApprovalState(goal.approval_state), ""
    )


def timeline_page() -> TemplateContext:
    """Return the context of the page, with the quarters and filters in the address."""
    all_seats()
    viewer = Viewer.at(g.seat)
    filters = Filters.asked({name: request.args.get(name, "") for name in ("status", "done")})
    window = Window.asked(request.args.get("from", ""), viewer.today)
    statuses = wording.choices_for(wording.audience_of(g.seat))
    return {
        "drawn": build_timeline(g.client, viewer, filters, window),
        "filters": filters,
        "statuses": statuses,
        "chosen": [(key, word) for key, word in statuses if key in EXPLAINED],
        "to": partial(timeline_at, filters, window),
    }


def timeline_at(filters: Filters, window: Window, start: str = "", **changes: str | bool) -> str:
    """Return the timeline's address with filters toggled, or beginning with another quarter."""
    args: dict[str, Any] = filters.toggled(**changes) if changes else filters.args()
    begins = start or window.start
    args["from"] = "" if begins == window.usual_start else begins
    return url_for(
        "client.timeline.show", **{name: value for name, value in args.items() if value and name != "show"}
    )
