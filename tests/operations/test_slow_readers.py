"""Clients that read answers slowly or never occupy no thread, and their memory is bounded."""

import resource
import time
from pathlib import Path

import pytest

from tests.operations.large_answers import LARGE
from tests.operations.served import answered_in, connections, one_answer, served, until_closed


def asking(path, *headers):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """One process, so that each test asks the one it has been burdening."""
    data = tmp_path_factory.mktemp("served")
    with served(data, app="tests.operations.large_answers:app", is_quiet=False, WORKERS="1") as product:
        yield product


@pytest.fixture
def connect(product):
    with connections(product.port) as one:
        yield one


@pytest.mark.parametrize("path", ["/at-once", "/in-chunks", "/as-file"])
def test_forty_who_never_read_stop_nobody(product, connect, path):
    waiting = [connect(asking(path), buffer=4096) for _ in range(40)]
    assert answered_in(product.address()) < 1
    assert waiting


def test_forty_who_read_a_little_now_and_then_stop_nobody(product, connect):
    waiting = [connect(asking("/at-once"), buffer=4096) for _ in range(40)]
    for _ in range(3):
        for there in waiting:
            there.recv(2000)
        assert answered_in(product.address()) < 1


@pytest.mark.parametrize("path", ["/at-once", "/as-file"])
def test_a_slow_reader_gets_every_byte_and_then_the_next_answer(connect, path):
    there = connect(asking(path), buffer=65536)
    for _ in range(2):
        head, body = one_answer(there)
        assert b"keep-alive" in head.lower() and body == LARGE
        there.sendall(asking(path))
    assert one_answer(there)[1] == LARGE


def test_a_streamed_answer_arrives_whole(connect):
    said = until_closed(connect(asking("/in-chunks", "Connection: close"), buffer=65536))
    head, _, rest = said.partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower()
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        body, rest = body + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    assert body == LARGE


def test_an_answer_without_end_is_cut_off_and_not_kept_in_memory(product, connect):
    before = memory_of(product)
    there = connect(asking("/endless"), buffer=4096)
    assert answered_in(product.address()) < 1
    assert len(until_closed(there)) < 100_000_000
    assert memory_of(product) - before < 30_000_000


def test_an_answer_that_breaks_halfway_ends_the_connection(connect):
    assert len(until_closed(connect(asking("/broken"), buffer=65536))) < len(LARGE)


def memory_of(product):
    pages = int(Path(f"/proc/{product.workers[0]}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def test_stopping_waits_for_nobody_who_does_not_read(tmp_path):
    began = time.monotonic()
    data, app = tmp_path, "tests.operations.large_answers:app"
    with served(data, app=app, WORKERS="1") as product, connections(product.port) as one:
        assert one(asking("/at-once"), buffer=4096)
    assert time.monotonic() - began < 60
