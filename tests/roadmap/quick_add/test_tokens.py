"""Tokens such as “@rosa fri” in the add line: what is saved, what is refused, and the preview below."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from tests.query_counter import counted
from tests.roadmap.people import HOME, a_second_rosa
from tests.visitor import HTMX
from tests.world import seat_of, set_columns
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.foundation.text.formatting import day
from tracker.roadmap.models import Task

ADD, READ = f"{HOME}/tasks", f"{HOME}/tasks/read"


def the_task():
    return db.session.scalars(db.select(Task).options(db.selectinload(Task.owner_seat))).one()


def next_friday(client):
    today = clock.today(client)
    return today + timedelta(days=(3 - today.weekday()) % 7 + 1)


def preview(visitor, line, goal="1"):
    """The preview under the line: the texts of its chips, then of its problems."""
    answer = visitor.get(READ, htmx=True, query_string={"line": line, "goal": goal})
    assert list(answer.parts) == [f"goal-{goal}-add-read" if goal else "inbox-add-read"]
    return answer


def test_a_line_sets_owner_and_date(cast, dana, goal):
    answer = dana.swap(ADD, title="@rosa Call the oven people fri !routine", goal=1)
    task, friday = the_task(), next_friday(cast.fornello)

    assert (task.title, task.owner, task.due, task.kind) == (
        "Call the oven people",
        "Rosa Delgado",
        friday,
        "routine",
    )
    assert (task.original_due, task.owner_seat_id) == (friday, seat_of(cast.rosa, cast.fornello).id)
    assert (
        answer.parts["announcement"].text
        == f"Task added: Rosa, by {day(friday, clock.today(cast.fornello))}, routine"
    )


def test_it_works_without_scripts_and_in_the_inbox(cast, rosa):
    assert rosa.post(ADD, title='Ring them @"Luca from Corewell" tomorrow', goal="").location.startswith(
        f"{HOME}/"
    )
    task = the_task()
    assert (task.owner_name, task.owner_seat_id, task.goal_id) == ("Luca from Corewell", None, None)
    assert task.due == clock.today(cast.fornello) + timedelta(days=1)


def test_a_client_reads_its_own_word_for_the_kind(marco, goal):
    assert marco.swap(ADD, title="Sweep !running", goal=1).parts["announcement"].text == "Task added: running"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("line", ["Fix section 4.12.", "Raise prices by 12.5."])
def test_figures_stay_in_the_title(dana, goal, line, scripts):
    send = dana.swap if scripts else dana.post
    send(ADD, title=line, goal=1)
    assert (the_task().title, the_task().due) == (line, None)


def test_the_preview_asks_whether_figures_are_a_date(cast, dana, goal):
    part = preview(dana, "Fix section 1.1.").parts["goal-1-add-read"]
    today = clock.today(cast.fornello)
    new_year = date(today.year + (today.month + today.day > 2), 1, 1)
    answer = part.select_one("button")
    assert "Is “1.1.” a due date?" in part.text
    assert answer.text == f"Yes, due {day(new_year, today)}"
    dana.swap(ADD, title=answer["data-line"], goal=1)
    assert (the_task().title, the_task().due) == ("Fix section", new_year)


def test_a_form_sent_twice_adds_one_task(dana, goal):
    for _ in range(2):
        dana.swap(ADD, title="Sweep @rosa fri", goal=1, form_key="one")
    assert the_task().title == "Sweep"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Sweep @nobody", "Nobody with access here is called “nobody”."),
        ("Sweep 31 feb", "There is no 31 February."),
        ("Sweep !biuld", "There is no kind “biuld”."),
        ("@rosa fri", "Give the task a title. “@rosa fri” was not read as one"),
        (f"{'x' * 201} @rosa", "Keep it to 200 characters."),
    ],
)
def test_unclear_input_is_refused_and_kept(dana, goal, line, words):
    refused = dana.swap(ADD, 422, title=line, goal=1).parts["goal-1-add"]
    assert refused.select_one(".error").text.strip().startswith(words)
    assert refused.select_one("[name=title]")["value"] == line
    page = dana.post(ADD, 422, title=line, goal=1)
    assert page.one("#goal-1-add-title")["value"] == line and words in page.text
    assert not db.session.scalar(db.select(Task))


def test_two_people_with_one_name_are_listed_with_their_addresses(cast, dana, goal):
    second = a_second_rosa(cast)
    words = dana.swap(ADD, 422, title="Sweep @rosa", goal=1).parts["goal-1-add"].select_one(".error").text
    assert (
        "Rosa Delgado (Team, rosa@fornello.example) and Rosa Delgado (Team, rosa2@fornello.example)" in words
    )
    dana.swap(ADD, title="Sweep @rosa2@fornello.example", goal=1)
    assert the_task().owner_seat_id == second.id


def test_former_members_can_no_longer_be_named(cast, dana, goal):
    seat_of(cast.vera, cast.fornello).end(by=cast.dana)
    db.session.commit()
    dana.swap(ADD, 422, title="Sweep @vera", goal=1)


def test_people_of_another_client_are_unknown(dana, goal):
    assert "Nobody with access here is called “adaeze”" in preview(dana, "Sweep @adaeze").text


def test_today_is_the_clients(cast, dana, goal):
    """The day begins 25 hours earlier on Kiritimati than on Niue: the two are never at the same date."""
    days = []
    for zone in ("Pacific/Niue", "Pacific/Kiritimati"):
        set_columns(cast.fornello, time_zone=zone)
        dana.swap(ADD, title=f"Sweep in {zone} tomorrow", goal=1)
        task = db.session.scalars(db.select(Task).order_by(Task.number.desc())).first()
        days.append(task.due - clock.today(cast.fornello))
    assert days == [timedelta(days=1)] * 2


def test_the_preview_shows_how_the_line_is_read(cast, dana, goal):
    answer = preview(dana, "Sweep @rosa fri !build")
    chips = [chip.get_text() for chip in answer.soup.select(".chip")]
    assert chips == ["Rosa Delgado", day(next_friday(cast.fornello), clock.today(cast.fornello)), "Build"]
    undo = answer.soup.select(".chip button")
    assert (
        undo[1]["data-line"] == r"Sweep @rosa \fri !build"
        and undo[1]["aria-label"] == "Keep “fri” in the title"
    )


def test_a_problem_offers_its_solutions(marco, goal):
    ways = preview(marco, "Sweep @luca").soup.select("button[data-line]")
    assert [way["data-line"] for way in ways] == ['Sweep @"luca"', r"Sweep \@luca"]


@pytest.mark.parametrize("line", ["", "Sweep the floor", "Sun hats for the market"])
def test_a_plain_title_has_no_preview(rosa, goal, line):
    part = preview(rosa, line, goal="").parts["inbox-add-read"]
    assert not part.get_text(strip=True) and not part.select("*")


@pytest.mark.parametrize(
    "line", ["<b>x</b> @<script> fri", "\x00 fri", "@" * 5000, "fri " * 3000, "٤ dec ４ dec"]
)
def test_hostile_lines_do_no_harm(dana, goal, line):
    html = dana.http.get(READ, headers=HTMX, query_string={"line": line, "goal": "1<b>"}).get_data(
        as_text=True
    )
    assert (
        "inbox-add-read" in html
        and "<script>" not in html
        and not BeautifulSoup(html, "html.parser").select("b")
    )
    assert dana.http.post(ADD, data={"title": line, "csrf_token": dana.csrf()}, headers=HTMX).status_code in (
        200,
        422,
    )


def test_without_scripts_nobody_asks(dana, goal):
    assert dana.get(f"{READ}?line=fri", status=303).location == f"{HOME}/"


def test_a_viewer_gets_no_preview(vera, goal):
    vera.get(READ, status=403)


@pytest.mark.parametrize("who", ["ash", "adaeze"])
def test_other_clients_people_find_no_such_page(request, goal, who):
    request.getfixturevalue(who).get(READ, status=404)


def test_the_preview_needs_few_queries(dana, goal):
    with counted() as asked:
        dana.http.get(READ, headers=HTMX, query_string={"line": "Sweep @rosa fri"})
    assert len(asked) <= 4, asked
