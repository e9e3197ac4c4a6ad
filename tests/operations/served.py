"""The product as it is served, in processes of its own, and real sockets to ask it with."""

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

PAGE = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@dataclass
class Served:
    port: int
    process: subprocess.Popen
    log: Path

    def address(self, path="/sign-in"):
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def workers(self):
        """The process ids of the workers."""
        number = self.process.pid
        return sorted(Path(f"/proc/{number}/task/{number}/children").read_text().split())


@contextmanager
def served(data, open_files=0, app="", is_quiet=True, **settings):
    """Serve from this folder: two processes of four threads, or as the settings say. Stopping it must be quiet.

    `app` names another application for the same server.
    """
    port = free_port()
    around = {
        **os.environ,
        "DATA": str(data),
        "DATABASE_URL": "",
        "PORT": port,
        "HOST": "127.0.0.1",
        **settings,
    }
    tracker = [sys.executable, "-m", "tracker.cli"]
    subprocess.run([*tracker, "migrate"], cwd=ROOT, env=around, check=True, capture_output=True)

    command = (
        [sys.executable, "-m", "gunicorn", "-c", "python:tracker.ops.server", app]
        if app
        else [*tracker, "serve"]
    )

    def limit():
        if open_files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))

    with open(data / "log", "w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=around, stdout=log, stderr=log, start_new_session=True, preexec_fn=limit
        )
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Served(int(port), process, data / "log")
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(15) == 0
    assert not is_quiet or "Traceback" not in (data / "log").read_text()


@contextmanager
def connections(port):
    """A function that opens a connection, from this address of the machine, and sends these pieces."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as opened:

        def one(*sent, source="127.0.0.1", buffer=0):
            there = opened.enter_context(socket.socket())
            there.settimeout(20)
            if buffer:  # a client that takes little at once
                there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            there.bind((source, 0))
            there.connect(("127.0.0.1", port))
            for piece in sent:
                there.sendall(piece)
            return there

        yield one


def until_closed(there):
    """All that is answered until the connection ends."""
    said = b""
    while piece := there.recv(65536):
        said += piece
    return said


def answered_in(address):
    """Seconds until a page is there; the best of three, for the machine may be busy with something else."""
    took = []
    for _ in range(3):
        began = time.monotonic()
        assert b"Sign in" in urlopen(address, timeout=20).read()
        took.append(time.monotonic() - began)
    return min(took)


def one_answer(there):
    """One whole answer with a length, on a connection that stays open: its head and its body."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += some_more(there)
    head, _, body = said.partition(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    while len(body) < length:
        body += some_more(there)
    assert len(body) == length, "more came than one answer"
    return head, body


def some_more(there):
    piece = there.recv(65536)
    assert piece, "the connection ended in the middle of an answer"
    return piece


def exactly(there, size):
    said = b""
    while len(said) < size:
        said += there.recv(size - len(said)) or b"\0" * size
    return said
