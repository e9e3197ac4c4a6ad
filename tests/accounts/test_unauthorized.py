"""Without a session, or on an old page, nothing typed is lost."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.visitor import HTMX
from tests.world import a_task
from tracker.accounts.models import SignIn
from tracker.foundation.database import db

TASK = "/clients/fornello-pizza/tasks/1"


@pytest.fixture
def task(cast):
    return a_task(cast.fornello, by=cast.dana)


def end_sessions(cast):
    cast.dana.end_every_session()
    db.session.commit()


def test_a_page_redirects_to_sign_in_and_back(cast, visit):
    assert (
        visit().get(f"{TASK}?x=1", status=303).location
        == "/sign-in?next=/clients/fornello-pizza/tasks/1?x%3D1"
    )


def test_htmx_is_redirected_and_gets_nothing_to_swap(visit):
    answer = visit().get("/clients/fornello-pizza/", status=401, htmx=True)
    assert answer.response.headers["HX-Redirect"] == "/sign-in?next=/clients/fornello-pizza/"
    assert answer.html == ""


def test_after_the_session_expired_the_text_is_returned_on_a_page(cast, dana, task):
    token = dana.csrf()
    end_sessions(cast)
    answer = dana.post(f"{TASK}/comments", status=401, body="A thought\nof two lines", csrf_token=token)
    assert answer.one("textarea[name=body]").get_text().strip() == "A thought\nof two lines"
    assert answer.one("main form")["action"] == f"{TASK}/comments"


def test_the_longest_allowed_text_is_returned_after_sign_out(cast, dana, task):
    token = dana.csrf()
    end_sessions(cast)
    text = "“" * 20_000
    answer = dana.post(TASK, status=401, details=text, shown_details=text, csrf_token=token)
    assert (
        answer.one("[name=details]").get_text().strip() == answer.one("[name=shown_details]")["value"] == text
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"body": "a" * 200_000},
        {"body": '"' * 150_000},
        {f"{'x' * 200}{number}": "" for number in range(1_900)},
    ],
    ids=["letters", "quotes", "names"],
)
def test_an_anonymous_request_gets_no_answer_larger_than_a_form(cast, visit, task, sent):
    """Half a megabyte of quotes used to come back as two and a half megabytes, for anybody who asked."""
    stranger = visit()
    form = urlencode({"csrf_token": stranger.csrf(), **sent})
    response = stranger.http.post(
        f"{TASK}/comments", data=form, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413 and len(response.data) < 50_000
    assert "Go back in your browser: what you wrote is still there." in response.text


def test_a_signed_in_person_gets_all_text_back(cast, dana, visit, task):
    form = urlencode({"csrf_token": visit().csrf(), "body": "a" * 200_000})
    response = dana.http.post(f"{TASK}/comments", data=form, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 403 and "a" * 200_000 in response.text


def test_an_expired_session_leaves_an_htmx_form_alone(cast, dana, task):
    token = dana.csrf()
    end_sessions(cast)
    answer = dana.send(f"{TASK}/status", 401, {"status": "done", "csrf_token": token}, HTMX)
    assert set(answer.parts) == {"toasts", "announcement"}
    assert answer.one("#toast-sign-in")["href"] == "/sign-in"


def test_a_password_is_never_returned(cast, dana):
    token = dana.csrf()
    end_sessions(cast)
    answer = dana.post("/me/password", status=401, current_password="three quiet herons", csrf_token=token)
    assert "herons" not in answer.html


def test_a_form_without_a_token_is_refused(dana, task):
    assert dana.http.post(f"{TASK}/status", data={"status": "done"}).status_code == 400
    assert dana.http.post("/sign-in", data={"email": "a", "password": "b"}).status_code == 400


def test_a_page_from_an_earlier_session_of_the_same_person_still_works(cast, dana, visit, task):
    old = visit(cast.dana).csrf()
    dana.send(f"{TASK}/status", 200, {"status": "done", "csrf_token": old}, HTMX)


def test_after_signing_in_again_the_first_submit_works(cast, dana, visit, task):
    token = dana.csrf()
    end_sessions(cast)
    kept = dana.post(f"{TASK}/comments", status=401, body="Kept", csrf_token=token)
    again = visit(cast.dana)
    again.post(f"{TASK}/comments", body="Kept", csrf_token=kept.one("main [name=csrf_token]")["value"])
    assert "Kept" in again.get(TASK).html


def test_a_page_from_an_earlier_session_works_for_thirty_days(cast, dana, visit, task):
    old = visit(cast.dana).csrf()
    for session in SignIn.live_of(cast.dana):
        session.seen_at -= timedelta(days=31)
    db.session.commit()
    visit(cast.dana).send(f"{TASK}/status", 403, {"status": "done", "csrf_token": old}, HTMX)


@pytest.mark.parametrize("who", ["rosa", "marco"])
def test_a_page_of_another_person_asks_before_it_submits(cast, dana, visit, task, who):
    theirs = visit(getattr(cast, who)).csrf()
    answer = dana.send(f"{TASK}/status", 403, {"status": "done", "csrf_token": theirs}, HTMX)
    assert f"You’re signed in as {cast.dana.name}" in answer.parts["toasts"].text
    fresh = answer.one("[name=csrf_token]")["value"]
    dana.send(f"{TASK}/status", 200, {"status": "done", "csrf_token": fresh}, HTMX)


def test_a_page_of_another_person_returns_the_text_without_scripts(cast, dana, visit, task):
    theirs = visit(cast.rosa).csrf()
    answer = dana.post(f"{TASK}/comments", status=403, body="Kept", csrf_token=theirs)
    assert answer.one("main [name=body]")["value"] == "Kept"
    assert f"You’re signed in as {cast.dana.name}" in answer.one("main").text
    dana.post(f"{TASK}/comments", body="Kept", csrf_token=answer.one("main [name=csrf_token]")["value"])


@pytest.mark.parametrize("token", ["x", "x" * 5000, "IngiIg.aaaa.bbbb", "\0"])
def test_an_invalid_token_is_refused(dana, task, token):
    dana.send(f"{TASK}/status", 403, {"status": "done", "csrf_token": token}, HTMX)


LABELLED = [
    ("tasks/1/comments", {"body": "Hello", "at": "panel"}, {"Comment"}),
    ("tasks/1/steps", {"title": "Ring", "at": "panel", "form_key": "k"}, {"Step"}),
    ("tasks/1", {"title": "Ring", "was_title": "Call", "details": "Soon"}, {"Title", "Details"}),
    (
        "tasks/1/status",
        {"status": "waiting", "was_status": "on_track", "waiting_on": "Luca"},
        {"Who are you waiting on?"},
    ),
    ("tasks/1/due", {"due": "2030-01-01", "why": "Late", "was_due": ""}, {"Due", "Why does it move?"}),
    ("tasks", {"title": "Ring", "goal": "1"}, {"Title"}),
    ("goals", {"title": "Two ovens", "quarter": "2030-Q1", "place": "end"}, {"Goal"}),
    ("people/invite", {"name": "Nia", "email": "nia@x.example", "role": "team"}, {"Name", "E-mail"}),
]


@pytest.mark.parametrize("signed_in", [False, True], ids=["signed out", "old page"])
@pytest.mark.parametrize(("path", "sent", "labels"), LABELLED, ids=[row[0] for row in LABELLED])
def test_returned_text_has_the_labels_of_its_form(cast, dana, visit, task, path, sent, labels, signed_in):
    token = visit(cast.rosa).csrf() if signed_in else dana.csrf()
    if not signed_in:
        end_sessions(cast)
    answer = dana.post(f"/clients/fornello-pizza/{path}", 403 if signed_in else 401, csrf_token=token, **sent)
    form = answer.one("main form")
    named = {label.text: form.select_one(f"#{label['for']}") for label in form.select("label")}
    assert set(named) == labels
    assert {field["name"] for field in form.select("[name]")} == {*sent, "csrf_token"}
    assert all(field.get("type") != "hidden" for field in named.values())


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
def test_only_our_own_pages_can_write(dana, task, headers, status):
    form = {"body": "Hello", "csrf_token": dana.csrf()}
    assert dana.http.post(f"{TASK}/comments", data=form, headers=headers).status_code == status


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://blog.localhost"}, {"Origin": "null"},
]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("has_token", [True, False])
@pytest.mark.parametrize("who", ["dana", "nobody"])
@pytest.mark.parametrize(
    "path", [f"{TASK}/comments", f"{TASK}/visibility", "/clients/fornello-pizza/nothing", "/sign-in"]
)
def test_text_from_another_site_is_not_returned_in_a_form(
    request, visit, task, headers, has_token, who, path
):
    """It would look like the reader's own text and need only one press to be sent."""
    visitor = visit() if who == "nobody" else request.getfixturevalue(who)
    form = {"body": "I resign", "visibility": "all", "csrf_token": visitor.csrf() if has_token else "none"}
    answer = visitor.look(visitor.http.post(path, data=form, headers=headers))
    assert answer.status == 403
    assert "I resign" not in answer.html and "Send again" not in answer.html
    assert not answer.soup.select(f"form[action*='{path}']")


def test_no_header_allows_another_site_to_read(dana):
    answer = dana.http.get("/", headers={"Origin": "https://evil.example"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
