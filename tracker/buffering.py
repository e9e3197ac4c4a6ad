"""The worker gunicorn runs: a request gets a thread once all of it is here, never before.

gunicorn's own threads read from the socket as they parse, so ten clients that send half a request and wait would
hold every thread. Here the loop that accepts connections also gathers what they send, without blocking, and lets
go of those that take too long. A proxy in front does the same; nothing stalls where none stands there.
"""

from __future__ import annotations

import re
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn import http, util
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from tracker.config import MEGABYTE
from tracker.foundation.error_reports import described

HEAD_SECONDS, BODY_SECONDS, ANSWER_SECONDS = 10, 120, 30
"""How long a client may take to send its headers, then its body, and to take the answer."""
HEAD_BYTES, BODY_BYTES, IN_MEMORY = 64 * 1024, 11 * MEGABYTE, 64 * 1024
READ_BYTES = 100 * MEGABYTE
"""A body over `BODY_BYTES` is read and thrown away, so that its sender sees the refusal; over this, it is not read."""
WAITING = 500
"""Connections of one process that have not sent all yet; the oldest makes room for the next."""
PIECE = 64 * 1024

LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r$")
CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r$")


def reply(status: str) -> bytes:
    """An answer where no page can be made: there is no whole request."""
    return f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()


TOO_SLOW, HEAD_TOO_LARGE = reply("408 Request Timeout"), reply("431 Request Header Fields Too Large")
LENGTH_REQUIRED = reply("411 Length Required")


class Arrival:
    """What one request has sent so far."""

    def __init__(self) -> None:
        self.until = time.monotonic() + HEAD_SECONDS
        self.head = b""
        self.file: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed with its connection
        self.size = 0
        self.whole = 0
        """Bytes of the whole request; 0 until its headers are here."""
        self.is_kept, self.is_last = True, False

    def add(self, data: bytes) -> bytes:
        """Take some more in. Returns what to answer at once, if anything."""
        self.size += len(data)
        if self.is_kept:
            self.file.write(data)
        if self.whole:
            return b""
        self.head += data
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return HEAD_TOO_LARGE if self.size > HEAD_BYTES else b""
        return self.begin_body(self.head[: end + 2], end + 4)

    def begin_body(self, head: bytes, head_size: int) -> bytes:
        """The headers are here: how much is still to come?"""
        if CHUNKED.search(head):
            return LENGTH_REQUIRED
        found = LENGTH.search(head)
        length = int(found[1]) if found else 0
        self.is_kept, self.is_last = length <= BODY_BYTES, length > READ_BYTES
        self.whole = head_size + (0 if self.is_last else length)
        self.until = time.monotonic() + BODY_SECONDS
        waits = EXPECTS.search(head) and self.size < self.whole
        return b"HTTP/1.1 100 Continue\r\n\r\n" if waits else b""

    @property
    def is_whole(self) -> bool:
        """More than that ends the connection after the answer: no browser sends the next request before it."""
        self.is_last = self.is_last or self.size > self.whole
        return 0 < self.whole <= self.size

    def pieces(self) -> Iterator[bytes]:
        self.file.seek(0)
        while data := self.file.read(PIECE):
            yield data


class Connection(TConn):  # type: ignore[misc]
    """A connection and the request that is arriving on it."""

    arrival: Arrival | None = None

    def init(self) -> None:
        """Parse from what was gathered; the socket is for the answer."""
        self.sock.settimeout(ANSWER_SECONDS)
        self.initialized = True

    def parse(self) -> None:
        assert self.arrival is not None  # noqa: S101
        self.parser = http.get_parser(self.cfg, self.arrival.pieces(), self.client)
        self.data_ready = True

    def close(self, graceful: bool = False) -> None:  # noqa: ARG002  what was sent is read: there is nothing to drain
        if self.arrival:
            self.arrival.file.close()
            self.arrival = None
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
        util.close(self.sock)


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker with the gathering in its loop."""

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise RuntimeError("https ends in the proxy in front. Leave the certificate out.")

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except OSError:  # it went away again, or another process was faster
            return
        self.nr_conns += 1
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MEGABYTE)  # an answer leaves at once, whoever reads it
        self.gather(Connection(self.cfg, sock, client, listener.getsockname()))

    def gather(self, conn: Connection) -> None:
        """Wait for a request without a thread."""
        conn.arrival = Arrival()
        conn.sock.setblocking(False)
        conn.timeout = conn.arrival.until
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_arriving, conn))
        if len(self.pending_conns) > WAITING:
            self.let_go(self.pending_conns[0], TOO_SLOW)

    def on_arriving(self, conn: Connection, _sock: Any) -> None:
        arrival = conn.arrival
        if arrival is None:  # let go in this very turn of the loop
            return
        try:
            data = conn.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.let_go(conn)
            return
        answer = arrival.add(data)
        conn.timeout = arrival.until
        if answer and not arrival.whole:
            self.let_go(conn, answer)
        elif arrival.is_whole:
            self.poller.unregister(conn.sock)
            self.pending_conns.remove(conn)
            conn.parse()
            self.enqueue_req(conn)
        elif answer:
            with suppress(OSError):
                conn.sock.send(answer)

    def let_go(self, conn: Connection, answer: bytes = b"") -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self.nr_conns -= 1
        if answer and conn.arrival and conn.arrival.size:
            with suppress(OSError):
                conn.sock.send(answer)
        conn.close()

    def murder_pending(self) -> None:
        """gunicorn's own name: close what takes too long, and when stopping, what has not begun."""
        now = time.monotonic()
        for conn in [*self.pending_conns]:
            if conn.timeout <= now or not (self.alive or conn.arrival.size):
                self.let_go(conn, TOO_SLOW)

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """The next request on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self.gather(conn)
        self.on_arriving(conn, client)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        try:
            kept = super().handle_request(req, conn)
        except TimeoutError:
            raise StopIteration from None  # whoever asked does not take the answer
        return bool(kept) and not (conn.arrival and conn.arrival.is_last)


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's log without the messages of exceptions, which may quote what somebody wrote."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        error = sys.exc_info()[1]
        self.error_log.error(f"{msg}%s", *args, f"\n{described(error)}" if error else "", **kwargs)
