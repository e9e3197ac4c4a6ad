"""Without a session, or with an old page: nothing typed is lost (DECISIONS 7, SECURITY D1–D3, H1)."""

import pytest

from tests.visitor import HTMX
from tests.world import a_task
from tracker.foundation.db import db

TASK = "/clients/fornello-pizza/tasks/1"


@pytest.fixture
def task(cast):
    return a_task(cast.fornello, by=cast.dana)


def end_sessions(cast):
    cast.dana.end_every_session()
    db.session.commit()


def test_a_page_leads_to_the_door_and_back(cast, visit):
    assert visit().get(f"{TASK}?x=1", status=303).location == "/sign-in?next=/clients/fornello-pizza/tasks/1?x%3D1"


def test_htmx_is_told_to_leave_and_gets_nothing_to_swap(visit):
    answer = visit().get("/clients/fornello-pizza/", status=401, htmx=True)
    assert answer.response.headers["HX-Redirect"] == "/sign-in"
    assert answer.html == ""


def test_an_expired_session_gives_the_words_back_on_a_page(cast, dana, task):
    token = dana.csrf()
    end_sessions(cast)
    answer = dana.post(f"{TASK}/comments", status=401, body="A thought\nof two lines", csrf_token=token)
    assert answer.one("textarea[name=body]").get_text().strip() == "A thought\nof two lines"
    assert answer.one("main form")["action"] == f"{TASK}/comments"


def test_an_expired_session_leaves_an_htmx_form_alone(cast, dana, task):
    token = dana.csrf()
    end_sessions(cast)
    answer = dana.send(f"{TASK}/status", 401, {"status": "done", "csrf_token": token}, HTMX)
    assert set(answer.parts) == {"toasts", "say"}
    assert answer.one("#toast-sign-in")["href"] == "/sign-in"


def test_words_never_come_back_when_they_are_a_password(cast, dana):
    token = dana.csrf()
    end_sessions(cast)
    answer = dana.post("/me/password", status=401, current_password="three quiet herons", csrf_token=token)
    assert "herons" not in answer.html


def test_no_token_at_all_is_not_one_of_our_forms(dana, task):
    assert dana.http.post(f"{TASK}/status", data={"status": "done"}).status_code == 400
    assert dana.http.post("/sign-in", data={"email": "a", "password": "b"}).status_code == 400


def test_an_old_token_is_renewed_and_sending_again_works(cast, dana, visit, task):
    old = visit(cast.dana).csrf()
    answer = dana.send(f"{TASK}/status", 403, {"status": "done", "csrf_token": old}, HTMX)
    fresh = answer.one("[name=csrf_token]")["value"]
    dana.send(f"{TASK}/status", 200, {"status": "done", "csrf_token": fresh}, HTMX)


def test_an_old_token_without_scripts_gives_the_words_back(cast, dana, visit, task):
    old = visit(cast.dana).csrf()
    answer = dana.post(f"{TASK}/comments", status=403, body="Kept", csrf_token=old)
    assert answer.one("main [name=body]")["value"] == "Kept"
    dana.post(f"{TASK}/comments", body="Kept", csrf_token=answer.one("main [name=csrf_token]")["value"])


@pytest.mark.parametrize(
    "headers, status",
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({}, 303),
    ],
)
def test_a_write_comes_from_our_own_pages(dana, task, headers, status):
    form = {"body": "Hello", "csrf_token": dana.csrf()}
    assert dana.http.post(f"{TASK}/comments", data=form, headers=headers).status_code == status


def test_no_header_lets_another_site_read(dana):
    answer = dana.http.get("/", headers={"Origin": "https://evil.example"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
