"""The worker that gunicorn runs, in which no thread waits for a client.

gunicorn's own threads read from the socket while they parse and write to it while the answer is made, so ten
clients that send half a request, or take half an answer, would occupy every thread. Here the loop that
accepts connections also reads requests and sends unsent answers, without blocking, and closes connections
that take too long or too much. A proxy in front does the same, but an installation need not have one.
"""

from __future__ import annotations

import errno
import os
import resource
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from math import ceil
from typing import TypeAlias

from gunicorn import http
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from tracker.config import MOST_PROXIES, setting_number
from tracker.foundation.error_reports import describe_error
from tracker.foundation.networks import network_of, sender_of
from tracker.ops.connection_buffers import (
    BUSY,
    HEAD_SECONDS,
    PIECE,
    TOO_MUCH,
    TOO_SLOW,
    AnswerSocket,
    ArrivingRequest,
    HeldBytes,
    plain_answer,
)

ANSWER_SECONDS, STALLED_SECONDS = 300, 30
"""The time a client has for its whole answer, and the longest time without taking any of it."""
CONNECTIONS = 500
"""Connections of one process that may wait for their clients.

With more, or without free files, the oldest is closed.
"""
PAUSE_SECONDS = 1
OUT_OF_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

REFUSALS: dict[type[Exception], str] = {
    errors.LimitRequestLine: "414 URI Too Long",
    errors.LimitRequestHeaders: "431 Request Header Fields Too Large",
    errors.ExpectationFailed: "417 Expectation Failed",
    errors.UnsupportedTransferCoding: "501 Not Implemented",
    errors.ForbiddenProxyRequest: "403 Forbidden",
}
"""The status for a request that cannot be read; all other errors get 400."""
OUR_FAULT = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)


