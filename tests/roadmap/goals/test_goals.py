"""Adding a goal, its page, and its position in the list."""

from datetime import date

import pytest

from tests.roadmap.people import HOME
from tests.world import a_goal, a_task, seat_of
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Goal
from tracker.roadmap.models.quarters import quarter_of

NEW, GOALS, ONE = f"{HOME}/goals/new", f"{HOME}/goals", f"{HOME}/goals/1"
WORDS = {
    "title": "Second oven decided",
    "why": "So Friday nights stop topping out.",
    "span": "5",
    "quarter": "",
    "done_by": "2031-12-04",
    "owner": "Rosa Delgado",
}


def made():
    return list(db.session.scalars(db.select(Goal).order_by(Goal.id)))


def test_dana_adds_a_goal(dana, cast):
    answer = dana.swap(GOALS, **WORDS, form_key="one", place="list")
    goal = made()[0]

    assert (goal.title, goal.why, goal.target_date) == (WORDS["title"], WORDS["why"], date(2031, 12, 4))
    assert goal.original_target_date == goal.target_date
    assert goal.owner_seat_id == seat_of(cast.rosa, cast.fornello).id
    assert goal.span_id
    section = answer.soup.select_one(f"x-part[hx-swap=beforebegin] #{goal.dom_name}")
    assert section.select_one(f"#{goal.dom_name}-add-title").has_attr("autofocus")


def test_a_form_sent_twice_adds_one_goal(marco, cast):
    for _ in range(2):
        answer = marco.swap(GOALS, **WORDS, form_key="one", place="list")
    assert len(made()) == 1
    assert answer.parts["goal-1"]["hx-swap"] == "delete"


def test_it_works_without_scripts_and_from_its_own_page(dana, cast):
    page = dana.get(NEW)
    assert page.one("#add-goal form")["action"] == GOALS
    assert page.one("#quarter [selected]")["value"] == quarter_of(clock.today(cast.fornello))
    at, again = dana.post(GOALS, **WORDS).location, dana.swap(GOALS, 204, **WORDS).elsewhere
    assert [at, again] == [f"{HOME}/#{goal.dom_name}" for goal in made()]


def test_the_form_unfolds_at_the_foot_of_the_list(dana, cast):
    part = dana.get(f"{NEW}?place=list", htmx=True)
    assert part.one("#add-goal [name=place]")["value"] == "list"
    assert "<html" not in part.html


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "Give the goal a title."),
        ("why", "x" * 301, "Keep it to 300 characters."),
        ("done_by", "soon", "Enter a date like 2026-12-04."),
        ("span", "9", "Choose one from the list."),
        ("quarter", "2026-Q7", "Choose one from the list."),
    ],
)
def test_invalid_input_stays_in_the_form(dana, cast, field, typed, said):
    for answer in (
        dana.swap(GOALS, 422, **{**WORDS, field: typed}),
        dana.post(GOALS, 422, **{**WORDS, field: typed}),
    ):
        assert said in answer.text
        assert answer.one("[name=owner] option[selected]")["value"] == "Rosa Delgado"
        assert answer.one(f"[name={field}]").has_attr("autofocus")
    assert not made()


@pytest.mark.parametrize("who", ["rosa", "vera"])
def test_only_leads_add_goals(request, goal, who):
    visitor = request.getfixturevalue(who)
    visitor.get(NEW, 403)
    visitor.post(GOALS, 403, **WORDS)
    visitor.get(f"{ONE}/edit", 403)
    visitor.post(ONE, 403, title="Mine now")
    visitor.post(f"{ONE}/move", 403, direction="up")
    assert visitor.get(ONE).status == 200


@pytest.mark.parametrize("who", ["ash", "adaeze"])
def test_other_clients_people_find_no_such_page(request, goal, who):
    visitor = request.getfixturevalue(who)
    for path in (NEW, ONE, f"{ONE}/edit"):
        visitor.get(path, 404)
    for path in (GOALS, ONE, f"{ONE}/move"):
        visitor.post(path, 404, **WORDS)


def test_its_page_shows_everything(vera, cast):
    rosa = seat_of(cast.rosa, cast.fornello)
    goal = a_goal(cast.fornello, cast.dana, quarter="2026-Q4", target_date=date(2031, 11, 20), owner=rosa)
    a_task(cast.fornello, cast.dana, "Choose: lease or buy", goal=goal)
    goal.set_date(date(2031, 12, 4), by=cast.dana, why="The bank is slow")
    db.session.commit()
    page = vera.get(ONE)

    facts = page.words("#goal-1-facts")
    assert "Owner Rosa " in facts and "Q4 2026" in facts and "No span yet" in facts
    assert "Thursday 4 December 2031, first Thursday 20 November 2031" in facts
    assert "Choose: lease or buy" in page.words("#goal-1-tasks")
    lines = [line.get_text(" ", strip=True) for line in page.soup.select("#goal-history li")]
    assert "Dana moved the date from Thu 20 Nov 2031 to Thu 4 Dec 2031: “The bank is slow”" in lines[0]
    assert lines[1].startswith("Dana added it")


def test_a_goal_moves_up_and_down(dana, cast, goal):
    a_goal(cast.fornello, cast.dana, "Another")
    assert dana.post(f"{HOME}/goals/2/move", direction="up").location == f"{HOME}/#goal-2"
    order = [section["id"] for section in dana.get(f"{HOME}/").soup.select("section.goal[id^=goal]")]
    assert order == ["goal-2", "goal-1"]
    dana.post(f"{HOME}/goals/2/move", direction="up")
    assert "Move it up or down." in dana.post(f"{HOME}/goals/2/move", 422, direction="left").text


def test_a_proposal_of_what_was_agreed_once_says_the_date_that_was_promised(cast, marco, friday):
    """As its task, the letter and its facts do: Marco is asked to agree to another date."""
    goal = a_goal(cast.fornello, cast.dana, "Second oven", target_date=date(2026, 12, 10))
    goal.return_to_draft(cast.dana)
    goal.set_date(date(2026, 12, 22), cast.dana)
    goal.propose(cast.dana)
    db.session.commit()
    head = marco.get(f"{HOME}/").one(f"#{goal.dom_name}-head")
    assert "was 10 Dec" in head.get_text() and head.select(".due.moved")


def test_a_goal_that_is_not_agreed_is_never_late(cast, dana, marco, friday):
    """Its date is no promise yet; the page shows the proposed date."""
    goal = a_goal(cast.fornello, cast.dana, "Ladder", approval_state="draft", target_date=date(2026, 11, 19))
    row = f"#{goal.dom_name}-head"
    assert "planned for Thu 19 Nov" in dana.get(f"{HOME}/").words(row)
    goal.propose(by=cast.dana)
    db.session.commit()
    head = dana.get(f"{HOME}/").one(row)
    assert "proposed for Thu 19 Nov" in head.get_text() and "late" not in head.get_text()
    assert not head.select(".due.moved")
    assert "Still to come" not in marco.get(f"{HOME}/").words(row)
    assert "proposed for 19 November" in marco.get(f"{HOME}/letter").words(f"#{goal.dom_name}-card")
    assert "Proposed goal · for Thu 19 Nov" in marco.get(f"{HOME}/mine").words(f"#{goal.dom_name}-mine")
    goal.agree(by=cast.marco)
    db.session.commit()
    assert "Eight days late" in dana.get(f"{HOME}/").words(row)
