"""Clients that send slowly, partly or never do not delay others. Real sockets and server processes."""

import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.operations.served import (
    FORM,
    PAGE,
    answered_in,
    connections,
    exactly,
    one_answer,
    served,
    until_closed,
)


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The product as it is served, two processes with four threads each."""
    with served(tmp_path_factory.mktemp("served")) as product:
        yield product.port


@pytest.fixture
def connect(port):
    with connections(port) as one:
        yield one


HALVES = {
    "nothing": b"",
    "half a line": b"GET /sign",
    "half the headers": PAGE + b"X-More: ",
    "headers, no body": FORM + b"Content-Length: 500\r\n\r\n",
    "half a body": FORM + b"Content-Length: 500\r\n\r\nemail=dana",
    "a large body begun": FORM + b"Content-Length: 9000000\r\n\r\n" + b"x" * 300_000,
    "a body too large begun": FORM + b"Content-Length: 90000000\r\n\r\n" + b"x" * 300_000,
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_fifty_halves_stop_nobody(port, connect, half):
    waiting = [connect(half) for _ in range(50)]
    assert answered_in(f"http://127.0.0.1:{port}/sign-in") < 1
    assert len(waiting) == 50


def test_fifty_slow_bodies_stop_nobody(port, connect):
    """A letter now and then keeps a connection busy without end; it keeps no thread."""
    slow = [connect(FORM + b"Content-Length: 60\r\n\r\n") for _ in range(50)]
    for letter in b"email":
        for there in slow:
            there.sendall(bytes([letter]))
        assert answered_in(f"http://127.0.0.1:{port}/sign-in") < 1


def test_answers_nobody_takes_stop_nobody(port, connect):
    waiting = [connect((PAGE + b"\r\n") * 20) for _ in range(30)]
    assert answered_in(f"http://127.0.0.1:{port}/sign-in") < 1
    assert waiting


def test_a_request_in_pieces_is_answered(port, connect):
    there = connect()
    for piece in (b"GET /sig", b"n-in HTTP/1.1\r\nHost: local", b"host\r\nConnection: close\r\n\r", b"\n"):
        there.sendall(piece)
    assert until_closed(there).startswith(b"HTTP/1.1 200")


def test_a_body_that_is_announced_first_is_asked_for(port, connect):
    there = connect(FORM + b"Content-Length: 10\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
    assert exactly(there, 25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    there.sendall(b"email=dana")
    assert until_closed(there).startswith(b"HTTP/1.1 400"), "it came without a token"


def test_one_connection_serves_page_after_page(port, connect):
    there = connect()
    for _ in range(3):
        there.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head, _ = one_answer(there)
        assert head.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("sent", "status"),
    [(PAGE + b"Cookie: " + b"x" * 70_000, b"431"), (FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"411"),
     (FORM + b"Content-Length: -1\r\n\r\n", b"400"), (b"\r\n\r\n", b"400"), (b"GET /\r\n\r\n", b"400"),
     (FORM + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\nabc", b"400")],
)  # fmt: skip
def test_what_is_no_request_is_refused(port, connect, sent, status):
    assert until_closed(connect(sent)).split(b" ")[1] == status


def test_a_file_too_large_is_refused_in_words(port):
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"http://127.0.0.1:{port}/sign-in", data=b"x" * 12_000_000), timeout=30)
    assert refused.value.code == 413 and "too large" in refused.value.read().decode()


def test_who_sends_nothing_more_is_let_go(port, connect):
    there = connect(PAGE)
    began = time.monotonic()
    assert until_closed(there).startswith(b"HTTP/1.1 408") and time.monotonic() - began < 15
