"""The server: gunicorn's settings (`gunicorn -c python:tracker.ops.server wsgi:app`), and `tracker serve`.

By default two workers with four threads each. The application is made once, before the workers, who share its
memory. No connection is inherited by a worker: those that prepared the database are closed before.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.orm import configure_mappers

from tracker import create_app
from tracker.config import SettingsError, read_server_settings
from tracker.foundation.database import db, dispose
from tracker.foundation.text.collation import collator
from tracker.ops.migrations import check_migrated
from tracker.ops.purge_trash import at_start

if TYPE_CHECKING:  # at run time, `wsgi.py` reads from gunicorn's absence that another server is used
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

try:
    settings = read_server_settings(os.environ)
except SettingsError as error:  # gunicorn reads this module as its configuration, and would print a traceback
    print(error, file=sys.stderr)  # noqa: T201
    raise SystemExit(3 if "gunicorn" in sys.modules else 2) from None

HOST, PORT = settings.host, settings.port

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
workers = settings.workers
threads = settings.threads
worker_class = "tracker.ops.http_worker.BufferingWorker"
logger_class = "tracker.ops.http_worker.QuietLogger"
preload_app = False
control_socket_disable = True
umask = 0o077
timeout = 60
graceful_timeout = 10
keepalive = 15
loglevel = "warning"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  a heartbeat file, deleted at once


inherited: list[Flask] = []
"""The application that was made before the workers, in them and in the process that starts them."""


def on_starting(_server: Arbiter) -> None:
    """Prepare the database before the server listens, so that an error is printed once, not per worker.

    What every worker needs is loaded here. It is exempt from garbage collection, which would write to each object
    and so give each worker a copy of its own.
    """
    try:
        app = ready_app()
        at_start(app)
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
    configure_mappers()
    collator()
    inherited.append(app)
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Worker) -> None:
    """Let a worker finish its requests on Ctrl-C, and exempt what it loaded from garbage collection.

    The objects built at start live as long as the worker, so scanning them again would be wasted.
    """
    for ctrl_c in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(ctrl_c, worker.handle_exit)
    gc.collect()
    gc.freeze()


def ready_app() -> Flask:
    """Return the application.

    In production, raises SettingsError for a database of another version or with the demo.
    """
    if inherited:
        return inherited[0]
    app = create_app()
    try:
        if app.config["PRODUCTION"]:
            check_migrated(app)
            check_no_demo(app)
    finally:
        dispose(app)
    return app


def check_no_demo(app: Flask) -> None:
    """Raise SettingsError if the database holds the demo, whose password is public."""
    from tracker.accounts.models import Practice

    with app.app_context():
        if db.session.query(Practice).filter_by(is_demo=True).first():
            raise SettingsError(
                "This database holds the demo, whose password everybody knows. "
                "Name an empty one with DATA or DATABASE_URL, then run: tracker setup"
            )


def check_free() -> None:
    """Raise SettingsError if the address is not this machine’s or the port is in use, before anything starts."""
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, PORT))
        except OSError as error:
            raise SettingsError(
                f"{HOST}:{PORT} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
            ) from error


def server_address() -> str:
    """Return the address to open in a browser on this machine.

    It names no IPv6 address, because requests that do are not answered (`TRUSTED_HOSTS`).
    """
    here = "localhost" if ":" in HOST else "127.0.0.1" if HOST == "0.0.0.0" else HOST  # noqa: S104  shown, not bound
    return f"http://{here}:{PORT}/"


def serve() -> None:
    """Serve until the process is stopped."""
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["footbridge", "-c", "python:tracker.ops.server", "tracker.ops.server:ready_app()"]
    WSGIApplication(prog="footbridge").run()
