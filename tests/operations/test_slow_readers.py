"""Clients that read answers slowly or never occupy no thread, and their memory is bounded."""

import resource
import time
from pathlib import Path

import pytest

from tests.operations.large_answers import LARGE
from tests.operations.served import connections, read_response, read_until_closed, response_time, served


def request_for(path, *headers):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """One process, so that each test measures the process that it loads."""
    data = tmp_path_factory.mktemp("served")
    with served(data, app="tests.operations.large_answers:app", is_quiet=False, WORKERS="1") as product:
        yield product


@pytest.mark.parametrize("path", ["/at-once", "/in-chunks", "/as-file"])
def test_forty_clients_that_never_read_do_not_block_others(product, connect, path):
    waiting = [connect(request_for(path), buffer=4096) for _ in range(40)]
    assert response_time(product.address()) < 1
    assert waiting


def test_forty_slow_readers_do_not_block_others(product, connect):
    waiting = [connect(request_for("/at-once"), buffer=4096) for _ in range(40)]
    for _ in range(3):
        for connection in waiting:
            connection.recv(2000)
        assert response_time(product.address()) < 1


@pytest.mark.parametrize("path", ["/at-once", "/as-file"])
def test_a_slow_reader_gets_every_byte_and_the_next_response(connect, path):
    connection = connect(request_for(path), buffer=65536)
    for _ in range(2):
        head, body = read_response(connection)
        assert b"keep-alive" in head.lower() and body == LARGE
        connection.sendall(request_for(path))
    assert read_response(connection)[1] == LARGE


def test_a_streamed_response_arrives_complete(connect):
    said = read_until_closed(connect(request_for("/in-chunks", "Connection: close"), buffer=65536))
    head, _, rest = said.partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower()
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        body, rest = body + rest[: int(size, 16)], rest[int(size, 16) + 2 :]
    assert body == LARGE


def test_an_endless_response_is_cut_off_and_not_kept_in_memory(product, connect):
    before = memory_of(product)
    connection = connect(request_for("/endless"), buffer=4096)
    assert response_time(product.address()) < 1
    assert len(read_until_closed(connection)) < 100_000_000
    assert memory_of(product) - before < 30_000_000


def test_a_response_that_fails_halfway_ends_the_connection(connect):
    assert len(read_until_closed(connect(request_for("/broken"), buffer=65536))) < len(LARGE)


def memory_of(product):
    pages = int(Path(f"/proc/{product.workers[0]}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def test_stopping_does_not_wait_for_clients_that_do_not_read(tmp_path):
    began = time.monotonic()
    data, app = tmp_path, "tests.operations.large_answers:app"
    with served(data, app=app, WORKERS="1") as product, connections(product.port) as connect:
        assert connect(request_for("/at-once"), buffer=4096)
    assert time.monotonic() - began < 60
