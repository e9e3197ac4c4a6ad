"""The least Flask pages that do the works of the product, on the product's own tables and rows.

Flask-Login looks up the reader, SQLAlchemy asks, Jinja answers. No permissions, no tokens, no navigation, no style:
what a page of ours costs beyond these is the price of the product. Every query is answered by an index that is
there already, so that none of these pages is slow where ours could be quick.
"""

from flask import Flask, redirect, render_template, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from jinja2 import DictLoader
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.orm import DeclarativeBase, scoped_session, sessionmaker

from tracker.accounts.models import Person
from tracker.clients.models import Client, Seat
from tracker.foundation import clock
from tracker.foundation.database import engine_options, prepare_sqlite
from tracker.history.models import Event
from tracker.roadmap.models import Goal, Task

ROWS = 60
"""The rows of each list of the page of 30 KB."""
HITS = 50
"""The hits of a search."""

PAGES = {
    "page.html": """<!doctype html><html lang=en><head><title>Page</title></head><body>
<header>{{ reader.name }} · {{ clients }} clients · {{ total }} open</header>
<table>{% for t in mine %}<tr id="t{{ t.id }}"><td><a href="/task/{{ t.id }}">{{ t.title }}</a></td>
<td class="status {{ t.status }}">{{ t.status }}</td>
<td><form hx-post="/update/{{ t.id }}" hx-target="#t{{ t.id }}" hx-swap="outerHTML"><select name="status">
<option>not_started</option><option>on_track</option><option>waiting</option><option>done</option></select>
<button>Save</button></form></td></tr>
{% endfor %}</table>
<table>{% for g in goals %}<tr><td>{{ g.title }}</td><td class="due">{{ g.target_date }}</td></tr>
{% endfor %}</table>
<ul>{% for t in latest %}<li><a href="/task/{{ t.id }}">{{ t.title }}</a> <em>{{ t.status }}</em>
<time>{{ t.due }}</time></li>
{% endfor %}</ul></body></html>""",
    "portfolio.html": """<!doctype html><html lang=en><head><title>Portfolio</title></head><body>
<header>{{ reader.name }}</header>
<table>{% for c in clients %}{% set n = counts.get(c.id, nothing) %}
<tr><td><a href="/board/{{ c.id }}">{{ c.name }}</a></td>
<td><progress max="{{ n.tasks }}" value="{{ n.done }}"></progress></td><td class="done">{{ n.done }}</td>
<td class="open">{{ n.tasks - n.done }}</td><td>{{ goals.get(c.id, 0) }} goals</td></tr>
{% endfor %}</table></body></html>""",
    "board.html": """<!doctype html><html lang=en><head><title>Road map</title></head><body>
<header>{{ reader.name }} · {{ client.name }}</header>
{% for g in goals %}<section id="g{{ g.id }}"><h2>{{ g.title }}</h2><time>{{ g.target_date }}</time>
<table>{% for t in tasks.get(g.id, ()) %}
<tr id="t{{ t.id }}"><td><a href="/task/{{ t.id }}">{{ t.title }}</a></td>
<td class="status {{ t.status }}">{{ t.status }}</td><td>{{ t.owner_seat_id }}</td>
<td><button hx-post="/update/{{ t.id }}" hx-vals='{"status":"done"}'
 hx-target="#t{{ t.id }}" hx-swap="outerHTML">Done</button></td></tr>{% endfor %}</table></section>
{% endfor %}</body></html>""",
    "search.html": """<!doctype html><html lang=en><head><title>Search</title></head><body>
<header>{{ reader.name }}</header><p>{{ words }}</p>
<ul>{% for t in hits %}<li><a href="/task/{{ t.id }}">{{ t.title }}</a> <em>{{ t.status }}</em> {{ t.client }}</li>
{% endfor %}</ul></body></html>""",
    "row.html": """<tr id="t{{ id }}"><td>{{ title }}</td><td class="status {{ status }}">{{ status }}</td></tr>""",
}

SEARCH = {
    "sqlite": """
SELECT task.id, task.title, task.status, client.name AS client
FROM words_of_task JOIN task ON task.id = words_of_task.rowid JOIN client ON client.id = task.client_id
WHERE words_of_task MATCH :words ORDER BY words_of_task.rowid DESC LIMIT :hits""",
    "postgresql": """
SELECT task.id, task.title, task.status, client.name AS client
FROM task JOIN client ON client.id = task.client_id
WHERE words_of(task.client_id, task.title || ' ' || task.details, task.owner_name || ' ' || task.waiting_name) @@
 (SELECT string_agg('''' || client_id || ':' || :words || ''':*', ' | ')::tsquery FROM seat WHERE person_id = :reader)
ORDER BY task.id DESC LIMIT :hits""",
}
"""The search of each engine, by the index that the product keeps."""


class Base(DeclarativeBase):
    """The base of mappings with only the columns that the least pages need."""


class Reader(UserMixin, Base):
    """Who is signed in."""

    __table__ = Person.__table__
    __mapper_args__ = {"include_properties": ["id", "name"]}


class Work(Base):
    """A task, to be changed."""

    __table__ = Task.__table__
    __mapper_args__ = {
        "include_properties": ["id", "client_id", "goal_id", "title", "status", "last_activity_at"]
    }


