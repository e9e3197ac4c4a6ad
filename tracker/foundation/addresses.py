"""Addresses of our own pages: the parts they may have, and a memory of those that were built.

A slug, a small number and a token have converters; other values are a 404 before a view runs. Building an address
costs as much as drawing a row, so those built are remembered in the process.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from flask import Flask, g, has_request_context, request
from werkzeug.routing import BaseConverter, IntegerConverter

MOST_ADDRESSES, LONGEST_ADDRESS = 4_096, 200
"""How many addresses are remembered, and of which length: a visitor may not fill the memory with long ones."""


class RemembersAddresses(Flask):
    """Flask, with a memory of the addresses that `url_for` built.

    An address depends on its endpoint and values, on the client of the request (`clients/scope.py` fills in its
    slug) and on the prefix that a proxy adds. Whole addresses, with the host, are never remembered.
    """

    @cached_property
    def addresses(self) -> dict[tuple[object, ...], str]:
        """The addresses built so far, by all that they depend on."""
        return {}

    def url_for(self, /, endpoint: str, **values: object) -> str:
        """Return the address of a page, as Flask does."""
        build: Callable[..., str] = super().url_for
        is_whole = values.get("_external") or values.get("_scheme")
        if is_whole or endpoint[:1] == "." or not has_request_context():
            return build(endpoint, **values)
        client = g._get_current_object().get("client")  # the proxy would look it up twice
        slug = client.slug if client else None
        kinds = map(type, values.values())  # 1 and True are equal, and differ in an address
        key = (endpoint, slug, request.root_path, *values.items(), *kinds)
        try:
            found = self.addresses.get(key)
        except TypeError:  # a list cannot be looked up
            return build(endpoint, **values)
        return self.remember(key, build(endpoint, **values)) if found is None else found

    def remember(self, key: tuple[object, ...], address: str) -> str:
        """Remember an address that is not too long, and return it; begin anew when there are too many."""
        if len(self.addresses) >= MOST_ADDRESSES:
            self.addresses.clear()
        if len(address) <= LONGEST_ADDRESS:
            self.addresses[key] = address
        return address


class Slug(BaseConverter):
    """Words in kebab-case: fornello-pizza."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class RecordNumber(IntegerConverter):
    """1, 2, 3 … up to the largest value of a database column; never 007 or 2^63."""

    regex = "[1-9][0-9]{0,8}"


class Token(BaseConverter):
    """A random identifier or the secret of a link."""

    regex = "[A-Za-z0-9_-]{8,64}"


def init_app(app: Flask) -> None:
    """Register the converters for rules: `slug`, `int` and `token`; `int` replaces Werkzeug's own."""
    app.url_map.converters.update(slug=Slug, int=RecordNumber, token=Token)
