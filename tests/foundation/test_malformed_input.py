"""Malformed input causes no server error, loses no text and reveals no secret."""

import io

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from tests.visitor import HTMX
from tests.world import seat_of, stored
from tracker.accounts.models import Person
from tracker.clients.models import Client
from tracker.foundation.database import db
from tracker.roadmap.models import Comment, Goal, Step, Task

FORNELLO = "/clients/fornello-pizza"


@pytest.fixture
def task(cast):
    made = Task.add(cast.fornello, "Write the closing list", by=cast.dana)
    Task.add(cast.fornello, "Try it on Friday", by=cast.dana)
    db.session.commit()
    return made


STRANGE_ORIGINS = ["http://[", "http://[::1", "null", "http://localhost.evil", "localhost", "//localhost"]


@pytest.mark.parametrize("origin", STRANGE_ORIGINS)
def test_a_strange_origin_is_refused(dana, origin):
    form = {"theme": "dark", "csrf_token": dana.csrf()}
    assert dana.http.post("/me/theme", data=form, headers={"Origin": origin}).status_code == 403


def test_our_own_origin_is_accepted(dana):
    form = {"theme": "dark", "csrf_token": dana.csrf()}
    assert dana.http.post("/me/theme", data=form, headers={"Origin": "http://localhost"}).status_code == 303


@pytest.mark.parametrize(
    "path, name",
    [("/tasks/1/comments", "body"), ("/tasks/1/due", "due"), ("/tasks/1/owner", "owner"), ("/tasks", "title"),
     ("/tasks/1/status", "waiting_on"), ("/people/invite", "email"), ("/import", "form_key"), ("/vision", "vision_on")],
)  # fmt: skip
def test_a_file_in_a_text_field_is_not_accepted_as_text(dana, task, path, name):
    file = (io.BytesIO(b"Not a text"), "n" * 300 + ".csv")
    form = {name: file, "csrf_token": dana.csrf()}
    assert dana.http.post(FORNELLO + path, data=form).status_code in (303, 422)
    assert db.session.query(Comment).count() == 0 and task.due is None and task.owner == ""


@pytest.mark.parametrize("body", [{"body": 5}, {"body": ["a"]}, ["body"], 7, None])
def test_json_is_not_accepted_as_a_form(dana, task, body):
    headers = {"X-CSRFToken": dana.csrf()}
    assert dana.http.post(f"{FORNELLO}/tasks/1/comments", json=body, headers=headers).status_code in (
        400,
        422,
    )
    assert db.session.query(Comment).count() == 0


