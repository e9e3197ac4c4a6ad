"""A proposed goal waits for the CEO’s answer: in the letter, in its count, and on the COO’s Today."""

from datetime import date

import pytest

from tests.world import a_goal, a_person, a_task, seat_of, set_columns
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.roadmap.models.statuses import ApprovalState, Status

LETTER, GOALS = "/clients/fornello-pizza/letter", "/clients/fornello-pizza/goals"


@pytest.fixture
def ladder(cast):
    goal = a_goal(
        cast.fornello,
        cast.dana,
        "Pizzaiolo ladder",
        approval_state=ApprovalState.DRAFT,
        why="So good people stay.",
        target_date=date(2031, 12, 4),
        metric_start=6,
        metric_target=2,
        metric_unit="weeks",
    )
    goal.propose(by=cast.dana)
    db.session.commit()
    set_columns(goal, number=1)  # it was drafted when drafts were counted, too
    return goal


def asked(visitor):
    return [ask.get_text(strip=True) for ask in visitor.get(LETTER).soup.select(".request-card h3")]


def test_it_needs_the_reader(marco, ladder):
    page = marco.get(LETTER)
    assert page.words("h1") == "Things are steady, Marco. One thing needs your answer."
    assert "Your goal needs your answer." in page.words(".greeting")
    card = page.words("#goal-1-ask")
    assert "So good people stay. Proposed today. It would be done by 4 December 2031." in card
    assert "Go with it" in card and "Discuss it first" in card and "Tell Dana" in card
    assert "Needs your answer" in page.words("#goal-1-card") and "from 6 to 2 weeks" in page.words(
        "#goal-1-card"
    )


def test_agreeing_updates_the_letter(marco, ladder):
    letter = marco.swap(f"{GOALS}/1/agree", back="letter").parts["letter"]
    assert ladder.is_agreed
    assert not letter.select(".request-card")
    assert marco.post(f"{GOALS}/1/agree", back="letter").location == LETTER


def test_a_goal_to_discuss_stays_with_the_ceos_comment(marco, dana, ladder):
    letter = marco.swap(f"{GOALS}/1/talk", back="letter", why="Too early?").parts["letter"]
    assert "Your goal is waiting to be discussed." in letter.select_one(".greeting").get_text(" ", strip=True)
    assert (
        not letter.select("#needs-you .request-card")
        and "To discuss first" in letter.select_one("#goal-1-card").get_text()
    )
    card = marco.get(LETTER).one("#goal-1-discuss")
    assert "“Too early?”" in card.get_text() and "You asked to discuss this today." in card.get_text()
    marco.post(card.select_one("form")["action"], back="letter")
    assert ladder.is_agreed and not marco.get(LETTER).soup.select("#to-discuss")


def test_one_ceos_comment_is_not_shown_as_the_others(cast, marco, visit, ladder):
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    ladder.request_discussion(by=cast.marco, words="Too early?")
    db.session.commit()
    letter, goal = visit(carla).get(LETTER), visit(carla).get(f"{GOALS}/1")
    assert letter.words("h1").startswith("Things are steady, Carla.")
    assert "Marco asked to discuss this today." in letter.words("#goal-1-discuss")
    assert "Marco wants to discuss this with Dana first: “Too early?”" in goal.words("#goal-1-approval")
    assert "“Too early?” Marco · said so today" in visit(cast.dana).get("/").words(
        "#goal-fornello-pizza-1-discuss"
    )
    assert "You want to discuss this with Dana first: “Too early?”" in marco.get(f"{GOALS}/1").words(
        "#goal-1-approval"
    )


def test_dana_reads_the_comment_on_today(marco, dana, ladder):
    marco.swap(f"{GOALS}/1/talk", back="letter", why="Too early?")
    today = dana.get("/")
    assert "“Too early?” Marco · said so today · Fornello Pizza" in today.words(
        "#goal-fornello-pizza-1-discuss"
    )
    assert not today.soup.select("#goal-fornello-pizza-1-waiting")


def test_dana_counts_what_marco_counts(cast, marco, dana, ladder):
    task = a_task(cast.fornello, cast.dana, "Choose the bands", goal=ladder)
    task.set_status(Status.WAITING, by=cast.dana, waiting_on=seat_of(cast.marco, cast.fornello))
    a_goal(cast.fornello, cast.dana, "A draft", approval_state=ApprovalState.DRAFT)
    db.session.commit()
    assert asked(marco) == ["Choose the bands", "Pizzaiolo ladder"]
    today = dana.get("/")
    lines = today.soup.select("#waiting-on-others [id$=-waiting] a.title")
    assert sorted(line.get_text(strip=True) for line in lines) == sorted(asked(marco))
    assert "Marco · proposed today" in today.words("#goal-fornello-pizza-1-waiting")
    assert "Two things wait on Marco." in today.words("#client-fornello-pizza")


def test_viewed_as_marco_it_has_no_buttons(dana, ladder):
    page = dana.get(LETTER + "?as=2")
    assert [button.get_text() for button in page.soup.select("#goal-1-ask button[disabled]")] == [
        "Go with it",
        "Discuss it first",
    ]
    assert not page.soup.select("#goal-1-ask form")


def test_a_date_nobody_had_agreed_did_not_move(cast, marco, ladder):
    ladder.set_date(date(2031, 12, 11), by=cast.dana)
    db.session.commit()
    assert not marco.get(LETTER).soup.select("#dates")
    ladder.agree(by=cast.marco)
    db.session.commit()
    assert not marco.get(LETTER).soup.select("#dates")
    ladder.set_date(date(2031, 12, 18), by=cast.dana, why="Flour")
    db.session.commit()
    assert "Pizzaiolo ladder is now due 18 December 2031 (was 11 December 2031)." in marco.get(LETTER).words(
        "#dates"
    )


def test_the_goal_says_how_it_grew(cast, marco, ladder):
    a_task(cast.fornello, cast.dana, "One", goal=ladder)
    ladder.agree(by=cast.marco)
    a_task(cast.fornello, cast.dana, "Two", goal=ladder)
    assert "0 of 2 tasks done, 1 added since agreed, due 4 December 2031" in marco.get(LETTER).words(
        "#goal-1-card"
    )


def test_the_comment_is_kept_when_the_goal_is_proposed_again(marco, dana, ladder):
    marco.swap(f"{GOALS}/1/talk", back="letter", why="Too early?")
    ladder.propose(by=dana.person)
    db.session.commit()
    card = marco.get(LETTER).words("#goal-1-ask")
    assert "You asked to discuss it today: “Too early?” Dana proposed it again today." in card
    assert "Go with it" in card and "Proposed today" not in card
    line = dana.get("/").words("#goal-fornello-pizza-1-waiting")
    assert "“Too early?” Marco said so today · proposed again today · Fornello Pizza" in line


def test_a_request_from_an_old_page_keeps_the_other_ceos_comment(cast, marco, dana, visit, ladder):
    carla = a_person("Carla Bellini", "carla@fornello.example")
    Seat.give(cast.fornello, carla, Role.CEO, by=cast.dana)
    db.session.commit()
    marco.post(f"{GOALS}/1/talk", back="letter", why="Too early?")
    refused = visit(carla).post(f"{GOALS}/1/talk", expect=422, back="letter", why="Too dear?")
    assert "Marco asked to discuss it already: “Too early?”" in refused.text
    assert "Too dear?" in str(refused.soup), "what she wrote can be sent again"
    assert "Too early?" in marco.get(LETTER).words("#goal-1-discuss")
    assert "“Too early?” Marco" in dana.get("/").words("#goal-fornello-pizza-1-discuss")
