"""Malformed requests are refused and logged in one line that repeats nothing the client sent."""

import re

import pytest

from tests.operations.served import PAGE_REQUEST, connections, read_until_closed, served

SECRET = b"s3cret-t0ken"
MALFORMED = {
    "a line of one word": (b"GET/reset/" + SECRET + b"\r\n\r\n", b"400"),
    "no version": (b"GET /reset/" + SECRET + b"\r\n\r\n", b"400"),
    "another version": (b"GET /reset/" + SECRET + b" HTTP/9.9\r\nHost: localhost\r\n\r\n", b"400"),
    "a method of signs": (b"G(T /reset/" + SECRET + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"400"),
    "a forged line": (
        b"GET /\r[2026] sign-in " + SECRET + b"\x1b[2J HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"400",
    ),
    "a line too long": (b"GET /reset/" + SECRET * 600 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
    "a header without a colon": (PAGE_REQUEST + SECRET + b"\r\n\r\n", b"400"),
    "a header with a bad name": (PAGE_REQUEST + b"A b" + SECRET + b": 1\r\n\r\n", b"400"),
    "a header with a bad value": (PAGE_REQUEST + b"Cookie: " + SECRET + b"\x00\r\n\r\n", b"400"),
    "a header too long": (PAGE_REQUEST + b"Cookie: " + SECRET * 900 + b"\r\n\r\n", b"431"),
    "too many headers": (
        PAGE_REQUEST + b"".join(b"X-%d: %s\r\n" % (n, SECRET) for n in range(150)) + b"\r\n",
        b"431",
    ),
    "a folded header": (PAGE_REQUEST + b"X-A: b\r\n " + SECRET + b"\r\n\r\n", b"400"),
    "an unknown expectation": (PAGE_REQUEST + b"Expect: " + SECRET + b"\r\n\r\n", b"417"),
    "two lengths": (
        PAGE_REQUEST + b"Content-Length: 0\r\nContent-Length: 1" + b"\r\nX: " + SECRET + b"\r\n\r\n",
        b"400",
    ),
}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served"), WORKERS="1") as product:
        yield product


@pytest.mark.parametrize(("sent", "status"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_requests_are_refused_and_not_repeated(product, sent, status):
    before = product.log.read_text()
    with connections(product.port) as connect:
        said = read_until_closed(connect(sent))
    assert said.split(b" ")[1] == status
    assert said.endswith(b"This request could not be read.\n")
    written = product.log.read_text().removeprefix(before)
    assert re.fullmatch(
        r"\[[^\]]+\] \[\d+\] \[WARNING\] Refused a malformed request: [A-Za-z]+\n", written
    ), written
