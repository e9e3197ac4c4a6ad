"""The console: setup, demo, import, migrate, tidy, render-text, check, serve, with the product’s own settings."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask import Flask, url_for
from sqlalchemy.exc import DBAPIError, OperationalError

from tracker import create_app
from tracker.config import SettingsError
from tracker.foundation.database import db
from tracker.foundation.error_reports import describe_error
from tracker.foundation.errors import TooOftenError
from tracker.foundation.exceptions import DomainError


class FriendlyGroup(click.Group):
    """Prints expected errors as a sentence and exits with code 2, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error in settings, rules or database is printed and exits with code 2."""
        try:
            return super().invoke(ctx)
        except (SettingsError, DomainError, TooOftenError) as error:
            click.echo(str(error), err=True)
        except OperationalError as error:
            click.echo(f"The database does not answer: {error.orig}", err=True)
        except DBAPIError as error:
            click.echo(f"The database refused, and nothing was changed:\n{describe_error(error)}", err=True)
        raise click.exceptions.Exit(2)


@click.group(cls=FriendlyGroup)
def main() -> None:
    """Footbridge, from the console."""
    os.umask(0o077)


def make_application() -> Flask:
    """Return the application. Its connections are closed when the command ends."""
    from tracker.foundation.database import dispose

    app = create_app()
    click.get_current_context().call_on_close(lambda: dispose(app))
    return app


def open_application(fresh: bool = False) -> Flask:
    """Return the application, and refuse a database of another version.

    With `fresh`, an empty one is migrated first.
    """
    from tracker.ops import migrations

    app = make_application()
    with app.app_context():
        empty = not migrations.current_revision(db.engine)
    if fresh and empty:
        migrations.migrate(app)
    migrations.check_migrated(app)
    return app


@main.command()
@click.option("--practice", help="Your firm’s name.")
@click.option("--name", help="Your name.")
@click.option("--email", help="Your address; you sign in with it.")
@click.option("--password", help="Asked for when left out, which keeps it off the screen.")
@click.option("--zone", default="UTC", show_default=True, help="Your time zone, such as Europe/London.")
@click.option("--reset", metavar="ADDRESS", help="Print a one-time link to choose a new password.")
def setup(
    practice: str | None,
    name: str | None,
    email: str | None,
    password: str | None,
    zone: str,
    reset: str | None,
) -> None:
    """Make the first owner, once."""
    from tracker.ops import first_run

    app = open_application(fresh=True)
    with app.test_request_context(base_url=app.config["BASE_URL"] or served_url()):
        if reset:
            token = first_run.reset_link(reset)
            link = f"{url_for('links.code', _external=True)}#{token}"
            click.echo(f"Open this within the hour. It works once.\n{link}")
            return
        first_run.check_no_owner()
        first_run.make_owner(
            practice or click.prompt("Your firm’s name"),
            name or click.prompt("Your name"),
            email or click.prompt("Your address"),
            password or ask_twice("A password, 12 characters or more"),
            zone,
        )
    click.echo("Done. Start the service and sign in.")


def ask_twice(words: str) -> str:
    """Ask for a hidden value twice and return it."""
    return str(click.prompt(words, hide_input=True, confirmation_prompt="Once more"))


def served_url() -> str:
    """Return the address the server uses, for links when no base URL is configured."""
    from tracker.ops.server import server_address

    return server_address()


@main.command()
@click.option(
    "--clients", type=click.IntRange(1, 500), help="How many clients, instead of the story’s eight."
)
@click.option("--goals", type=click.IntRange(0, 500), default=20, show_default=True, help="Goals a client.")
@click.option("--tasks", type=click.IntRange(0, 1000), default=25, show_default=True, help="Tasks a goal.")
def demo(clients: int | None, goals: int, tasks: int) -> None:
    """Load the demo data into an empty database."""
    from tracker.demo import bulk, story

    app = open_application(fresh=True)
    with app.app_context():
        story.check_may_load()
        if clients:
            bulk.create_bulk(clients, goals, tasks)
        else:
            story.load_story()
        click.echo(story.list_accounts())


@main.command()
def migrate() -> None:
    """Migrate the database to this version, after making a copy."""
    from tracker.ops import migrations

    app = make_application()
    if migrations.is_migrated(app):
        click.echo("The database is up to date already.")
        return
    copy = migrations.migrate(app)
    click.echo(f"Done. Copy from before: {copy}" if copy else "Done.")


@main.command()
@click.argument("what")
def revise(what: str) -> None:
    """For developers: draft a migration from the models; read and correct it."""
    from tracker.ops import migrations

    click.echo(migrations.autogenerate(open_application(), what))


@main.command()
def tidy() -> None:
    """Delete for good what has been in the trash for 30 days. Starting the service does it too."""
    from tracker.ops import purge_trash

    with open_application().app_context():
        click.echo(purge_trash.purge())


@main.command(name="render-text")
def render_text() -> None:
    """Render the texts that an older version rendered, or none; otherwise each is rendered at its first view."""
    from tracker.foundation.text import prose

    with open_application().app_context():
        many = prose.render_all()
    click.echo(f"Rendered {many} texts." if many else "Every text is rendered already.")


@main.command()
def check() -> None:
    """Look at settings, database and files; exit 1 when something is wrong."""
    from tracker.ops import doctor

    found = list(doctor.examine(make_application))
    for number, finding in enumerate(found, start=1):
        click.echo(f"{number:2} {finding.label:5} {finding.words}")
    wrong = sum(finding.is_wrong for finding in found)
    click.echo("Nothing is wrong." if not wrong else f"{wrong} to fix.")
    raise SystemExit(1 if wrong else 0)


@main.command()
@click.option(
    "--prepare", is_flag=True, help="First migrate, and load the demo data if the database is empty."
)
def serve(prepare: bool) -> None:
    """Serve until Ctrl-C."""
    from tracker.ops import server

    server.check_free()
    if prepare:
        for line in prepare_database():
            click.echo(line)
    server.on_starting(None)
    click.echo(f"Footbridge is at {server.server_address()}  (Ctrl-C stops it)")
    server.serve()


def prepare_database() -> list[str]:
    """Migrate, and load the demo data into an empty trial database. Returns the lines to print."""
    from tracker.demo import story
    from tracker.foundation.database import dispose
    from tracker.ops import migrations

    app = create_app()
    lines = []
    if not migrations.is_migrated(app):
        copy = migrations.migrate(app)
        lines += [f"The database was migrated. Copy from before: {copy}"] if copy else []
    with app.app_context():
        if app.config["PRODUCTION"]:
            lines += (
                ["Nobody can sign in yet. Make the first owner: tracker setup"] if story.is_empty() else []
            )
        else:
            if story.is_empty():
                story.load_story()
            lines += [story.list_accounts()] if story.is_loaded() else []
    dispose(app)
    return lines


@main.command(name="import")
@click.option(
    "--client", "slug", required=True, help="The client’s name in addresses, such as fornello-pizza."
)
@click.option(
    "--by", "email", default="", help="The address of the COO who signs it; else the practice does."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_plan(slug: str, file: Path, email: str) -> None:
    """Import a plan from Trello, Asana or a spreadsheet."""
    from tracker.imports.cli import import_file

    with open_application().app_context():
        for line in import_file(slug, file, email):
            click.echo(line)


if __name__ == "__main__":
    main()
