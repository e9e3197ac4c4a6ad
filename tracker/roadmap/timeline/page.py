"""The timeline as one reads it: the client's goals as bars in the lanes of its spans. Two questions and its spans."""

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
"""From so many rows on, paper sets them closer, and closer still: one sheet holds thirty."""
HARD = "\u00a0"


@dataclass(frozen=True)
class Bar:
    """A goal in a lane: where it lies, and what is said with it."""

    goal: Goal
    place: layout.BarPlacement
    count: str
    notes: list[str]
    told: str


@dataclass
class SpanLane:
    name: str
    bars: list[Bar] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return max(layout.pack_rows(bar.place.all for bar in self.bars), default=1)


@dataclass
class Timeline:
    """What the page shows, and how many goals lie outside of the quarters it shows."""

    window: Window
    lanes: list[SpanLane]
    undated: list[Goal]
    before: int = 0
    after: int = 0
    total: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.undated and not any(lane.bars for lane in self.lanes) and not self.before + self.after

    @property
    def density(self) -> str:
        """How close its rows stand on paper."""
        rows = sum(lane.rows for lane in self.lanes) + (len(self.undated) + 7) // 4
        return "tight" if rows > TIGHT else "close" if rows > CLOSE else "roomy"


def timeline(client: Client, reader: Viewer, filters: Filters, window: Window) -> Timeline:
    goals = queries.shown_goals(client, reader.seat)
    counts = queries.progress_by_goal(client, reader.seat)
    spans = queries.spans(client)
    lanes = {span.id: SpanLane(span.name) for span in spans} | {None: SpanLane("No span yet")}
    drawn = Timeline(window, list(lanes.values()), [], total=len(goals))
    for goal in sorted(filter(filters.keeps, goals), key=lambda goal: start_of(goal, client)):
        if goal.done_by is None:
            drawn.undated.append(goal)
        elif found := bar(goal, client, reader, counts.get(goal.id, Progress()), window):
            lanes[goal.span_id].bars.append(found)
        else:
            early = layout.half(goal.done_by) < window.half
            drawn.before, drawn.after = drawn.before + early, drawn.after + (not early)
    drawn.lanes = without_strays(drawn.lanes, spans)
    return drawn


def without_strays(lanes: list[SpanLane], spans: Sequence[Span]) -> list[SpanLane]:
    """Every span has a lane; goals without one have theirs only when there are some."""
    return [lane for n, lane in enumerate(lanes) if n < len(spans) or lane.bars]


def start_of(goal: Goal, client: Client) -> tuple[date, int]:
    """By what lanes are sorted: where the bar begins, then the order of the list."""
    made = clock.local(goal.created_at, client).date()
    return layout.starts_on(goal.quarter, made, goal.done_by or date.max), goal.position


def bar(goal: Goal, client: Client, reader: Viewer, progress: Progress, window: Window) -> Bar | None:
    """The goal's bar; None when it lies outside of the window."""
    if goal.done_by is None:
        return None
    start = start_of(goal, client)[0]
    was = wording.was_word(goal.first_done_by, goal.done_by)
    notes = [note for note in (life_word(goal), was) if note]
    count = f"{progress.done}/{progress.total}" if progress.total else ""
    label = " ".join([goal.title, count, *(note.replace(" ", HARD) for note in notes)])
    place = layout.place_bar(start, goal.done_by, label, window.half, goal.first_done_by if was else None)
    return Bar(goal, place, count, notes, told(goal, start, reader, progress, notes)) if place else None


def told(goal: Goal, start: date, reader: Viewer, progress: Progress, notes: Iterable[str]) -> str:
    """What the picture says, in words: On track, 6 of 9 tasks done, Thu 1 Oct to Fri 18 Dec, was 20 Nov."""
    count = f"{progress.words} tasks done" if progress.total else ""
    dates = f"{day(start, reader.today)} to {day(goal.done_by, reader.today)}"
    return ", ".join(word for word in (reader.status(goal), count, dates, *notes) if word)


def life_word(goal: Goal) -> str:
    """Said of a goal that is not agreed yet; drafts are read by the COO alone."""
    return {ApprovalState.DRAFT: "Draft", ApprovalState.PROPOSED: "Proposed"}.get(
        ApprovalState(goal.life), ""
    )


def timeline_page() -> dict[str, Any]:
    """The goals as bars, in the quarters the address asks for."""
    all_seats()
    reader = Viewer.at(g.seat)
    filters = Filters.asked({name: request.args.get(name, "") for name in ("status", "done")})
    window = Window.asked(request.args.get("from", ""), reader.today)
    statuses = wording.choices_for(wording.reader_of(g.seat))
    return {
        "drawn": timeline(g.client, reader, filters, window),
        "filters": filters,
        "statuses": statuses,
        "chosen": [(key, word) for key, word in statuses if key in EXPLAINED],
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
