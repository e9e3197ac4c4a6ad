"""Buffers for connections: the request while it arrives, and the answer until the client has taken it.

Both stay in memory while they are small, and move to a temporary file when they grow. `HeldBytes` counts them
by network, so that one sender cannot fill memory or disk for all others.
"""

from __future__ import annotations

import errno
import re
import socket
import time
from collections import Counter
from collections.abc import Container, Hashable, Iterator
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Generic, TypeVar

from tracker.config import MEGABYTE

HEAD_SECONDS, BODY_SECONDS = 10, 120
"""The time a client has to send its headers, then its body."""
HEAD_BYTES, BODY_BYTES, IN_MEMORY = 64 * 1024, 11 * MEGABYTE, 64 * 1024
READ_BYTES = 100 * MEGABYTE
"""A body over `BODY_BYTES` is read and discarded, so that its sender sees the refusal.

Over this, it is not read.
"""
ANSWER_BYTES = 64 * MEGABYTE
"""The most that one answer may have unsent; a longer one is cut off."""
NETWORK_BYTES, ALL_BYTES = 96 * MEGABYTE, 256 * MEGABYTE
"""The most that one process holds for one network, and in all: arriving requests and unsent answers."""
PIECE = 64 * 1024

LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r$")
CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r$")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def plain_answer(status: str, words: str) -> bytes:
    """Return a response where no page can be made, because there is no whole request or no room for it."""
    body = f"{words}\n"
    kind = "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
    return (
        f"HTTP/1.1 {status}\r\n{kind}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )


TOO_SLOW = plain_answer("408 Request Timeout", "The request took too long to arrive.")
HEAD_TOO_LARGE = plain_answer(
    "431 Request Header Fields Too Large", "The headers of this request are too large."
)
LENGTH_REQUIRED = plain_answer("411 Length Required", "A request has to say how long it is.")
TOO_MUCH = plain_answer(
    "429 Too Many Requests", "Too much is being sent from your network at once. Try again in a few minutes."
)
BUSY = plain_answer("503 Service Unavailable", "The server is busy. Try again in a minute.")


class ArrivingRequest:
    """The part of a request that has arrived so far."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.head = b""
        self.file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed with its request
        self.size = self.held = 0
        """Bytes that arrived, and how many of them are kept."""
        self.whole = 0
        """Bytes of the whole request; 0 until its headers have arrived."""
        self.is_kept, self.is_last = True, False
        self.refusal = b""

    def add(self, data: bytes) -> bytes:
        """Add data that arrived. Returns a response to send at once, if there is one."""
        if not self.size:
            self.until = time.monotonic() + HEAD_SECONDS
        self.size += len(data)
        if self.is_kept:
            self.file.write(data)
            self.held += len(data)
        if self.whole:
            return b""
        self.head += data
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return HEAD_TOO_LARGE if self.size > HEAD_BYTES else b""
        self.head = self.head[: end + 2]
        return self.begin_body(end + 4)

    def begin_body(self, head_size: int) -> bytes:
        """Read the length of the body from the headers.

        Returns a response to send at once, if there is one.
        """
        if CHUNKED.search(self.head):
            return LENGTH_REQUIRED
        found = LENGTH.search(self.head)
        length = int(found[1]) if found else 0
        self.is_kept, self.is_last = length <= BODY_BYTES, length > READ_BYTES
        self.whole = head_size + (0 if self.is_last else length)
        self.until = time.monotonic() + BODY_SECONDS
        waits = EXPECTS.search(self.head) and self.size < self.whole
        return CONTINUE if waits else b""

    def discard(self, refusal: bytes) -> None:
        """Discard what has arrived, to answer with `refusal`.

        The rest is still read, because a browser shows a response only after it has sent everything.
        """
        self.file.close()
        self.is_kept, self.held, self.refusal = False, 0, refusal

    @property
    def is_whole(self) -> bool:
        """Whether all of the request has arrived.

        Surplus data closes the connection after the answer, because no browser sends the next request before
        it.
        """
        self.is_last = self.is_last or self.size > self.whole
        return 0 < self.whole <= self.size

    def pieces(self) -> Iterator[bytes]:
        """Yield what has arrived, in pieces."""
        self.file.seek(0)
        while data := self.file.read(PIECE):
            yield data

    def close(self) -> None:
        """Free the memory or the temporary file of what has arrived."""
        self.file.close()


class AnswerSocket:
    """A socket that never blocks its writer: data that the client does not take at once is sent later.

    gunicorn writes an answer to it as to any socket, in a thread. `flush` sends the rest from the worker's
    loop.
    """

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.file: Any = None
        self.sent = self.size = 0
        """Bytes of the kept data that were sent, and all of them."""
        self.piece = memoryview(b"")
        """The kept data to send next."""
        self.is_broken = False

    @property
    def unsent(self) -> int:
        """Return the bytes that are kept and not yet sent."""
        return self.size - self.sent

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now, and keep the rest. Raises BrokenPipeError if too much is kept."""
        rest = data if self.unsent else data[self.send_now(data) :]
        self.is_broken = self.is_broken or self.unsent + len(rest) > ANSWER_BYTES
        if self.is_broken:
            raise BrokenPipeError(errno.EPIPE, "the client does not take its answer")
        if rest:
            self.file = self.file or SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed when it is sent
            self.file.seek(self.size)
            self.file.write(rest)
            self.size += len(rest)

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int = 0) -> None:
        """Send `count` bytes of a file, or fewer if it ends before."""
        file.seek(offset)
        while count and (piece := file.read(min(count, PIECE))):
            count -= len(piece)
            self.sendall(piece)

    def send_now(self, data: bytes | memoryview) -> int:
        """Send as much as fits, and return the number of bytes."""
        try:
            return self.sock.send(data)
        except BlockingIOError:
            return 0

    def flush(self) -> bool:
        """Send kept data that the client takes now. Returns whether nothing is left."""
        for _ in range(16):  # then other connections take their turn
            if not self.unsent:
                self.forget()
                return True
            if not self.piece:
                self.file.seek(self.sent)
                self.piece = memoryview(self.file.read(PIECE))
            sent = self.send_now(self.piece)
            self.sent, self.piece = self.sent + sent, self.piece[sent:]
            if self.piece:
                break
        return False

    def forget(self) -> None:
        """Discard kept data."""
        if self.file:
            self.file.close()
        self.file, self.sent, self.size, self.piece = None, 0, 0, memoryview(b"")

    def send(self, data: bytes) -> int:
        """Send nothing.

        Only gunicorn's “100 Continue” comes here, too late: the whole request has arrived.
        """
        return len(data)

    def recv(self, size: int) -> bytes:
        """Return what has arrived, at most `size` bytes; raises BlockingIOError if nothing has."""
        return self.sock.recv(size)

    def fileno(self) -> int:
        """Return the file number, by which the worker's loop waits for the socket."""
        return self.sock.fileno()

    def setblocking(self, is_blocking: bool) -> None:
        """Do nothing: gunicorn's threads ask for it, but this socket never blocks."""

    def settimeout(self, seconds: float | None) -> None:
        """Do nothing: see `setblocking`."""

    def gettimeout(self) -> float:
        """Return 0 seconds, which tells gunicorn that the socket never blocks."""
        return 0.0

    def shutdown(self, how: int) -> None:
        """End reading or writing, after which sending fails; gunicorn does so after an error in an answer."""
        self.is_broken = True
        self.sock.shutdown(how)

    def close(self) -> None:
        """Discard kept data and close the socket, with an end of file for the client; errors are ignored."""
        self.is_broken = True
        self.forget()
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            self.sock.close()


