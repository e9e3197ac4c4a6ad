"""What repeats among rows is made once: a row reads the same in a list as it does alone."""

from datetime import UTC, date, datetime

import pytest
from flask import g, render_template

from tests.world import a_task, seat_of, set_columns
from tracker.clients.scope import all_seats
from tracker.roadmap.models.statuses import Status, Visibility
from tracker.roadmap.presentation.client_header import ClientHeader
from tracker.roadmap.presentation.lists.listed_task import listed_tasks


@pytest.fixture
def alike(cast, goal):
    """Tasks that differ from each other in one column, of all that the words of a row depend on."""
    rosa, marco = seat_of(cast.rosa, cast.fornello).id, seat_of(cast.marco, cast.fornello).id
    long_ago, lately = datetime(2026, 10, 2, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC)
    waiting, watched = {"status": Status.WAITING}, {"status": Status.WATCH}
    for columns in (
        *({"status": status} for status in Status),
        *({"due": day} for day in (date(2026, 11, 20), date(2026, 12, 24), date(2027, 1, 8))),
        *(
            {"due": date(2026, 12, 24), "original_due": day}
            for day in (date(2026, 11, 20), date(2026, 12, 1))
        ),
        *({**watched, "due": date(2026, 12, 24), "original_due": date(2026, month, 1)} for month in (10, 12)),
        *({**watched, "status_reason": why} for why in ("The bank is slow", "The oven is late")),
        *({**waiting, "waiting_name": name} for name in ("Corewell", "Zebra Ltd")),
        *({**waiting, "waiting_seat_id": seat} for seat in (rosa, marco)),
        *({**waiting, "waiting_since": moment} for moment in (long_ago, lately)),
        *({"owner_seat_id": seat} for seat in (rosa, marco)),
        *({"owner_name": name} for name in ("Corewell", "Zebra Ltd")),
        *({"comment_count": 3, column: 1} for column in ("comments_for_leads", "comments_for_coo")),
        {"visibility": Visibility.LEADS},
        {"status": Status.DONE, "due": date(2026, 11, 20)},
    ):
        set_columns(a_task(cast.fornello, cast.dana, goal=goal), **columns)


@pytest.mark.parametrize("name", ["dana", "marco", "rosa", "vera"])
def test_a_row_reads_the_same_among_others(app, cast, alike, goal, name):
    with app.test_request_context():
        g.seat = seat_of(getattr(cast, name), cast.fornello)
        g.client = g.place = cast.fornello
        seats = {seat.id: seat for seat in all_seats()}
        tasks = listed_tasks(g.seat, {goal.id: goal}, seats)

        together = rows_of(tasks)
        assert len(tasks) > 20
        assert together == "".join(rows_of([task]) for task in tasks)


def rows_of(tasks):
    head = g.head = ClientHeader()
    return render_template("tasks/_rows.html", tasks=tasks, asking=False, head=head, viewer=head.viewer)