class Line(Base):
    """A line of history."""

    __table__ = Event.__table__
    __mapper_args__ = {
        "include_properties": [
            *("id", "client_id", "goal_id", "task_id", "action"),
            *("details", "actor_id", "actor_name", "happened_at"),
        ]
    }


def open_engine(url):
    """The database, as durable as the product has it: SQLite with its pragmas, PostgreSQL as it is."""
    engine = create_engine(url, **{**engine_options(url), "pool_pre_ping": False})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def create_least_app(url):
    """An application with the least pages, on this database."""
    app = Flask(__name__)
    app.secret_key = "bench"
    app.jinja_loader = DictLoader(PAGES)
    engine = open_engine(url)
    app.session = scoped_session(sessionmaker(engine))
    app.dispose = engine.dispose
    login = LoginManager(app)
    login.user_loader(lambda number: app.session.get(Reader, int(number)))
    app.teardown_appcontext(lambda _: app.session.remove())
    for add in (add_sign_in, add_page, add_portfolio, add_board, add_search, add_update):
        add(app, app.session)
    return app


def add_sign_in(app, session):
    @app.get("/sign-in/<int:person>")
    def sign_in(person):
        """Begin a session. It is not measured."""
        login_user(session.get(Reader, person))
        return redirect("/")


def add_page(app, session):
    @app.get("/page/<int:client>/<int:seat>")
    @login_required
    def page(client, seat):
        """Six queries and 30 KB of HTML: the reader, two counts, their tasks, the goals and a list of tasks.

        What letter, history and timeline are measured by, and Today up to twenty clients.
        """
        of_client = Task.client_id == client
        clients = session.scalar(select(func.count()).select_from(Client))
        total = session.scalar(select(func.count()).where(of_client, Task.done_at.is_(None)))
        columns = select(Task.id, Task.title, Task.status)
        mine = columns.where(of_client, Task.owner_seat_id == seat).limit(ROWS)
        goals = select(Goal.title, Goal.target_date).where(Goal.client_id == client)
        latest = columns.add_columns(Task.due).where(of_client).order_by(Task.due.desc()).limit(ROWS)
        return render_template(
            "page.html",
            reader=current_user,
            clients=clients,
            total=total,
            mine=session.execute(mine).all(),
            goals=session.execute(goals).all(),
            latest=session.execute(latest).all(),
        )


def add_portfolio(app, session):
    @app.get("/portfolio")
    @login_required
    def portfolio():
        """All clients by name, each with its tasks done and open and its goals.

        What Today is measured by where there are a hundred clients.
        """
        clients = session.execute(select(Client.id, Client.name).order_by(Client.name)).all()
        tasks = select(Task.client_id, func.count().label("tasks"), func.count(Task.done_at).label("done"))
        goals = select(Goal.client_id, func.count()).group_by(Goal.client_id)
        return render_template(
            "portfolio.html",
            reader=current_user,
            clients=clients,
            counts={row.client_id: row for row in session.execute(tasks.group_by(Task.client_id))},
            nothing={"tasks": 0, "done": 0},
            goals=dict(session.execute(goals).all()),
        )


def add_board(app, session):
    @app.get("/board/<int:client>")
    @login_required
    def board(client):
        """A client's goals, and under each every task with its status, its owner and a button.

        What the road map is measured by.
        """
        found = session.execute(select(Client.name).where(Client.id == client)).one()
        goals = select(Goal.id, Goal.title, Goal.target_date).where(Goal.client_id == client)
        columns = select(Task.id, Task.goal_id, Task.title, Task.status, Task.owner_seat_id)
        tasks = {}
        for task in session.execute(columns.where(Task.client_id == client)):
            tasks.setdefault(task.goal_id, []).append(task)
        goals = session.execute(goals.order_by(Goal.target_date)).all()
        return render_template("board.html", reader=current_user, client=found, goals=goals, tasks=tasks)


def add_search(app, session):
    query = {name: text(words) for name, words in SEARCH.items()}[session.get_bind().dialect.name]

    @app.get("/search")
    @login_required
    def search():
        """The latest fifty tasks with a word, by the index of words.

        What the search is measured by.
        """
        words = request.args["q"]
        hits = session.execute(query, {"words": words, "reader": current_user.id, "hits": HITS}).all()
        return render_template("search.html", reader=current_user, words=words, hits=hits)


def add_update(app, session):
    @app.post("/update/<int:number>")
    @login_required
    def update(number):
        """One task by its key, one UPDATE, one line of history, COMMIT, and a row of HTML.

        What the tap on a status is measured by.
        """
        task, now = session.get(Work, number), clock.now()
        previous, task.status = task.status, request.form["status"]
        task.last_activity_at = now
        session.add(
            Line(
                client_id=task.client_id,
                goal_id=task.goal_id,
                task_id=number,
                action="task_status_changed",
                details={"previous": previous, "current": task.status},
                actor_id=current_user.id,
                actor_name=current_user.name,
                happened_at=now,
            )
        )
        row = {"id": task.id, "title": task.title, "status": task.status}
        session.commit()
        return render_template("row.html", **row)


def seat_at(app, client, person):
    """The number in the database of a person's seat at a client."""
    with app.app_context():
        return app.session.scalar(select(Seat.id).where(Seat.client_id == client, Seat.person_id == person))
