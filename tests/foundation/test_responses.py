"""The headers of every response, and what no response reveals."""

from time import process_time

import pytest

from tests.visitor import HTMX
from tracker.foundation.database import db

PAGES = ["/", "/sign-in", "/nowhere", "/clients/fornello-pizza/", "/clients/nobody/", "/healthz"]


@pytest.mark.parametrize("path", PAGES)
def test_every_response_has_security_headers(dana, path):
    headers = dana.http.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "nonce" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert {"HX-Request", "HX-Request-Type"} <= set(headers["Vary"].replace(" ", "").split(","))


def test_bundles_are_cached_permanently(app, dana):
    sheet = dana.get("/sign-in", status=303)
    from flask import url_for

    with app.test_request_context():
        address = url_for("bundle", name=app.jinja_env.globals["asset"]("base.css").rsplit("/", 1)[1])
    response = dana.http.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    assert sheet.location == "/"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1:80@evil.example"])
def test_another_host_name_is_refused(visit, host):
    response = visit().http.get("/sign-in", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.get_data(as_text=True)


def test_a_forwarded_host_is_not_trusted(visit):
    response = visit().http.get(
        "/sign-in", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4"}
    )
    assert response.status_code == 200
    assert "evil" not in response.get_data(as_text=True)


def test_undeclared_methods_are_refused(app, dana):
    for rule in app.url_map.iter_rules():
        if rule.arguments or rule.endpoint == "static":
            continue
        for method in {"PUT", "PATCH", "DELETE", "TRACE"} - rule.methods:
            assert dana.http.open(rule.rule, method=method).status_code in (400, 405), (rule, method)


def test_every_write_needs_a_token(app, dana):
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods:
            continue
        random = {
            "public_id": "x" * 12,
            "secret": "x" * 12,
            "change": "x" * 16,
            "client_slug": "fornello-pizza",
        }
        values = {name: random.get(name, 1) for name in rule.arguments}
        with app.app_context(), app.test_request_context():
            from flask import url_for

            path = url_for(rule.endpoint, **values)
        assert dana.http.post(path, data={"title": "x"}).status_code == 400, rule


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_server_error_shows_a_number_and_no_details(app, dana, monkeypatch, headers):
    monkeypatch.setitem(app.config, "PROPAGATE_FAULTS", False)
    monkeypatch.setitem(
        app.view_functions, "portfolio.home", broken_view(app.view_functions["portfolio.home"])
    )
    response = dana.http.get("/", headers=headers)
    body = response.get_data(as_text=True)
    assert response.status_code == 500
    for secret in ("Traceback", "SECRET", "ValueError", "site-packages", "SELECT"):
        assert secret not in body
    assert "Something broke on our side" in body


def broken_view(real):
    def view(*args, **kwargs):
        raise ValueError("SECRET at SELECT")

    view.access = real.access
    return view


def test_a_body_that_is_too_large_gets_a_message(dana):
    response = dana.http.post("/sign-in", data={"email": "x" * 12_000_000})
    assert response.status_code == 413


def test_invalid_bytes_cause_no_server_error(dana):
    for path in ("/clients/%ff%fe/", "/%00", "/clients/fornello-pizza/?status=%ff", "/clients/fornello-pizza/goals/007",
                 "/clients/fornello-pizza/goals/9223372036854775808", "/clients/fornello-pizza/tasks/-5",
                 "/clients/fornello-pizza/tasks/1%00"):  # fmt: skip
        assert dana.http.get(path).status_code in (200, 400, 404, 422), path


def test_the_health_check_reports_a_missing_database(app, visit, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def fail(*args, **kwargs):
        raise OperationalError("SELECT 1", {}, Exception("unable to open database file"))

    monkeypatch.setattr(db.session, "execute", fail)
    response = visit().http.get("/healthz")
    assert response.status_code == 503
    assert response.json["status"] == "the database does not answer"


def test_an_oversized_form_is_refused_before_it_is_parsed(app, cast, dana):
    """Anybody can post, so thousands of fields or megabytes of text are not read at all."""
    for body in (b"csrf_token=x&" + b"a=b&" * 2_000, b"title=" + b"x" * 600_000):
        for path in ("/sign-in", "/clients/fornello-pizza/goals"):
            before = process_time()
            response = app.test_client().post(
                path, data=body, content_type="application/x-www-form-urlencoded"
            )
            assert response.status_code == 413 and "too large" in response.get_data(as_text=True)
            assert len(response.data) < 20_000 and process_time() - before < 0.5
    many = "&".join(
        ["csrf_token=" + dana.csrf(), "title=Second oven", *(f"x{number}=1" for number in range(500))]
    )
    response = dana.http.post(
        "/clients/fornello-pizza/goals", data=many, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code != 413, "a change of 500 tasks at once is a form of ours"
