"""Connections, open files and bytes of one process are limited, and refusals say so."""

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
from tests.operations.test_start import wait_for
from tracker.foundation.networks import sender_of
from tracker.ops import connection_buffers

MEGABYTE = 1024 * 1024


def upload_head(size, *headers):
    return (
        FORM_REQUEST + b"".join(header + b"\r\n" for header in headers) + b"Content-Length: %d\r\n\r\n" % size
    )


@pytest.fixture(scope="module")
def server_with_few_files(tmp_path_factory):
    """One process that can open hardly more files than it needs itself."""
    with served(tmp_path_factory.mktemp("served"), open_files=48, WORKERS="1") as product:
        yield product


@pytest.mark.parametrize(
    "half", [PAGE_REQUEST, upload_head(9_000_000) + b"x" * 100_000], ids=["headers", "bodies on disk"]
)
def test_the_process_survives_running_out_of_files(server_with_few_files, half):
    before = server_with_few_files.workers
    with connections(server_with_few_files.port) as connect:
        many = [connect(half) for _ in range(120)]
        assert response_time(server_with_few_files.address()) < 5
        assert many
    assert response_time(server_with_few_files.address()) < 1
    assert server_with_few_files.workers == before, "the process was replaced"


@pytest.mark.parametrize(
    "half", [PAGE_REQUEST, upload_head(9_000_000) + b"x" * 100_000], ids=["headers", "bodies on disk"]
)
def test_the_process_survives_when_no_connection_can_be_opened(tmp_path, half):
    with served(tmp_path, open_files=24, is_quiet=False, WORKERS="1") as product:
        before = product.workers
        with connections(product.port) as connect:
            assert [connect(half) for _ in range(120)]
        wait_for(product.address("/healthz"))
        assert response_time(product.address()) < 1
        assert product.workers == before, "the process was replaced"


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    """One process behind one proxy."""
    with served(tmp_path_factory.mktemp("served"), WORKERS="1", PROXIES="1") as product:
        yield product


def test_idle_connections_are_closed_for_new_ones(product, connect):
    many = []
    for number in range(1000):
        many.append(connect(PAGE_REQUEST + b"\r\n", source=f"127.0.0.{10 + number // 400}"))
        read_response(many[-1])
    assert response_time(product.address()) < 1


def test_the_network_with_most_connections_loses_some_first(connect):
    patient = connect(PAGE_REQUEST, source="127.0.0.2")
    many = [connect(PAGE_REQUEST, source="127.0.0.3") for _ in range(600)]
    patient.sendall(b"Connection: close\r\n\r\n")
    assert read_until_closed(patient).startswith(b"HTTP/1.1 200")
    assert read_until_closed(many[0]).startswith(b"HTTP/1.1 503")


def test_a_network_that_uploads_too_much_gets_a_message_and_others_can_upload(connect):
    body = b"x" * (9 * MEGABYTE)
    patient = connect(upload_head(10, b"X-Forwarded-For: 203.0.113.9", b"Connection: close") + b"email")
    busy = [connect(upload_head(10 * MEGABYTE, b"X-Forwarded-For: 198.51.100.7"), body) for _ in range(12)]
    busy[0].sendall(b"x" * MEGABYTE)
    refused = read_until_closed(busy[0])
    assert (
        refused.startswith(b"HTTP/1.1 429")
        and b"Too much is being sent from your network at once." in refused
    )
    patient.sendall(b"=dana")
    assert read_until_closed(patient).startswith(b"HTTP/1.1 400"), "read, and refused for its missing token"


def test_addresses_written_by_a_client_are_not_trusted(connect):
    """The proxy writes the last address, so a client that invents others still counts as one network."""
    body = b"x" * (9 * MEGABYTE)
    busy = [
        connect(upload_head(10 * MEGABYTE, b"X-Forwarded-For: 192.0.2.%d, 198.51.100.8" % number), body)
        for number in range(12)
    ]
    busy[0].sendall(b"x" * MEGABYTE)
    assert read_exactly(busy[0], 12) == b"HTTP/1.1 429"


@pytest.mark.parametrize("head, proxies, network", [
    (b"", 0, "192.0.2.1"), (b"", 1, "192.0.2.1"),
    (b"X-Forwarded-For: 203.0.113.9\r\n", 0, "192.0.2.1"),
    (b"X-Forwarded-For: 203.0.113.9\r\n", 1, "203.0.113.9"),
    (b"X-Forwarded-For: 10.0.0.1, 203.0.113.9\r\n", 1, "203.0.113.9"),
    (b"X-Forwarded-For: 10.0.0.1\r\nx-forwarded-for:203.0.113.9\r\n", 1, "203.0.113.9"),
    (b"X-Forwarded-For: 203.0.113.9, 10.0.0.1\r\n", 2, "203.0.113.9"),
    (b"X-Forwarded-For: 203.0.113.9\r\n", 2, "192.0.2.1"),
    (b"X-Forwarded-For: 2001:db8:1:2:3::4\r\n", 1, "2001:db8:1:2::/64"),
    (b"X-Forwarded-For: 203.0.113.9:1000\r\n", 1, "203.0.113.9"),
    (b"X-Forwarded-For: [2001:db8:1:2:3::4]:1000\r\n", 1, "2001:db8:1:2::/64"),
    (b"X-Forwarded-For: somewhere-7\r\n", 1, "unknown"),
    (b"X-Forwarded-For: \r\n", 1, "192.0.2.1"),
])  # fmt: skip
def test_the_sender_of_a_request_is_found(head, proxies, network):
    assert sender_of(b"GET / HTTP/1.1\r\n" + head, "192.0.2.1", proxies) == network


def test_over_the_total_limit_the_largest_network_loses_its_oldest_connection(monkeypatch):
    monkeypatch.setattr(connection_buffers, "ALL_BYTES", 100)
    held = connection_buffers.HeldBytes()
    for connection, network, size in [("first", "a", 30), ("second", "b", 30), ("third", "b", 30)]:
        held.count(connection, network, size)
    everybody = ["first", "second", "third"]
    assert held.connection_to_close("a", everybody) is None
    held.count("first", "a", 41)
    assert held.connection_to_close("a", everybody) == "second"
    assert held.connection_to_close("a", ["first", "third"]) == "third", "the second is being answered"
    held.count("second", "b", 0)
    assert held.connection_to_close("a", everybody) is None and held.total == 71


def test_a_connection_counts_for_the_network_named_by_the_proxy():
    held = connection_buffers.HeldBytes()
    held.count("first", "proxy", 30)
    held.count("first", "a", 40)
    held.count("first", "a", 0)
    assert (held.total, dict(held.by_network), held.of) == (0, {}, {})