def connections_allowed(threads: int) -> int:
    """Return how many connections may wait. Each may need a temporary file, and open files are limited."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(hard, 4096)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    own = 32 + 8 * threads
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(CONNECTIONS, (soft - own) // 2), 16)


Address: TypeAlias = tuple[str, int] | str
"""The address of a client or of the server: host and port, or the path of a socket."""


class Connection(TConn):  # type: ignore[misc]
    """A connection, its arriving request, and its unsent answer."""

    sock: AnswerSocket
    request: ArrivingRequest | None = None
    is_reused = False
    """Whether it has had an answer before."""
    stays_open = False
    answer_until = 0.0

    def __init__(self, cfg: Config, sock: socket.socket, client: Address, server: Address) -> None:
        super().__init__(cfg, AnswerSocket(sock), client, server)
        self.peer = client[0] if isinstance(client, tuple) else ""
        self.network = network_of(self.peer)

    def init(self) -> None:
        """Prepare nothing, because the parser reads the buffered request."""
        self.initialized = True

    def expect(self, seconds: float) -> None:
        """Expect a request within this time."""
        self.request = ArrivingRequest(seconds)
        self.timeout = self.request.until

    def parse(self) -> None:
        """Hand the buffered request to gunicorn's parser."""
        assert self.request is not None  # noqa: S101
        self.parser = http.get_parser(self.cfg, self.request.pieces(), self.client)
        self.data_ready = True

    def forget_request(self) -> None:
        """Free what is kept of the request, because it was answered or the connection closes."""
        if self.request:
            self.request.close()
        self.request = None

    @property
    def held(self) -> int:
        """Return the bytes held for this connection."""
        return self.sock.size + (self.request.held if self.request else 0)

    @property
    def is_idle(self) -> bool:
        """Whether it waits for a request of which nothing has arrived."""
        return self.request is not None and not self.request.size

    def close(self, graceful: bool = False) -> None:  # noqa: ARG002  all data was read: no drain needed
        """Override of gunicorn's method: close the socket and free what is kept."""
        self.forget_request()
        self.sock.close()


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker, with reading and writing in its loop."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[Connection, None] = {}
        """Connections that wait for their client, oldest first. Others are in a thread or queued for one."""
        self.held: HeldBytes[Connection] = HeldBytes()
        self.proxies = setting_number(os.environ, "PROXIES", 0, 0, MOST_PROXIES)
        self.accept_again_at = self.checked_at = self.idle_until = 0.0

    @classmethod
    def check_config(cls, cfg: Config, log: Logger) -> None:
        """Override of gunicorn's method: raise RuntimeError for a certificate, which this worker cannot use."""
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise RuntimeError("https ends in the proxy in front. Leave the certificate out.")

    def init_process(self) -> None:
        """Override of gunicorn's method: set how many connections may wait in this process."""
        self.most = connections_allowed(self.cfg.threads)
        super().init_process()

    # Accepting

    def accept(self, listener: socket.socket) -> None:
        """Override of gunicorn's method: read the request in the loop; if no file is left, close others."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in OUT_OF_FILES:
                self.make_room()
            return  # other errors: the client left, or another process accepted it
        self.nr_conns += 1
        self.gather(Connection(self.cfg, sock, client, listener.getsockname()), HEAD_SECONDS)

    def make_room(self) -> None:
        """Close a quarter of the waiting connections, because no file can be opened, or pause accepting."""
        if not self.waiting:
            self.accept_again_at = time.monotonic() + PAUSE_SECONDS
            self.set_accept_enabled(False)
        for _ in range(ceil(len(self.waiting) / 4)):
            self.close_connection(self.oldest_of_most(), BUSY)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Override of gunicorn's method, which its loop calls often: accepting stays off during a pause."""
        super().set_accept_enabled(enabled and time.monotonic() >= self.accept_again_at)

    def oldest_of_most(self) -> Connection:
        """Return the oldest waiting connection of the network with the most of them."""
        networks = Counter(conn.network for conn in self.waiting)
        busiest = max(networks, key=networks.__getitem__)
        return next(conn for conn in self.waiting if conn.network == busiest)

    # Waiting

    def wait_for(self, conn: Connection, event: int, callback: Callable[[Connection], None]) -> None:
        """Call back when the client can be read from or written to."""
        self.waiting[conn] = None
        self.poller.register(conn.sock, event, partial(self.call, callback, conn))

    def stop_waiting(self, conn: Connection) -> None:
        """Take the connection out of the loop; one that does not wait is no error."""
        self.waiting.pop(conn, None)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def call(self, callback: Callable[[Connection], None], conn: Connection, _sock: socket.socket) -> None:
        """Run the callback of a connection. An error closes this connection and affects no other."""
        if conn not in self.waiting:  # closed earlier in this turn of the loop
            return
        try:
            callback(conn)
        except (
            OSError,
            RuntimeError,
        ):  # it is broken, or there is no file, space or thread for its request
            self.close_connection(conn, BUSY)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Override of gunicorn's method, which would end the worker at any system error."""
        for key, _ in self.poller.select(timeout):
            try:
                key.data(key.fileobj)
            except (OSError, RuntimeError):
                self.log.exception("The server goes on after an error in its loop.")

    def close_connection(self, conn: Connection, answer: bytes = b"") -> None:
        """Close a waiting connection. `answer` is sent if a request had begun."""
        self.stop_waiting(conn)
        if answer and conn.request and conn.request.size:
            with suppress(OSError):
                conn.sock.send_now(answer)
        self.end(conn)

    def end(self, conn: Connection) -> None:
        """Close a connection that is not in the loop, and take it off the counts."""
        self.nr_conns -= 1
        self.held.count(conn, conn.network, 0)
        conn.close()

    def murder_pending(self) -> None:
        """Override of gunicorn's method: close slow connections and, when stopping, idle ones."""
        now = time.monotonic()
        if self.alive and now < self.checked_at + 1:
            return
        self.checked_at = now
        if not self.alive:
            self.idle_until = self.idle_until or now + STOP_KEEPALIVE_LINGER
        for conn in [*self.waiting]:
            is_over = not self.alive and conn.is_idle and (now >= self.idle_until or not conn.is_reused)
            if conn.timeout <= now or is_over:
                self.close_connection(conn, (conn.request and conn.request.refusal) or TOO_SLOW)

    # Reading

    def gather(self, conn: Connection, seconds: float) -> None:
        """Read a request without a thread, within this time."""
        conn.expect(seconds)
        self.wait_for(conn, selectors.EVENT_READ, self.on_readable)
        if len(self.waiting) > self.most:
            self.close_connection(self.oldest_of_most(), BUSY)

    def on_readable(self, conn: Connection) -> None:
        """Read one piece of a request: close if the client has left, answer what is refused, queue a whole one.

        Once its headers have arrived, its bytes count for the sender's network, also behind our proxies.
        """
        request = conn.request
        assert request is not None  # noqa: S101
        try:
            data = conn.sock.recv(PIECE)
        except BlockingIOError:
            return
        if not data:
            self.close_connection(conn)
            return
        is_new = not request.whole
        answer = request.add(data)
        conn.timeout = request.until
        if is_new and request.whole:
            self.held.count(conn, conn.network, 0)
            conn.network = sender_of(request.head, conn.peer, self.proxies)
        self.hold(conn)
        if answer and not request.whole:
            self.close_connection(conn, answer)
        elif request.is_whole:
            self.on_whole(conn, request)
        elif answer:
            conn.sock.send_now(answer)

    def hold(self, conn: Connection) -> None:
        """Count what this connection holds.

        If it is too much, the oldest ones of the heaviest network give way.
        """
        self.held.count(conn, conn.network, conn.held)
        while (most := self.held.connection_to_close(conn.network, self.waiting)) is not None:
            if most.request:
                most.request.discard(TOO_MUCH)
                self.held.count(most, most.network, most.held)
            else:
                self.close_connection(most)

    def on_whole(self, conn: Connection, request: ArrivingRequest) -> None:
        """Queue a whole request for a thread, or send its refusal."""
        if request.refusal:
            self.close_connection(conn, request.refusal)
            return
        self.stop_waiting(conn)
        conn.parse()
        self.enqueue_req(conn)

    # Answering

    def handle_request(self, req: Request, conn: Connection) -> bool:
        """Override of gunicorn's method, in a thread. Returns whether the connection may stay open.

        It may not after a request that was not read to its end, or that had surplus data.
        """
        kept = super().handle_request(req, conn)
        return bool(kept) and not (conn.request and conn.request.is_last)

    def finish_request(self, conn: Connection, fs: Future[bool]) -> None:
        """Override of gunicorn's method, called when an answer is made: send the rest of it in the loop."""
        try:
            conn.stays_open = not fs.cancelled() and fs.exception() is None and bool(fs.result())
            conn.forget_request()
            conn.answer_until = time.monotonic() + ANSWER_SECONDS
            if conn.sock.is_broken:
                self.close_connection(conn)
            elif conn.sock.flush():
                self.on_answered(conn)
            else:
                conn.timeout = time.monotonic() + STALLED_SECONDS
                self.wait_for(conn, selectors.EVENT_WRITE, self.on_writable)
                self.hold(conn)
        except OSError:
            self.close_connection(conn)

    def on_writable(self, conn: Connection) -> None:
        """Send more of the answer. The client may take `STALLED_SECONDS` over a piece, and `ANSWER_SECONDS` in all."""
        sent = conn.sock.sent
        if conn.sock.flush():
            self.stop_waiting(conn)
            self.on_answered(conn)
        elif conn.sock.sent > sent:
            conn.timeout = min(time.monotonic() + STALLED_SECONDS, conn.answer_until)

    def on_answered(self, conn: Connection) -> None:
        """Wait for the next request, or close the connection."""
        self.held.count(conn, conn.network, 0)
        if conn.stays_open:
            conn.is_reused = True
            self.gather(conn, self.cfg.keepalive)
        else:
            self.end(conn)

    def handle_error(self, req: Request | None, client: socket.socket, addr: Address, exc: Exception) -> None:  # noqa: ARG002
        """Override of gunicorn's method: answer in plain text. The log does not quote the request."""
        if isinstance(exc, errors.ParseException) and not isinstance(exc, OUR_FAULT):
            status = REFUSALS.get(type(exc), "400 Bad Request")
            self.log.warning("Refused a malformed request: %s", type(exc).__name__)
            words = "This request could not be read."
        else:
            status, words = "500 Internal Server Error", "Something broke on our side."
            self.log.exception("A request broke the server’s own rules.")
        with suppress(OSError):
            client.sendall(plain_answer(status, words))


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's logger without the messages of exceptions, which may quote what people wrote."""

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        """Log the message with the error's traceback and kind, without its text."""
        error = sys.exc_info()[1]
        self.error_log.error(f"{msg}%s", *args, f"\n{describe_error(error)}" if error else "", **kwargs)
