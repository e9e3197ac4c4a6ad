"""What the server holds for a connection: the request while it arrives, and the answer until the client takes it.

Both stay in memory while they are small and move to a temporary file when they grow. `HeldBytes` counts them by
network, so that one sender cannot fill memory or disk for everybody.
"""

from __future__ import annotations

import errno
import re
import socket
import time
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from tracker.config import MEGABYTE

HEAD_SECONDS, BODY_SECONDS = 10, 120
"""How long a client may take to send its headers, then its body."""
HEAD_BYTES, BODY_BYTES, IN_MEMORY = 64 * 1024, 11 * MEGABYTE, 64 * 1024
READ_BYTES = 100 * MEGABYTE
"""A body over `BODY_BYTES` is read and thrown away, so that its sender sees the refusal; over this, it is not read."""
ANSWER_BYTES = 64 * MEGABYTE
"""What one answer may keep waiting for its client; a longer one ends there."""
NETWORK_BYTES, ALL_BYTES = 96 * MEGABYTE, 256 * MEGABYTE
"""What one process holds for one network, and for all of them: requests that arrive and answers that wait."""
PIECE = 64 * 1024

LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,18})[ \t]*\r$")
CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue[ \t]*\r$")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def plain_answer(status: str, words: str) -> bytes:
    """An answer where no page can be made, because there is no whole request or no room for it."""
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
    """What a client has sent of one request so far."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.head = b""
        self.file: Any = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed with its request
        self.size = self.held = 0
        """Bytes that came, and how many of them are kept."""
        self.whole = 0
        """Bytes of the whole request; 0 until its headers are here."""
        self.is_kept, self.is_last = True, False
        self.refusal = b""

    def add(self, data: bytes) -> bytes:
        """Take some more in. Returns what to answer at once, if anything."""
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
        """The headers are here. Work out how much is still to come."""
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
        """Keep nothing of it. A browser shows the refusal only when it has sent everything, so the rest is read."""
        self.file.close()
        self.is_kept, self.held, self.refusal = False, 0, refusal

    @property
    def is_whole(self) -> bool:
        """More than that ends the connection after the answer: no browser sends the next request before it."""
        self.is_last = self.is_last or self.size > self.whole
        return 0 < self.whole <= self.size

    def pieces(self) -> Iterator[bytes]:
        self.file.seek(0)
        while data := self.file.read(PIECE):
            yield data

    def close(self) -> None:
        self.file.close()


class AnswerSocket:
    """A socket that never makes its writer wait: what the client does not take at once is kept and sent later.

    gunicorn writes an answer to it as to any socket, in a thread. `flush` sends the rest from the worker's loop.
    """

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.file: Any = None
        self.sent = self.size = 0
        """Of what was kept."""
        self.piece = memoryview(b"")
        """What was read of it to be sent next."""
        self.is_broken = False

    @property
    def unsent(self) -> int:
        return self.size - self.sent

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now and keep the rest. Raises BrokenPipeError when too much is kept."""
        rest = data if self.unsent else data[self.send_now(data) :]
        self.is_broken = self.is_broken or self.unsent + len(rest) > ANSWER_BYTES
        if self.is_broken:
            raise BrokenPipeError(errno.EPIPE, "the client does not take its answer")
        if rest:
            self.file = self.file or SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed when it is sent
            self.file.seek(self.size)
            self.file.write(rest)
            self.size += len(rest)

    def sendfile(self, file: Any, offset: int = 0, count: int = 0) -> None:
        """Send so many bytes of a file, or as many as there are."""
        file.seek(offset)
        while count and (piece := file.read(min(count, PIECE))):
            count -= len(piece)
            self.sendall(piece)

    def send_now(self, data: bytes | memoryview) -> int:
        """Send as much as fits. Returns how many bytes that was."""
        try:
            return self.sock.send(data)
        except BlockingIOError:
            return 0

    def flush(self) -> bool:
        """Send what the client takes now of what was kept. Returns True when nothing is left."""
        for _ in range(16):  # then the other connections have their turn
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
        if self.file:
            self.file.close()
        self.file, self.sent, self.size, self.piece = None, 0, 0, memoryview(b"")

    def send(self, data: bytes) -> int:
        """Only gunicorn's “100 Continue” comes here, which is out of date: all of the request has arrived."""
        return len(data)

    def recv(self, size: int) -> bytes:
        return self.sock.recv(size)

    def fileno(self) -> int:
        return self.sock.fileno()

    def setblocking(self, is_blocking: bool) -> None:
        """Never: gunicorn's threads ask for it."""

    def settimeout(self, seconds: float | None) -> None:
        """Never: see `setblocking`."""

    def gettimeout(self) -> float:
        return 0.0

    def shutdown(self, how: int) -> None:
        self.is_broken = True
        self.sock.shutdown(how)

    def close(self) -> None:
        self.is_broken = True
        self.forget()
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            self.sock.close()


class HeldBytes:
    """How many bytes are held for each connection, its network and all together. Used by the loop only."""

    def __init__(self) -> None:
        self.of: dict[Any, tuple[str, int]] = {}
        self.by_network: Counter[str] = Counter()
        self.total = 0

    def count(self, connection: Any, network: str, size: int) -> None:
        """This connection holds so much now, for this network."""
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

    def to_give_up(self, network: str, among: Container[Any]) -> Any:
        """The connection to give up if too much is held: the oldest of this network, or of the one that holds most."""
        if self.by_network[network] > NETWORK_BYTES:
            heaviest = network
        elif self.total > ALL_BYTES:
            heaviest = max(self.by_network, key=self.by_network.__getitem__)
        else:
            return None
        return next((one for one, (whose, _) in self.of.items() if whose == heaviest and one in among), None)