Held = TypeVar("Held", bound=Hashable)


class HeldBytes(Generic[Held]):
    """The bytes held for each connection, its network, and in all. Used only by the worker's loop."""

    def __init__(self) -> None:
        self.of: dict[Held, tuple[str, int]] = {}
        self.by_network: Counter[str] = Counter()
        self.total = 0

    def count(self, connection: Held, network: str, size: int) -> None:
        """Set the number of bytes that this connection holds, for this network."""
        was_network, was = self.of.get(connection, (network, 0))
        self.by_network[was_network] -= was
        self.by_network[network] += size
        self.total += size - was
        for each in {was_network, network}:
            if not self.by_network[each]:
                del self.by_network[each]
        if size:
            self.of[connection] = network, size
        else:
            self.of.pop(connection, None)

    def connection_to_close(self, network: str, among: Container[Held]) -> Held | None:
        """Return the connection to give up if too much is held, or None.

        It is the oldest one of this network if that holds too much, otherwise of the network that holds most.
        """
        if self.by_network[network] > NETWORK_BYTES:
            heaviest = network
        elif self.total > ALL_BYTES:
            heaviest = max(self.by_network, key=self.by_network.__getitem__)
        else:
            return None
        return next((one for one, (whose, _) in self.of.items() if whose == heaviest and one in among), None)
