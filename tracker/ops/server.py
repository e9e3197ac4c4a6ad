"""Serving: what gunicorn reads (`gunicorn -c python:tracker.ops.server wsgi:app`), and `make run`'s one command.

Two workers of four threads. No connection crosses a fork: the application, and so its engine,
is made in the worker, and what was opened to prepare the database is closed before.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import Any

from flask import Flask

from tracker import create_app
from tracker.config import SettingsError, whole_number
from tracker.foundation.database import db, dispose
from tracker.foundation.text.collation import collator
from tracker.foundation.text.numerals import is_digits
from tracker.ops.migrations import check_migrated
from tracker.ops.purge_trash import at_start

HOST = os.environ.get("HOST", "") or "127.0.0.1"
PORT = os.environ.get("PORT", "") or "8000"

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
workers = whole_number(os.environ, "WORKERS", 2)
threads = whole_number(os.environ, "THREADS", 4)
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


def on_starting(_server: Any) -> None:
    """Before anything listens: refuse in words, once, instead of in every worker."""
    try:
        at_start(ready_app())
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None


def post_worker_init(worker: Any) -> None:
    """Ctrl-C lets a worker finish its requests. What was built at start lives as long as the worker does,
    so the collector need not look at it again.
    """
    for ctrl_c in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(ctrl_c, worker.handle_exit)
    collator()
    gc.collect()
    gc.freeze()


def ready_app() -> Flask:
    """The product, once its database has the right shape and no demo stands in a real practice's place."""
    app = create_app()
    try:
        if app.config["PRODUCTION"]:
            check_migrated(app)
            check_no_demo(app)
    finally:
        dispose(app)
    return app


def check_no_demo(app: Flask) -> None:
    """The demo's password is public."""
    from tracker.accounts.models import Practice

    with app.app_context():
        if db.session.query(Practice).filter_by(is_demo=True).first():
            raise SettingsError(
                "This database holds the demo, whose password everybody knows. "
                "Name an empty one with DATA or DATABASE_URL, then run: tracker setup"
            )


def check_free() -> None:
    """Say so at once when somebody else listens there."""
    if not is_digits(PORT) or not 0 < int(PORT) < 65536:
        raise SettingsError(f"PORT must be a number up to 65535, not “{PORT}”.")
    family = socket.AF_INET6 if ":" in HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, int(PORT)))
        except OSError as error:
            raise SettingsError(
                f"{HOST}:{PORT} cannot be used ({error.strerror}). Choose another: make run PORT=8001"
            ) from error


def server_address() -> str:
    """What to type into the browser."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(HOST, HOST)  # noqa: S104  shown, not bound
    return f"http://{here}:{PORT}/"


def serve() -> None:
    """Serve until told to stop."""
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["footbridge", "-c", "python:tracker.ops.server", "tracker.ops.server:ready_app()"]
    WSGIApplication(prog="footbridge").run()
