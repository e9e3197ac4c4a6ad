"""The worker gunicorn runs: no thread ever waits for a client.

gunicorn's own threads read from the socket as they parse and write to it as the answer is made, so ten clients that
send half a request, or take half an answer, would hold every thread. Here the loop that accepts connections also
gathers what they send and sends what they have not taken, without blocking, and lets go of those that take too long
or too much. A proxy in front does the same; nothing stalls where none stands there.
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
from contextlib import suppress
from functools import partial
from math import ceil
from typing import Any

from gunicorn import http
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from tracker.config import whole_number
from tracker.foundation.error_reports import described
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
"""How long a client may take for its answer, and how long it may take nothing of it."""
CONNECTIONS = 500
"""Connections of one process that wait for their clients; over it, or when files run out, the oldest makes room."""
PAUSE_SECONDS = 1
OUT_OF_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

REFUSALS: dict[type[Exception], str] = {
    errors.LimitRequestLine: "414 URI Too Long",
    errors.LimitRequestHeaders: "431 Request Header Fields Too Large",
    errors.ExpectationFailed: "417 Expectation Failed",
    errors.UnsupportedTransferCoding: "501 Not Implemented",
    errors.ForbiddenProxyRequest: "403 Forbidden",
}
"""What answers a request that cannot be read; every other one gets 400."""
OUR_FAULT = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)


def connections_allowed(threads: int) -> int:
    """How many waiting connections the limit on open files leaves room for: each may need a temporary file, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(hard, 4096)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    own = 32 + 8 * threads
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(CONNECTIONS, (soft - own) // 2), 16)


class Connection(TConn):  # type: ignore[misc]
    """A connection, the request that arrives on it and the answer that leaves."""

    sock: AnswerSocket
    request: ArrivingRequest | None = None
    is_reused = False
    """Whether it had an answer before."""
    stays_open = False
    answer_until = 0.0

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, AnswerSocket(sock), client, server)
        self.peer = client[0] if isinstance(client, tuple) else ""
        self.network = network_of(self.peer)

    def init(self) -> None:
        """The parser reads what was gathered, so there is nothing to prepare."""
        self.initialized = True

    def expect(self, seconds: float) -> None:
        """The next request may come."""
        self.request = ArrivingRequest(seconds)
        self.timeout = self.request.until

    def parse(self) -> None:
        assert self.request is not None  # noqa: S101
        self.parser = http.get_parser(self.cfg, self.request.pieces(), self.client)
        self.data_ready = True

    def forget_request(self) -> None:
        if self.request:
            self.request.close()
        self.request = None

    @property
    def held(self) -> int:
        return self.sock.size + (self.request.held if self.request else 0)

    @property
    def is_idle(self) -> bool:
        return self.request is not None and not self.request.size

    def close(self, graceful: bool = False) -> None:  # noqa: ARG002  what was sent is read: there is nothing to drain
        self.forget_request()
        self.sock.close()


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker with the reading and writing in its loop."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[Connection, None] = {}
        """Connections that wait for their client, the oldest first. The others are in a thread or about to be."""
        self.held = HeldBytes()
        self.proxies = whole_number(os.environ, "PROXIES", 0)
        self.accept_again_at = self.checked_at = self.idle_until = 0.0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise RuntimeError("https ends in the proxy in front. Leave the certificate out.")

    def init_process(self) -> None:
        self.most = connections_allowed(self.cfg.threads)
        super().init_process()

    # Accepting

    def accept(self, listener: socket.socket) -> None:
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in OUT_OF_FILES:
                self.make_room()
            return  # otherwise it went away again, or another process was faster
        self.nr_conns += 1
        self.gather(Connection(self.cfg, sock, client, listener.getsockname()), HEAD_SECONDS)

    def make_room(self) -> None:
        """No more files can be opened. Let go of a quarter of those who wait; if nobody does, accept again later."""
        if not self.waiting:
            self.accept_again_at = time.monotonic() + PAUSE_SECONDS
            self.set_accept_enabled(False)
        for _ in range(ceil(len(self.waiting) / 4)):
            self.let_go(self.oldest_of_most(), BUSY)

    def set_accept_enabled(self, enabled: bool) -> None:
        """gunicorn's own name; its loop asks again and again."""
        super().set_accept_enabled(enabled and time.monotonic() >= self.accept_again_at)

    def oldest_of_most(self) -> Connection:
        """The oldest waiting connection of the network that has the most of them."""
        networks = Counter(conn.network for conn in self.waiting)
        busiest = max(networks, key=networks.__getitem__)
        return next(conn for conn in self.waiting if conn.network == busiest)

    # Waiting

    def wait_for(self, conn: Connection, event: int, callback: Callable[[Connection], None]) -> None:
        self.waiting[conn] = None
        self.poller.register(conn.sock, event, partial(self.call, callback, conn))

    def stop_waiting(self, conn: Connection) -> None:
        self.waiting.pop(conn, None)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def call(self, callback: Callable[[Connection], None], conn: Connection, _sock: Any) -> None:
        """Run a callback of a connection. What goes wrong there ends that connection and nothing else."""
        if conn not in self.waiting:  # let go in this very turn of the loop
            return
        try:
            callback(conn)
        except (
            OSError,
            RuntimeError,
        ):  # it is broken, or there is no file, space or thread for what it sends
            self.let_go(conn, BUSY)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """gunicorn's own name; its own ends the worker at any error of the system."""
        for key, _ in self.poller.select(timeout):
            try:
                key.data(key.fileobj)
            except (OSError, RuntimeError):
                self.log.exception("The server goes on after an error in its loop.")

    def let_go(self, conn: Connection, answer: bytes = b"") -> None:
        self.stop_waiting(conn)
        if answer and conn.request and conn.request.size:
            with suppress(OSError):
                conn.sock.send_now(answer)
        self.end(conn)

    def end(self, conn: Connection) -> None:
        self.nr_conns -= 1
        self.held.count(conn, conn.network, 0)
        conn.close()

    def murder_pending(self) -> None:
        """gunicorn's own name: close what takes too long, and when stopping, what has not begun."""
        now = time.monotonic()
        if self.alive and now < self.checked_at + 1:
            return
        self.checked_at = now
        if not self.alive:
            self.idle_until = self.idle_until or now + STOP_KEEPALIVE_LINGER
        for conn in [*self.waiting]:
            is_over = not self.alive and conn.is_idle and (now >= self.idle_until or not conn.is_reused)
            if conn.timeout <= now or is_over:
                self.let_go(conn, (conn.request and conn.request.refusal) or TOO_SLOW)

    # Reading

    def gather(self, conn: Connection, seconds: float) -> None:
        """Wait for a request without a thread."""
        conn.expect(seconds)
        self.wait_for(conn, selectors.EVENT_READ, self.on_readable)
        if len(self.waiting) > self.most:
            self.let_go(self.oldest_of_most(), BUSY)

    def on_readable(self, conn: Connection) -> None:
        request = conn.request
        assert request is not None  # noqa: S101
        try:
            data = conn.sock.recv(PIECE)
        except BlockingIOError:
            return
        if not data:
            self.let_go(conn)
            return
        is_new = not request.whole
        answer = request.add(data)
        conn.timeout = request.until
        if is_new and request.whole:
            self.held.count(conn, conn.network, 0)
            conn.network = sender_of(request.head, conn.peer, self.proxies)
        self.hold(conn)
        if answer and not request.whole:
            self.let_go(conn, answer)
        elif request.is_whole:
            self.on_whole(conn, request)
        elif answer:
            conn.sock.send_now(answer)

    def hold(self, conn: Connection) -> None:
        """Count what this connection holds. Too much of it ends the oldest ones of whoever holds most."""
        self.held.count(conn, conn.network, conn.held)
        while (most := self.held.to_give_up(conn.network, self.waiting)) is not None:
            if most.request:
                most.request.discard(TOO_MUCH)
                self.held.count(most, most.network, most.held)
            else:
                self.let_go(most)

    def on_whole(self, conn: Connection, request: ArrivingRequest) -> None:
        if request.refusal:
            self.let_go(conn, request.refusal)
            return
        self.stop_waiting(conn)
        conn.parse()
        self.enqueue_req(conn)

    # Answering

    def handle_request(self, req: Any, conn: Connection) -> bool:
        kept = super().handle_request(req, conn)
        return bool(kept) and not (conn.request and conn.request.is_last)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """gunicorn's own name: a thread has made the answer. Send the rest of it, in the loop."""
        try:
            conn.stays_open = not fs.cancelled() and fs.exception() is None and bool(fs.result())
            conn.forget_request()
            conn.answer_until = time.monotonic() + ANSWER_SECONDS
            if conn.sock.is_broken:
                self.let_go(conn)
            elif conn.sock.flush():
                self.on_answered(conn)
            else:
                conn.timeout = time.monotonic() + STALLED_SECONDS
                self.wait_for(conn, selectors.EVENT_WRITE, self.on_writable)
                self.hold(conn)
        except OSError:
            self.let_go(conn)

    def on_writable(self, conn: Connection) -> None:
        sent = conn.sock.sent
        if conn.sock.flush():
            self.stop_waiting(conn)
            self.on_answered(conn)
        elif conn.sock.sent > sent:
            conn.timeout = min(time.monotonic() + STALLED_SECONDS, conn.answer_until)

    def on_answered(self, conn: Connection) -> None:
        self.held.count(conn, conn.network, 0)
        if conn.stays_open:
            conn.is_reused = True
            self.gather(conn, self.cfg.keepalive)
        else:
            self.end(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:  # noqa: ARG002
        """gunicorn's own name. What was sent is neither logged nor repeated: it may hold a secret, or forge a line."""
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
    """gunicorn's log without the messages of exceptions, which may quote what somebody wrote."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        error = sys.exc_info()[1]
        self.error_log.error(f"{msg}%s", *args, f"\n{described(error)}" if error else "", **kwargs)
