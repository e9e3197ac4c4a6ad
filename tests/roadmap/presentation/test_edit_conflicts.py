"""Two people edit one task: different fields are merged, the same field is asked about, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.roadmap.people import at, comments_of, event_count, steps_of
from tests.visitor import HTMX
from tests.world import A_DAY

WRITERS = 32


def test_both_texts_are_shown_and_nothing_is_saved(dana, marco, task):
    marco.swap(at(task), title="Close the kitchen", was_title="Write the closing checklist")
    answer = dana.swap(
        at(task), 409, title="Closing, on one page", was_title="Write the closing checklist", at="panel"
    )
    form = answer.parts["task-1-panel-title"]
    both = form.select_one(".conflict").text
    assert "Closing, on one page" in both and "Close the kitchen" in both
    assert form.select_one("[name=title]")["value"] == "Closing, on one page"
    assert form.select_one("[name=was_title]")["value"] == "Close the kitchen"
    assert task.title == "Close the kitchen"


def test_sending_ones_text_again_saves_it(dana, marco, task):
    marco.swap(at(task), title="Close the kitchen")
    dana.swap(at(task), 409, title="Closing, on one page", was_title="Write the closing checklist")
    dana.swap(at(task), title="Closing, on one page", was_title="Close the kitchen")
    assert task.title == "Closing, on one page"


def test_keeping_theirs_saves_the_rest(dana, marco, task):
    marco.swap(at(task), title="Close the kitchen")
    dana.swap(
        at(task),
        title="Mine",
        was_title="Close the kitchen",
        details="Mine too",
        was_details="",
        theirs="title",
    )
    assert (task.title, task.details) == ("Close the kitchen", "Mine too")


def test_different_fields_merge(dana, marco, task):
    marco.swap(at(task), details="In order.", was_details="")
    marco.swap(at(task, "/due"), due="2026-12-04", was_due="")
    dana.swap(at(task), title="Close the kitchen", was_title="Write the closing checklist")
    assert (task.title, task.details, task.due) == ("Close the kitchen", "In order.", A_DAY)


def test_one_conflict_saves_no_field(dana, marco, task):
    marco.swap(at(task), title="Close the kitchen")
    dana.swap(
        at(task),
        409,
        title="Mine",
        was_title="Write the closing checklist",
        details="And this",
        was_details="",
    )
    assert (task.title, task.details) == ("Close the kitchen", "")


def test_a_form_that_shows_nothing_is_accepted(dana, marco, task):
    marco.swap(at(task), title="Close the kitchen")
    dana.swap(at(task), title="Closing, on one page")
    assert task.title == "Closing, on one page"


def test_the_same_words_from_two_people_are_no_conflict(dana, marco, task):
    marco.swap(at(task), title="Close the kitchen")
    before = event_count()
    dana.swap(at(task), title="Close the kitchen", was_title="Write the closing checklist")
    assert event_count() == before


def test_without_scripts_the_page_shows_both(dana, marco, task):
    marco.post(at(task), title="Close the kitchen")
    page = dana.post(
        at(task), 409, title="Mine", was_title="Write the closing checklist", details="Kept", at="panel"
    )
    assert "Close the kitchen" in page.words(".conflict")
    assert page.one("#task-1-panel-title [name=title]")["value"] == "Mine"
    assert page.one("#task-1-panel-title-text").text.strip() == "Kept"


@pytest.fixture
def at_once(app, dana):
    """Send many forms at the same moment, each from a browser of its own."""
    token = dana.csrf()

    def send(path, forms):
        ready = Barrier(len(forms))

        def one(form):
            browser = app.test_client()
            browser.set_cookie(app.config["SESSION_COOKIE_NAME"], dana.token)
            ready.wait()
            answer = browser.post(path, data={**form, "csrf_token": token}, headers=HTMX)
            return answer.status_code, answer.get_data(as_text=True)

        with ThreadPoolExecutor(len(forms)) as hands:
            return list(hands.map(one, forms))

    return send


def test_of_32_writers_one_wins_and_none_is_lost(dana, at_once, task):
    titles = [f"Title of writer {number:02}" for number in range(WRITERS)]
    forms = [{"title": title, "was_title": task.title, "at": "panel"} for title in titles]
    address, before = at(task), event_count()
    answers = at_once(address, forms)
    dana.get(address)

    assert sorted(status for status, _ in answers) == [200] + [409] * (WRITERS - 1)
    [winner] = [title for title, (status, _) in zip(titles, answers, strict=True) if status == 200]
    assert task.title == winner
    assert event_count() == before + 1
    for title, (_, html) in zip(titles, answers, strict=True):
        assert title in html and winner in html


@pytest.mark.parametrize(
    ("action", "form", "made"),
    [("/comments", {"body": "Said once."}, comments_of), ("/steps", {"title": "Made once"}, steps_of)],
)
def test_one_form_key_sent_at_once_adds_one_record(dana, at_once, task, action, form, made):
    address = at(task)
    answers = at_once(at(task, action), [{**form, "form_key": "the-same-key", "at": "panel"}] * 8)
    dana.get(address)
    assert {status for status, _ in answers} == {200}
    assert len(made(task)) == 1


def test_two_at_once_on_different_fields_both_stay(dana, at_once, task):
    forms = [
        {"title": "Close the kitchen", "was_title": task.title},
        {"details": "In order.", "was_details": ""},
    ]
    address = at(task)
    assert [status for status, _ in at_once(address, forms)] == [200, 200]
    dana.get(address)
    assert (task.title, task.details) == ("Close the kitchen", "In order.")
