"""Addresses that are remembered are those that would be built."""

from flask import g, url_for

from tracker.clients.models import Client


def test_an_address_is_built_once(app):
    with app.test_request_context():
        first = url_for("search.show", q="oven")
        assert first == "/search?q=oven"
        assert url_for("search.show", q="oven") is first


def test_a_number_is_not_taken_for_a_truth(app):
    with app.test_request_context():
        assert url_for("search.show", q=1) == "/search?q=1"
        assert url_for("search.show", q=True) == "/search?q=True"


def test_each_client_has_its_own(app):
    for slug in ("fornello", "okafor"):
        with app.test_request_context():
            g.client = Client(slug=slug)
            assert url_for("client.roadmap.index") == f"/clients/{slug}/"


def test_a_proxys_prefix_counts(app):
    for prefix in ("", "/tracker"):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": prefix}):
            assert url_for("search.show") == f"{prefix}/search"


def test_the_host_is_never_remembered(app):
    for host in ("localhost", "127.0.0.1"):
        with app.test_request_context(base_url=f"http://{host}/"):
            assert url_for("search.show", _external=True) == f"http://{host}/search"


def test_a_list_of_values_is_built_again(app):
    with app.test_request_context():
        assert url_for("search.show", q=["a", "b"]) == "/search?q=a&q=b"


def test_a_long_address_is_not_remembered(app):
    with app.test_request_context():
        url_for("search.show", q="x" * 300)
    assert all(len(address) <= 200 for address in app.addresses.values())


def test_the_memory_has_an_end(app, monkeypatch):
    monkeypatch.setattr("tracker.foundation.addresses.MOST_ADDRESSES", 3)
    with app.test_request_context():
        for number in range(10):
            url_for("search.show", q=f"word {number}")
    assert len(app.addresses) <= 3
