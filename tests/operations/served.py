"""Run the product in server processes of its own and connect to it with real sockets."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.conftest import ROOT
from tests.operations.test_start import free_port, wait_for

PAGE_REQUEST = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n"
FORM_REQUEST = (
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)


@dataclass
class Served:
    port: int
    process: subprocess.Popen
    log: Path
    seconds: float
    """From the command to the first answer."""

    def address(self, path="/sign-in"):
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def workers(self):
        """Return the process ids of the workers."""
        number = self.process.pid
        return sorted(Path(f"/proc/{number}/task/{number}/children").read_text().split())


@contextmanager
def served(data, open_files=0, app="", is_quiet=True, **settings):
    """Serve from this folder, with two processes of four threads unless the settings say otherwise.

    `app` names another application for the same server. With `is_quiet`, the log must contain no traceback.
    """
    port = free_port()
    environment = {
        **os.environ,
        "DATA": str(data),
        "DATABASE_URL": "",
        "PORT": port,
        "HOST": "127.0.0.1",
        **settings,
    }
    tracker = [sys.executable, "-m", "tracker.cli"]
    subprocess.run([*tracker, "migrate"], cwd=ROOT, env=environment, check=True, capture_output=True)

    command = (
        [sys.executable, "-m", "gunicorn", "-c", "python:tracker.ops.server", app]
        if app
        else [*tracker, "serve"]
    )

    def limit():
        if open_files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))

    with open(data / "log", "w") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=limit,
        )
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Served(int(port), process, data / "log", time.monotonic() - began)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(15) == 0
    assert not is_quiet or "Traceback" not in (data / "log").read_text()


@contextmanager
def connections(port):
    """Yield a function that opens a connection from this address of the machine and sends these pieces."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as opened:

        def connect(*sent, source="127.0.0.1", buffer=0):
            connection = opened.enter_context(socket.socket())
            connection.settimeout(20)
            if buffer:  # a client that reads little at once
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            connection.bind((source, 0))
            connection.connect(("127.0.0.1", port))
            for piece in sent:
                connection.sendall(piece)
            return connection

        yield connect


def read_until_closed(connection):
    """Return everything received until the connection ends."""
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


def response_time(address):
    """Return the seconds until a page arrives, the best of three because the machine may be busy."""
    times = []
    for _ in range(3):
        began = time.monotonic()
        assert b"Sign in" in urlopen(address, timeout=20).read()
        times.append(time.monotonic() - began)
    return min(times)


def read_response(connection):
    """Read one complete response with a length from an open connection and return its head and body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += read_some(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    while len(body) < length:
        body += read_some(connection)
    assert len(body) == length, "more came than one answer"
    return head, body


def read_some(connection):
    piece = connection.recv(65536)
    assert piece, "the connection ended in the middle of an answer"
    return piece


def read_exactly(connection, size):
    received = b""
    while len(received) < size:
        received += connection.recv(size - len(received)) or b"\0" * size
    return received
