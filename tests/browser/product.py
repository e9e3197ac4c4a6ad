"""The product served on a port with the demo, and more clients for tests that need their own."""

from contextlib import ExitStack, closing, contextmanager
from itertools import count
from threading import Thread

from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import world
from tracker.accounts.models import Person, SignIn
from tracker.clients.create import create_client
from tracker.clients.models import Client, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task

DANA, MARCO, ROSA = "dana@whitlock.example", "marco@fornello.example", "rosa@fornello.example"
DEMO_PASSWORD = "footbridge-demo"


class QuietHandler(WSGIRequestHandler):
    """Logs no requests and keeps connections open, as gunicorn does."""

    protocol_version = "HTTP/1.1"

    def log(self, *_args):
        pass

    def make_environ(self):
        return {**super().make_environ(), "tests.afterwards": self.afterwards}

    def run_wsgi(self):
        """Close the response too, because Werkzeug leaves a static file open when the browser drops the connection."""
        with ExitStack() as self.afterwards:
            super().run_wsgi()


def close_responses(app):
    """Return the WSGI application with responses that are closed even if they are not read to the end."""

    def parts(environ, start_response):
        with closing(app(environ, start_response)) as answer:
            yield from answer

    def respond(environ, start_response):
        answer = parts(environ, start_response)
        environ["tests.afterwards"].callback(answer.close)
        return answer

    return respond


@contextmanager
def served(app):
    """Serve the product on a port of this machine with several threads."""
    server = make_server("127.0.0.1", 0, close_responses(app), threaded=True, request_handler=QuietHandler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Product:
    """Creates clients, people and sessions for a test and reads what was stored."""

    def __init__(self, app, url):
        self.app, self.url = app, url
        self.numbers = count(1)
        self.temporary = []

    def session_cookie(self, email):
        """Return the cookie of a new session."""
        with self.app.app_context():
            token = SignIn.start(Person.by_email(email), device="Chromium on Linux")
            db.session.commit()
        name = self.app.config["SESSION_COOKIE_NAME"]
        return {"name": name, "value": token, "url": self.url, "httpOnly": True, "sameSite": "Lax"}

    def end_sessions(self, email):
        with self.app.app_context():
            Person.by_email(email).end_every_session()
            db.session.commit()

    def a_client(self, plan=None, name="Harbour Bakery", lasting=False, **people):
        """Create a client of Dana's for this test only. `plan` is {goal: [tasks]}. Returns the address of its road map.

        Unless it is `lasting`, its seats end with the test, so that Dana's lists do not grow.
        `people` are e-mail addresses by role. ceo="nora@…" creates her unless she exists.
        """
        with self.app.app_context():
            dana = Person.by_email(DANA)
            client = create_client(
                name, f"journey-{next(self.numbers)}", "America/New_York", coo=dana, by=dana
            )
            for title, tasks in (plan or {}).items():
                goal = world.a_goal(client, dana, title)
                for task in tasks:
                    world.a_task(client, dana, task, goal=goal, owner=world.seat_of(dana, client))
            for role, email in people.items():
                person = Person.by_email(email) or world.a_person(email.split("@")[0].capitalize(), email)
                Seat.give(client, person, Role(role), by=dana)
            db.session.commit()
            if not lasting:
                self.temporary.append(client.id)
            return f"/clients/{client.slug}/"

    def end_temporary_seats(self):
        """End the seats at clients that were for one test."""
        with self.app.app_context():
            db.session.execute(
                update(Seat).where(Seat.client_id.in_(self.temporary)).values(ended_at=clock.now())
            )
            db.session.commit()
        self.temporary.clear()

    @contextmanager
    def edit_client(self, road_map):
        """Edit that client's records as Dana and save the changes."""
        with self.app.app_context():
            client = db.session.scalars(db.select(Client).where(Client.slug == road_map.split("/")[2])).one()
            yield client, Person.by_email(DANA)
            db.session.commit()

    def task_statuses(self, road_map):
        """Return {title: status} of that client's tasks, in the order they were created."""
        with self.edit_client(road_map) as (client, _):
            found = db.session.scalars(Task.of(client).order_by(Task.number))
            return {task.title: str(task.status) for task in found}

    def task_titles(self, road_map):
        """Return every task's title, including duplicates."""
        with self.edit_client(road_map) as (client, _):
            return [task.title for task in db.session.scalars(Task.of(client).order_by(Task.number))]
