"""Addresses of our own pages, remembered in the process: building one costs as much as drawing a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from flask import Flask, g, request

MOST = 4_096
"""The number of addresses that are remembered. They hold no more than the names and numbers in them."""


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
        if not request or endpoint[:1] == "." or values.get("_external") or values.get("_scheme"):
            return build(endpoint, **values)
        slug = g.client.slug if "client" in g else None
        # 1 and True are equal, and differ in an address
        told = [(name, value, value.__class__) for name, value in values.items()]
        key = (endpoint, slug, request.root_path, *told)
        try:
            found = self.addresses.get(key)
        except TypeError:  # a list cannot be looked up
            return build(endpoint, **values)
        if found is None:
            if len(self.addresses) >= MOST:
                self.addresses.clear()
            found = self.addresses[key] = build(endpoint, **values)
        return found
