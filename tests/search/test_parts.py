"""Parts of words, steps and people without access: found by those who may read them, and only by them."""

import time

import pytest

from tests.search.test_index import numbers
from tests.search.test_search import found
from tests.visitor import Visitor
from tests.world import a_comment, a_goal, a_step, a_task, set_columns
from tracker.accounts.models import Person
from tracker.demo import bulk
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility
from tracker.search.normalise import contains_words, search_words


@pytest.mark.parametrize("title, typed", [
    ("Pizzaofen bestellen", "ofen"), ("Pizzaöfen bestellen", "ofen"), ("Pizzaofen", "öfen"),
    ("Geschäftsführerbüro", "führer"), ("Geschäftsführerbüro", "buro"), ("Lagerverwaltungssystem", "verwaltung sys"),
    ("東京タワーの鍵", "タワー"), ("東京タワーの鍵", "鍵"), ("東京タワーの鍵を受け取る", "東京 受け取る"),
    ("披萨烤箱说明书", "烤箱"), ("피자오븐구입", "오븐"), ("เตาอบพิซซ่า", "พิซซ่า"), ("Новосибирск", "сибирск"),
    ("大" * 60 + "烤箱" + "大" * 60, "烤箱"), ("Superlonghyphenlesscompounding", "hyphenlesscompound"),
])  # fmt: skip
def test_a_part_of_a_word_is_found(cast, title, typed):
    task = a_task(cast.fornello, cast.dana, title=title)
    a_task(cast.fornello, cast.dana, title="Something else", details="東の京")
    a_task(cast.okafor, cast.dana, title=title)
    assert numbers(cast.fornello, typed) == [task.number]
    assert contains_words(search_words(typed), title)


@pytest.mark.parametrize("title, typed", [
    ("Pizzaofen", "of"), ("Ring the oven", "en"), ("東京タワー", "京東"), ("Pizzaofen", "ofenrohr"),
])  # fmt: skip
def test_two_letters_begin_a_word_or_are_not_found(cast, title, typed):
    a_task(cast.fornello, cast.dana, title=title)
    assert numbers(cast.fornello, typed) == []
    assert not contains_words(search_words(typed), title)


def test_goals_steps_and_comments_are_searched_in_parts(cast):
    a_goal(cast.fornello, cast.dana, title="Zweiter Pizzaofen")
    task = a_task(cast.fornello, cast.dana)
    step, comment = (
        a_step(task, cast.dana, title="Ofentür messen"),
        a_comment(task, cast.dana, body="Backofentür"),
    )
    assert numbers(cast.fornello, "ofen", Goal) == [1]
    assert numbers(cast.fornello, "ofent", Step) == [step.number]
    assert numbers(cast.fornello, "ofentür", Comment) == [comment.number]


def test_whole_words_come_before_parts(cast, dana):
    for number in range(120):
        a_task(cast.fornello, cast.dana, title=f"Nr{number} Kartoffelofen")
    long = "Ein langer Titel, in dem auch etwas von einem Ofen gesagt wird"
    a_task(cast.fornello, cast.dana, title=long)
    a_task(cast.fornello, cast.dana, title="Ofen")
    assert found(dana, "ofen")["Tasks"][:2] == ["Ofen", long]


def test_a_client_and_a_person_are_found_by_a_part(cast, dana):
    assert found(dana, "nello")["Clients"] == ["Fornello Pizza"]
    assert found(dana, "qvist")["People"] == ["Vera Lindqvist"]


@pytest.fixture
def steps(cast):
    """A step with one word in a task that all see, in one for two, under a draft, in the trash, and next door."""
    by = cast.dana
    draft = a_goal(cast.fornello, by, title="Draft", approval_state=ApprovalState.DRAFT)
    shared = a_task(cast.fornello, by, title="Shared")
    a_step(shared, by, title="Kingfisher shared")
    set_columns(a_step(shared, by, title="Kingfisher thrown away"), trashed_at=clock.now())
    a_step(a_task(cast.fornello, by, title="Under draft", goal=draft), by, title="Kingfisher draft")
    a_step(
        a_task(cast.fornello, by, title="Two", visibility=Visibility.LEADS), by, title="Kingfisher for two"
    )
    a_step(a_task(cast.okafor, by, title="Okafor’s"), by, title="Kingfisher next door")
    return cast


@pytest.mark.parametrize("who, sees", [
    ("dana", ["draft", "for two", "next door", "shared"]), ("marco", ["for two", "shared"]), ("rosa", ["shared"]),
    ("vera", ["shared"]), ("adaeze", ["next door"]), ("ash", []),
])  # fmt: skip
def test_a_step_is_found_by_who_may_read_its_task(steps, request, who, sees):
    said = found(request.getfixturevalue(who), "kingfisher").get("Steps", [])
    assert sorted(said) == [f"Kingfisher {word}" for word in sees]


def test_a_step_leads_to_its_task(steps, rosa):
    link = rosa.get("/search?q=kingfisher").one("#search-results a")
    assert link["href"] == "/clients/fornello-pizza/tasks/1"
    assert "Shared" in link.get_text(" ")


@pytest.fixture
def outsiders(cast):
    """Corewell Logistics has no access: owns a task, is waited on for another, and owns a hidden one."""
    by = cast.dana
    a_task(cast.fornello, by, title="Deliver the oven").assign("Corewell Logistics", by=by)
    set_columns(
        a_task(cast.fornello, by, title="Sign it"), status="waiting", waiting_name="Corewell Logistics"
    )
    a_task(cast.fornello, by, title="Between us", visibility=Visibility.LEADS).assign(
        "Corewell Logistics", by=by
    )
    a_task(cast.okafor, by, title="Elsewhere").assign("Corewell Logistics", by=by)
    db.session.commit()
    return cast


@pytest.mark.parametrize("typed", ["corewell", "logist", "well"])
@pytest.mark.parametrize("who, sees", [
    ("marco", ["Between us", "Deliver the oven", "Sign it"]), ("rosa", ["Deliver the oven", "Sign it"]),
    ("adaeze", ["Elsewhere"]), ("ash", []), ("vera", []),
])  # fmt: skip
def test_work_is_found_by_an_outsiders_name(outsiders, request, who, sees, typed):
    assert sorted(found(request.getfixturevalue(who), typed).get("Tasks", [])) == sees


def test_it_says_whom_it_was_found_by(outsiders, rosa):
    assert "Corewell Logistics" in rosa.get("/search?q=corewell").words("#search-results")
    assert "Corewell" not in rosa.get("/search?q=oven").words("#search-results")


def test_a_new_name_is_found_and_the_old_one_is_not(outsiders):
    task = db.session.query(Task).filter_by(title="Deliver the oven").one()
    task.assign("Northwind Freight", by=outsiders.dana)
    db.session.commit()
    assert numbers(outsiders.fornello, "freight") == [task.number]
    assert task.number not in numbers(outsiders.fornello, "corewell")


def test_a_search_over_ten_thousand_tasks_is_quick(app, record_property):
    bulk.create_bulk(20, 20, 25)
    dana = Visitor(app, db.session.query(Person).filter_by(email="dana@whitlock.example").one())
    for typed in ("budget", "udge", "get", "nosuchword", "b"):
        taken = []
        for _ in range(3):
            begin = time.process_time()
            dana.http.get("/search", query_string={"q": typed}).close()
            taken.append(time.process_time() - begin)
        record_property(f"search for “{typed}” at 20 × 20 × 25", f"{min(taken) * 1000:.0f} ms")
        assert min(taken) < 1.5
    assert len(found(dana, "udge")["Tasks"]) == 8
