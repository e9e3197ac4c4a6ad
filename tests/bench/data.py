"""Practices of several sizes: built once a day for each engine, and copied for each run."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path

import click
from sqlalchemy import create_engine, make_url, text

from tests.bench.callers import BenchError
from tests.conftest import ROOT
from tracker.ops.migrations import heads

SIZES = {"tiny": (2, 4, 10), "S": (1, 10, 100), "M": (20, 20, 25), "L": (100, 20, 50), "long": (1, 40, 50)}
"""Clients, goals of each client, and tasks of each goal. “long” is for the browser only."""
LONG = "long"
"""The size with a road map of 2,000 tasks."""
ELSEWHERE = ("BASE_URL", "FOOTBRIDGE_ENV", "SECRET_KEY", "PROXIES", "TRUSTED_HOSTS", "WORKERS", "THREADS")
"""Settings that are left out, so that every run has the defaults."""


@dataclass(frozen=True)
class Practice:
    """A copy to measure: its size, its folder, and the address of its database."""

    size: str
    folder: Path
    url: str

    @property
    def engine(self):
        return "postgresql" if self.url.startswith("postgresql") else "sqlite"

    @property
    def settings(self):
        """The environment of the product on this copy."""
        around = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
        return {**around, "DATA": str(self.folder), "DATABASE_URL": self.url, "HOST": "127.0.0.1"}

    @property
    def tasks_of_a_client(self):
        _, goals, tasks = SIZES[self.size]
        return goals * tasks


@contextmanager
def copied(size, folder, server):
    """A copy of the practice of this size, deleted afterwards; with a `server`, in a database of its own on it."""
    run = folder / f"run-{secrets.token_hex(4)}"
    run.mkdir(parents=True)
    try:
        if server:
            with copied_database(size, run, server) as url:
                yield Practice(size, run, url)
        else:
            url = f"sqlite:///{run / 'footbridge.db'}"
            shutil.copy(built_file(size, folder, run), run / "footbridge.db")
            yield Practice(size, run, url)
    finally:
        shutil.rmtree(run)


def key():
    """What the rows depend on: the migrations, the module that creates them, and the day."""
    made_by = (ROOT / "tracker/demo/bulk.py").read_text()
    told = f"{heads()} {made_by} {datetime.now(UTC).date()}"
    return sha256(told.encode()).hexdigest()[:8]


def create(size, folder, url):
    """Let the product create the practice in an empty database."""
    counts = zip(("--clients", "--goals", "--tasks"), map(str, SIZES[size]), strict=True)
    command = [sys.executable, "-m", "tracker.cli", "demo", *chain.from_iterable(counts)]
    settings = Practice(size, folder, url).settings
    click.echo(f"Creating the practice of size {size}, once a day.", err=True)
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)


def built_file(size, folder, run):
    """The file of this size, created unless it is there; older ones of this size are deleted."""
    there = folder / f"{size}-{key()}.db"
    if not there.exists():
        for old in folder.glob(f"{size}-*.db"):
            old.unlink()
        draft = run / "footbridge.db"
        create(size, run, f"sqlite:///{draft}")
        draft.replace(there)
    return there


@contextmanager
def copied_database(size, run, server):
    """The address of a database with the rows, copied from one that stays on the server."""
    url = make_url(re.sub("^postgres(ql)?://", "postgresql+psycopg://", server))
    if not url.drivername.startswith("postgresql"):
        raise BenchError("DATABASE_URL names no PostgreSQL server. Leave it out to measure on SQLite.")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    base, name = f"footbridge_bench_{size.lower()}_{key()}", f"footbridge_bench_{run.name.replace('-', '_')}"
    with admin.connect() as connection:
        names = set(connection.scalars(text("SELECT datname FROM pg_database")))
        if base not in names:
            for old in names:
                if old.startswith(base.rsplit("_", 1)[0] + "_"):
                    connection.execute(text(f"DROP DATABASE {old}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
            create(size, run, address(url, name))
            analyze(address(url, name))
            connection.execute(text(f"ALTER DATABASE {name} RENAME TO {base}"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {base}"))
    try:
        yield address(url, name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def address(url, name):
    return url.set(database=name).render_as_string(hide_password=False)


def analyze(url):
    """Do at once what PostgreSQL's autovacuum does within a minute."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
