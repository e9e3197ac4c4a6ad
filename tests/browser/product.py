"""The product as its users meet it: served on a port, the demo told, and more clients where a test needs its own."""

from contextlib import ExitStack, closing, contextmanager
from itertools import count
from threading import Thread

from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from tests import world
from tracker.accounts.models import Person, SignIn
from tracker.clients.models import Client, Role, Seat
from tracker.foundation import clock
from tracker.foundation.database import db
from tracker.roadmap.models import Task

DANA, MARCO, ROSA = "dana@whitlock.example", "marco@fornello.example", "rosa@fornello.example"
DEMO_PASSWORD = "footbridge-demo"


class Quiet(WSGIRequestHandler):
    """Serves without a line a request; keeps its connections, as gunicorn does."""

    protocol_version = "HTTP/1.1"

    def log(self, *_args):
        pass

    def make_environ(self):
        return {**super().make_environ(), "tests.afterwards": self.afterwards}

    def run_wsgi(self):
        """Werkzeug leaves a static file open where the browser drops the connection while it is sent."""
        with ExitStack() as self.afterwards:
            super().run_wsgi()


def closed_afterwards(app):
    """The WSGI application, whose answers are closed even if nobody reads them to their end."""

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
    """The product behind a real port of this machine, several threads at once."""
    server = make_server("127.0.0.1", 0, closed_afterwards(app), threaded=True, request_handler=Quiet)
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
    """What a test does behind the browser's back: make clients, people and sessions; look at what was stored."""

    def __init__(self, app, url):
        self.app, self.url = app, url
        self.numbers = count(1)
        self.passing = []

    def session(self, email):
        """The cookie of a new session."""
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
        """Another client of Dana's, of this test alone: `plan` is {goal: [tasks]}. Returns where its road map is.

        Unless it is `lasting`, everybody's seat ends with the test: Dana's lists stay as long as the demo made them.
        `people` are e-mail addresses by role: ceo="nora@…" makes her, or takes her if she is here already.
        """
        with self.app.app_context():
            dana = Person.by_email(DANA)
            client = Client.make(name, f"journey-{next(self.numbers)}", "America/New_York", coo=dana, by=dana)
            for title, tasks in (plan or {}).items():
                goal = world.a_goal(client, dana, title)
                for task in tasks:
                    world.a_task(client, dana, task, goal=goal, owner=world.seat_of(dana, client))
            for role, email in people.items():
                person = Person.by_email(email) or world.a_person(email.split("@")[0].capitalize(), email)
                Seat.give(client, person, Role(role), by=dana)
            db.session.commit()
            if not lasting:
                self.passing.append(client.id)
            return f"/clients/{client.slug}/"

    def leave(self):
        """End the seats at clients that were for one test."""
        with self.app.app_context():
            db.session.execute(
                update(Seat).where(Seat.client_id.in_(self.passing)).values(ended_at=clock.now())
            )
            db.session.commit()
        self.passing.clear()

    @contextmanager
    def inside(self, road_map):
        """Work on that client's records, as Dana; what was changed is saved."""
        with self.app.app_context():
            client = db.session.scalars(db.select(Client).where(Client.slug == road_map.split("/")[2])).one()
            yield client, Person.by_email(DANA)
            db.session.commit()

    def tasks(self, road_map):
        """{title: status} of that client, in the order they were made."""
        with self.inside(road_map) as (client, _):
            found = db.session.scalars(Task.of(client).order_by(Task.number))
            return {task.title: str(task.status) for task in found}

    def titles(self, road_map):
        """Every task's title, twice where there are two."""
        with self.inside(road_map) as (client, _):
            return [task.title for task in db.session.scalars(Task.of(client).order_by(Task.number))]