@pytest.mark.parametrize("token", [True, False])
def test_a_part_without_a_name_is_ignored(dana, task, token):
    secret = dana.csrf() if token else "an-old-token"
    parts = f'name="csrf_token"\r\n\r\n{secret}', 'x="y"\r\n\r\nnameless', 'name="body"\r\n\r\nStill here'
    body = "".join(f"--b\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    answer = dana.http.post(f"{FORNELLO}/tasks/1/comments", data=body, content_type=kind)
    assert answer.status_code == (303 if token else 403)
    assert token or "Still here" in answer.get_data(as_text=True)


def test_a_refusal_never_shows_a_password_again(visit, dana):
    """After sign-out, without scripts, the page that returns the text omits every secret."""
    form = {"current": "the one I have", "password": "the one I want", "csrf_token": dana.csrf()}
    page = visit().http.post("/me/password", data=form).get_data(as_text=True)
    assert "the one I" not in page


TEXT_FORMS = [
    ("/tasks", "title", Task),
    ("/goals", "title", Goal),
    ("/tasks/1/steps", "title", Step),
    ("/tasks/1/comments", "body", Comment),
]
OTHER_FIELDS = {"form_key": "one", "quarter": "", "span": "", "place": "list"}


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize("path, name, model", TEXT_FORMS)
def test_a_form_key_belongs_to_its_person(dana, marco, task, path, name, model, headers):
    """Two people with one key make two records and cause no error."""
    before, expect = stored(model), 200 if headers else 303
    for visitor in (dana, marco, dana):
        visitor.send(FORNELLO + path, expect, {name: "The same words", **OTHER_FIELDS}, headers)
    assert stored(model) == before + 2


@pytest.mark.parametrize("path, name, model", TEXT_FORMS)
def test_different_text_with_a_used_form_key_is_saved(dana, task, path, name, model):
    """The first answer never arrived, and the text was changed before it was sent again."""
    before = stored(model)
    for words in ("First words", "Second words", "Second words"):
        dana.post(FORNELLO + path, **{name: words, **OTHER_FIELDS})
    assert stored(model) == before + 2


@pytest.mark.parametrize("what, name, model", [("steps", "title", Step), ("comments", "body", Comment)])
def test_a_form_key_belongs_to_its_task(dana, task, what, name, model):
    for number in (1, 2, 1):
        dana.post(f"{FORNELLO}/tasks/{number}/{what}", **{name: "The same words", "form_key": "one"})
    assert stored(model) == 2


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize("error", [StaleDataError("lost"), IntegrityError("lost", {}, Exception("lost"))])
def test_a_request_that_loses_a_race_is_repeated_completely(dana, task, monkeypatch, error, headers):
    """Another write came first. Nothing of the first try is kept, and the answer is complete."""
    real, tries = Comment.add, []

    def add(*given, **named):
        tries.append(1)
        made = real(*given, **named)
        if len(tries) < 3:
            raise error
        return made

    monkeypatch.setattr(Comment, "add", add)
    dana.send(f"{FORNELLO}/tasks/1/comments", 200 if headers else 303, {"body": "Said once"}, headers)
    assert (len(tries), stored(Comment)) == (3, 1)


def test_a_repeated_request_checks_access_again(rosa, task, monkeypatch):
    who, where = rosa.person.id, task.client_id

    def add(*given, **named):
        db.session.rollback()
        person = db.session.get(Person, who)
        seat_of(person, db.session.get(Client, where)).end(by=person)
        db.session.commit()
        raise StaleDataError("lost")

    monkeypatch.setattr(Comment, "add", add)
    rosa.swap(f"{FORNELLO}/tasks/1/comments", 401, body="Said too late")
    assert stored(Comment) == 0


def test_after_too_many_lost_races_the_text_is_returned(dana, task, monkeypatch):
    def add(*given, **named):
        raise StaleDataError("lost again")

    monkeypatch.setattr(Comment, "add", add)
    answer = dana.post(f"{FORNELLO}/tasks/1/comments", expect=503, body="A long thought")
    assert answer.response.headers["Retry-After"]
    assert answer.one("main [name=body]")["value"] == "A long thought"


@pytest.mark.parametrize(
    "blank", ["\u202e", "\u200b", "\u2060\u3164", "\u00a0\u200d", "\ufffc", "\U0001d159"]
)
@pytest.mark.parametrize("path, name", [
    ("/goals", "title"), ("/tasks", "title"), ("/tasks/1", "title"), ("/tasks/1/steps", "title"),
    ("/tasks/1/comments", "body"), ("/settings/spans", "span_1"), ("/settings/business", "name"),
])  # fmt: skip
def test_invisible_text_is_refused(app, dana, task, path, name, blank):
    before = [stored(model) for _, _, model in TEXT_FORMS]
    dana.post(FORNELLO + path, 422, **{"quarter": "", "span": "", "zone": "UTC", "colour": "1", name: blank})
    assert [stored(model) for _, _, model in TEXT_FORMS] == before and task.title == "Write the closing list"
    db.session.refresh(task)


def test_a_quick_add_line_without_a_visible_title_is_refused(dana, task):
    dana.post(f"{FORNELLO}/tasks", 422, title="\u202e @rosa")
