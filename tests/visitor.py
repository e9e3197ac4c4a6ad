"""A visitor of the product: gets pages, sends forms, and checks the markup of every page."""

import re
from collections import Counter

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import encode_multipart

from tracker.accounts.models import SignIn
from tracker.foundation.database import db

BOUNDARY = "the-same-for-every-form"
"""The server compiles its patterns once for each boundary, which takes longer than most answers."""
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Browser(FlaskClient):
    """A test client whose every request has a context of its own, as on a server."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)


def multipart(form):
    """The arguments of a request that sends this form as a browser does."""
    if any(isinstance(value, tuple) or hasattr(value, "read") for value in form.values()):
        return {"data": form, "content_type": "multipart/form-data"}  # with a file
    return {
        "data": encode_multipart(form, BOUNDARY)[1],
        "content_type": f"multipart/form-data; boundary={BOUNDARY}",
    }


def told_apart(address):
    """An address of ours, and the change it names for the next page’s message."""
    named = re.search(r"[?&]changed=([A-Za-z0-9_-]+)", address)
    return address.replace(named[0], "").replace("/&", "/?") if named else address, named[1] if named else ""


class Answer:
    """An answer: a page, parts, or a redirect."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.location, self.changed = told_apart(response.headers.get("Location", ""))
        self.elsewhere, named = told_apart(response.headers.get("HX-Redirect", ""))
        self.changed = self.changed or named
        self.html = response.get_data(as_text=True)
        plain = re.sub(
            "</?bdi>", "", with_ends(self.html)
        )  # it sets a name apart, and adds no space between words
        self.soup = BeautifulSoup(plain.replace("hx-partial", "x-part"), "html.parser")
        for template in self.soup.find_all("template"):
            template.clear()  # not of the page until a script puts it there
        self.text = words_of(self.soup)

    @property
    def parts(self):
        """What a write changed: {id: its piece of page}."""
        return {part["hx-target"].removeprefix("#"): part for part in self.soup.select("x-part[hx-target]")}

    def one(self, selector):
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} × {selector} in: {self.text[:400]}"
        return found[0]

    def words(self, selector):
        return words_of(self.one(selector))


def words_of(tag):
    return " ".join(tag.get_text(" ").split()).replace(" , ", ", ")


class Visitor:
    def __init__(self, app, person=None):
        self.app, self.person = app, person
        self.http = app.test_client()
        if person is not None:
            self.sign_in(person)

    def sign_in(self, person):
        token = SignIn.start(person, device="Firefox on Linux")
        db.session.commit()
        self.http.set_cookie(
            self.app.config["SESSION_COOKIE_NAME"], token, secure=self.app.config["SESSION_COOKIE_SECURE"]
        )
        self.token = token

    def csrf(self):
        """A token of this visitor's session, as a page would carry it."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = self.http.get_cookie(name)
        if cookie is None:
            self.http.get("/sign-in")
            cookie = self.http.get_cookie(name)
        with (
            self.app.app_context(),
            self.app.test_request_context(headers={"Cookie": f"{name}={cookie.value}"}),
        ):
            return generate_csrf()

    def get(self, path, status=200, htmx=False, **options):
        response = self.http.get(path, headers=HTMX if htmx else None, **options)
        answer = self.look(response)
        assert status is None or answer.status == status, f"{path}: {answer.status} {answer.text[:600]}"
        return answer

    def post(self, path, expect=303, **form):
        """Send a form as a browser without scripts does."""
        return self.send(path, expect, form, headers=None)

    def swap(self, path, expect=200, **form):
        """Send a form as htmx does; the answer is parts."""
        return self.send(path, expect, form, headers=HTMX)

    def send(self, path, expect, form, headers):
        """A form may have a field `status`; a number there is the HTTP status one expects."""
        if isinstance(form.get("status"), int):
            expect = form.pop("status")
        form.setdefault("csrf_token", self.csrf())
        response = self.http.post(path, headers=headers, **multipart(form))
        answer = self.look(response)
        assert expect is None or answer.status == expect, f"{path}: {answer.status} {answer.text[:600]}"
        return answer

    def look(self, response):
        db.session.rollback()
        db.session.expire_all()
        answer = Answer(response)
        response.close()  # what is done after the answer is done now
        if response.mimetype == "text/html" and answer.html.lower().startswith("<!doctype"):
            check_page(answer)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        return answer


def with_ends(html):
    """Options whose end tag is left out get theirs: this parser does not know that they may."""
    return re.sub(r"(<option\b[^>]*>[^<]*)(?=<option|</select>|</datalist>)", r"\1</option>", html)


def check_page(answer):
    """Check what must be true of every page."""
    soup = answer.soup
    assert soup.title and soup.title.get_text(strip=True).removeprefix("·").strip(), "a page has a title"
    assert len(soup.select("h1")) == 1, f"one h1, not {[h.get_text() for h in soup.select('h1')]}"
    twice = [name for name, times in Counter(tag["id"] for tag in soup.select("[id]")).items() if times > 1]
    assert not twice, f"ids used twice: {twice}"
    assert not soup.select("[style], style, script:not([src])"), "no inline style or script (CSP)"
    handlers = [
        name for tag in soup.find_all(True) for name in tag.attrs if re.match("on|hx-on|data-hx-on", name)
    ]
    assert not handlers and '"js:' not in answer.html, f"no inline handlers: {handlers}"
    for form in soup.select("form"):
        where = form.get("action") or form.get("id")
        if form.get("method", "get").lower() == "post":
            assert form.select_one("[name=csrf_token]"), f"form without token: {where}"
        own = form.get("id") and soup.select(f"[form={form['id']}]")
        assert form.select_one("button, input[type=submit]") or own, f"form without a button: {where}"
    for control in soup.select("input:not([type=hidden]), select, textarea"):
        named = control.get("aria-label") or control.get("aria-labelledby") or control.find_parent("label")
        named = named or (control.get("id") and soup.select(f"label[for={control['id']}]"))
        assert named, f"a control without a name: {control}"


def value_of(tag):
    """The value that a browser sends for a field: of a select, its chosen option's."""
    if tag.name == "select":
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        return chosen.get("value", "") if chosen else ""
    return tag.get("value", tag.get_text())
