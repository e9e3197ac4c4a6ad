"""The commands behind `make bench`, `make bench-compare` and `make bench-check`: `python -m tests.bench --help`."""

import gc
import json
import os
from contextlib import contextmanager
from pathlib import Path

import click

from tests.bench import report
from tests.bench.callers import BenchError
from tests.bench.data import LONG, SIZES, copied
from tests.bench.least_pages import create_least_app
from tests.bench.limits import exceeded
from tests.bench.measure import counts_of, measure
from tests.bench.works import create_world, works
from tracker.foundation.database import dispose


@click.group(invoke_without_command=True)
@click.pass_context
def main(context):
    """Measure our pages beside the least Flask pages that do the same work."""
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
@click.option("--size", type=click.Choice(list(SIZES)), default="M", show_default=True)
@click.option("--database", default="", help="A PostgreSQL server; databases of our own are made beside it.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("instance/bench.json"), show_default=True
)
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


@main.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("instance/bench.json"), show_default=True
)
@click.option("--cache", type=click.Path(path_type=Path), default=Path("instance/bench"), show_default=True)
@click.option("--size", "sizes", multiple=True, default=("M", LONG), show_default=True)
def browser(out, cache, sizes):
    """Measure a slow browser at 500 and 2,000 tasks, and add what it took to the figures of the last run."""
    from tests.bench.browser import measure

    figures = {}
    for size in sizes:
        with copied(size, cache.resolve(), "") as practice, surroundings(practice.settings):
            for name, figure in measure(ready(), practice):
                click.echo(report.browser_line(name, figure))
                figures[name] = figure
    found = json.loads(out.read_text()) if out.exists() else {}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found | {"browser": figures}, indent=2) + "\n")
    click.echo(f"Written to {out}")


@main.command()
@click.option("--database", default="", help="As for a run.")
@click.option("--cache", type=click.Path(path_type=Path), default=Path("instance/bench"), show_default=True)
def check(database, cache):
    """Count statements and bytes at S and M, and exit 1 when a page has more than it may. No time is measured."""
    found = {size: counts_at(size, cache.resolve(), database) for size in ("S", "M")}
    said = list(exceeded(found["S"], found["M"]))
    click.echo("\n".join([*report.counts(found), *said]))
    raise SystemExit(1 if said else 0)


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


def ready():
    """The product as a worker of the server has it."""
    from tracker.ops.purge_trash import at_start
    from tracker.ops.server import ready_app

    app = ready_app()
    at_start(app)
    return app


@contextmanager
def opened(practice, plain=False):
    """The product on a practice as a worker of the server has it, and the works."""
    from tracker.foundation.text.collation import collator

    app = ready()
    least_app = create_least_app(app.config["SQLALCHEMY_DATABASE_URI"])
    collator()
    gc.collect()
    gc.freeze()
    try:
        world = create_world(app, least_app, practice, plain)
        yield app, world, works(world, practice.size)
    finally:
        gc.unfreeze()
        least_app.dispose()
        dispose(app)


def measured(practice, seconds, crowd, only, plain):
    """The figures of a practice."""
    from tests.bench.served import measure_served

    figures = {}
    with opened(practice, plain) as (app, world, every):
        for work in every:
            if not only or work.name in only:
                click.echo(f"  {work.name}", err=True)
                figures[work.name] = measure(work, world.least, seconds)
        writers, memory, start = ({}, None, None) if only else measure_served(app, practice, crowd)
    return {
        "size": practice.size,
        "database": practice.engine,
        "works": figures,
        "writers": writers,
        "memory_mib": memory,
        "start_s": start,
    }


def counts_at(size, cache, database):
    """Statements and bytes of each work at this size."""
    with (
        copied(size, cache, database) as practice,
        surroundings(practice.settings),
        opened(practice) as (_, _, every),
    ):
        return {work.name: counts_of(work) for work in every}


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        raise SystemExit(str(error)) from None
