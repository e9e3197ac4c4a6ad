"""Readers who ask an application in this process, without a server and without a client's costs."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import urlencode

from flask_wtf.csrf import generate_csrf
from sqlalchemy import text
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.visitor import HTMX
from tracker.accounts.models import SignIn
from tracker.foundation.database import db

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml",
    "Sec-Fetch-Site": "same-origin",
}


class BenchError(Exception):
    """The bench cannot measure what it should; the message says what it found."""


@dataclass(frozen=True)
class Request:
    """A request: a page, a part of one that htmx asks for, or a form that htmx sends."""

    path: str
    form: dict[str, str] | None = None
    is_part: bool = False


@dataclass(frozen=True)
class Answered:
    """An answer, and what it cost: milliseconds by the clock, and of CPU with the database's."""

    status: int
    body: bytes
    wall: float
    cpu: float


@dataclass
class Caller:
    """A signed-in reader of an application. Pages come compressed, as browsers ask for them, unless `plain`."""

    app: object
    cookie: str
    token: str = ""
    plain: bool = False
    backend: Path | None = None
    """Where Linux tells the CPU of its database's process, if that is PostgreSQL on this machine."""

    def environ(self, asked, plain=False):
        """The request as the server hands it on."""
        headers = BROWSER | {"Cookie": f"session={self.cookie}"}
        headers |= {} if plain or self.plain else {"Accept-Encoding": "gzip, deflate"}
        headers |= HTMX if asked.is_part or asked.form is not None else {}
        sent = {}
        if asked.form is not None:
            sent = {
                "method": "POST",
                "data": urlencode({"csrf_token": self.token} | asked.form),
                "content_type": "application/x-www-form-urlencoded",
            }
        return EnvironBuilder(asked.path, base_url="http://127.0.0.1", headers=headers, **sent).get_environ()

    def ask(self, asked, plain=False):
        """Ask, also for what the application does after the answer."""
        environ = self.environ(asked, plain)
        there, wall, cpu = self.cpu_of_database(), perf_counter(), process_time()
        pieces, status, _ = run_wsgi_app(self.app.wsgi_app, environ, buffered=True)
        body = b"".join(pieces)
        cpu, wall, there = process_time() - cpu, perf_counter() - wall, self.cpu_of_database() - there
        code = int(status.split()[0])
        if code != 200:
            raise BenchError(f"{asked.path} answers {status}: {body[:200]!r}")
        return Answered(code, body, wall * 1000, (cpu + there) * 1000)

    def cpu_of_database(self):
        """Seconds of CPU of its database's process so far; on SQLite the database is in ours."""
        return int(self.backend.read_text().split()[0]) / 1e9 if self.backend else 0


def backend_of(session):
    """Where Linux tells the CPU of the PostgreSQL process behind a session; None on SQLite and on another machine."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    told = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}")
    try:
        is_here = (told / "comm").read_text().startswith("postgres")
    except OSError:
        return None
    return told / "schedstat" if is_here else None


def start_session(person):
    """The cookie of a new session of this person of the product; called inside the application."""
    cookie = SignIn.start(person, device="Firefox on Linux")
    db.session.commit()
    return cookie


def form_token(app, cookie):
    """A token that the product accepts in this session's forms; called outside, where nothing remembers another's."""
    with app.test_request_context(headers={"Cookie": f"session={cookie}"}):
        return generate_csrf()


def caller_of_least(app, person_id):
    """The same person, signed in to the least pages."""
    client = app.test_client()
    client.get(f"/sign-in/{person_id}")
    with app.app_context():
        return Caller(app, client.get_cookie("session").value, backend=backend_of(app.session))
