"""Clients that send slowly, partly or never do not delay others. Real sockets and server processes."""

import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.operations.served import (
    FORM_REQUEST,
    PAGE_REQUEST,
    connections,
    read_exactly,
    read_response,
    read_until_closed,
    response_time,
    served,
)


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The product as it is served, two processes with four threads each."""
    with served(tmp_path_factory.mktemp("served")) as product:
        yield product.port


@pytest.fixture
def connect(port):
    with connections(port) as connect:
        yield connect


PARTIAL_REQUESTS = {
    "nothing": b"",
    "half a line": b"GET /sign",
    "half the headers": PAGE_REQUEST + b"X-More: ",
    "headers, no body": FORM_REQUEST + b"Content-Length: 500\r\n\r\n",
    "half a body": FORM_REQUEST + b"Content-Length: 500\r\n\r\nemail=dana",
    "a large body begun": FORM_REQUEST + b"Content-Length: 9000000\r\n\r\n" + b"x" * 300_000,
    "a body too large begun": FORM_REQUEST + b"Content-Length: 90000000\r\n\r\n" + b"x" * 300_000,
}


@pytest.mark.parametrize("half", PARTIAL_REQUESTS.values(), ids=PARTIAL_REQUESTS)
def test_fifty_partial_requests_do_not_block_others(port, connect, half):
    waiting = [connect(half) for _ in range(50)]
    assert response_time(f"http://127.0.0.1:{port}/sign-in") < 1
    assert len(waiting) == 50


def test_fifty_slow_uploads_do_not_block_others(port, connect):
    """A connection that sends one byte now and then stays open but occupies no thread."""
    slow = [connect(FORM_REQUEST + b"Content-Length: 60\r\n\r\n") for _ in range(50)]
    for letter in b"email":
        for connection in slow:
            connection.sendall(bytes([letter]))
        assert response_time(f"http://127.0.0.1:{port}/sign-in") < 1


def test_unread_responses_do_not_block_others(port, connect):
    waiting = [connect((PAGE_REQUEST + b"\r\n") * 20) for _ in range(30)]
    assert response_time(f"http://127.0.0.1:{port}/sign-in") < 1
    assert waiting


def test_a_request_in_pieces_is_answered(port, connect):
    connection = connect()
    for piece in (b"GET /sig", b"n-in HTTP/1.1\r\nHost: local", b"host\r\nConnection: close\r\n\r", b"\n"):
        connection.sendall(piece)
    assert read_until_closed(connection).startswith(b"HTTP/1.1 200")


def test_a_client_that_expects_100_continue_gets_it(port, connect):
    connection = connect(
        FORM_REQUEST + b"Content-Length: 10\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    )
    assert read_exactly(connection, 25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(b"email=dana")
    assert read_until_closed(connection).startswith(b"HTTP/1.1 400"), "it came without a token"


def test_one_connection_serves_several_requests(port, connect):
    connection = connect()
    for _ in range(3):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head, _ = read_response(connection)
        assert head.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("sent", "status"),
    [(PAGE_REQUEST + b"Cookie: " + b"x" * 70_000, b"431"),
     (FORM_REQUEST + b"Transfer-Encoding: chunked\r\n\r\n", b"411"),
     (FORM_REQUEST + b"Content-Length: -1\r\n\r\n", b"400"), (b"\r\n\r\n", b"400"), (b"GET /\r\n\r\n", b"400"),
     (FORM_REQUEST + b"Content-Length: 3\r\nContent-Length: 9\r\n\r\nabc", b"400")],
)  # fmt: skip
def test_invalid_requests_are_refused(port, connect, sent, status):
    assert read_until_closed(connect(sent)).split(b" ")[1] == status


def test_a_file_that_is_too_large_gets_a_message(port):
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"http://127.0.0.1:{port}/sign-in", data=b"x" * 12_000_000), timeout=30)
    assert refused.value.code == 413 and "too large" in refused.value.read().decode()


def test_a_client_that_stops_sending_is_disconnected(port, connect):
    connection = connect(PAGE_REQUEST)
    began = time.monotonic()
    assert read_until_closed(connection).startswith(b"HTTP/1.1 408") and time.monotonic() - began < 15
