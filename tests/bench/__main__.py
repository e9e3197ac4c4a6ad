"""The command: `python -m tests.bench`, which `make bench` runs, and `python -m tests.bench compare A.json B.json`."""

import gc
import json
import os
from contextlib import contextmanager
from pathlib import Path

import click

from tests.bench import report
from tests.bench.callers import BenchError
from tests.bench.data import SIZES, copied
from tests.bench.least_pages import create_least_app
from tests.bench.measure import measure
from tests.bench.works import create_world, works
from tracker.foundation.database import dispose


@click.group()
def main():
    """Measure our pages beside the least Flask pages that do the same work."""


@main.command()
@click.option("--size", type=click.Choice(list(SIZES)), default="M", show_default=True)
@click.option("--database", default="", help="A PostgreSQL server; databases of our own are made beside it.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("instance/bench.json"), show_default=True)
@click.option("--cache", type=click.Path(path_type=Path), default=Path("instance/bench"), show_default=True)
@click.option("--seconds", default=6.0, show_default=True, help="For each work, at least five pairs.")
@click.option("--crowd", default=60, show_default=True, help="Seconds of fifty readers beside eight writers.")
@click.option("--only", multiple=True, help="Only these works, and nothing that is served.")
@click.option("--plain", is_flag=True, help="Ask for pages that are not compressed.")
def run(size, database, out, cache, seconds, crowd, only, plain):
    """Print the table, and write it as JSON."""
    with copied(size, cache.resolve(), database) as practice, surroundings(practice.settings):
        found = measured(practice, seconds, crowd, only, plain)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=2) + "\n")
    click.echo("\n".join(report.table(found)))
    click.echo(f"Written to {out}")


@main.command()
@click.argument("before", type=click.File())
@click.argument("after", type=click.File())
def compare(before, after):
    """Print two runs side by side."""
    click.echo("\n".join(report.comparison(json.load(before), json.load(after))))


@contextmanager
def surroundings(settings):
    """These settings as the environment."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def measured(practice, seconds, crowd, only, plain):
    """The figures of a practice."""
    from tests.bench.served import measure_served
    from tracker.foundation.text.collation import collator
    from tracker.ops.purge_trash import at_start
    from tracker.ops.server import ready_app

    app = ready_app()
    at_start(app)
    least_app = create_least_app(app.config["SQLALCHEMY_DATABASE_URI"])
    collator()
    gc.collect()
    gc.freeze()  # as a worker does
    world = create_world(app, least_app, practice, plain)
    figures = {}
    for work in works(world, practice.size):
        if not only or work.name in only:
            click.echo(f"  {work.name}", err=True)
            figures[work.name] = measure(work, world.least, seconds)
    least_app.dispose()
    writers, memory = ({}, None) if only else measure_served(app, practice, crowd)
    dispose(app)
    return {
        "size": practice.size,
        "database": practice.engine,
        "works": figures,
        "writers": writers,
        "memory_mib": memory,
    }


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        raise SystemExit(str(error)) from None
