"""The origin of a request: its sender's address behind our own proxies, and the network it belongs to."""

from __future__ import annotations

import ipaddress
import re

FORWARDED = re.compile(rb"(?im)^x-forwarded-for:[ \t]*(.*?)[ \t]*\r?$")

WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([^:]*):\d+")
"""“[2001:db8::1]:443”, “[2001:db8::1]” or “192.0.2.7:443”, as some proxies write an address."""
UNKNOWN = "unknown"
"""The one network of every sender whose address cannot be read."""


def network_of(address: str) -> str:
    """Return the network of an address: the address itself for IPv4; its /64, one customer's, for IPv6.

    A port is ignored. Text that is no address counts as one common network; otherwise a sender could invent
    another text for each request and be new each time.
    """
    if found_port := WITH_PORT.fullmatch(address):
        address = found_port[1] or found_port[2] or ""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def sender_of(head: bytes, peer: str, proxies: int) -> str:
    """Return the network that sent this request, behind this many proxies.

    Each proxy adds the address that called it at the end of X-Forwarded-For. Values further left come from
    the client and are not trusted. `peer` is the address at the other end of the connection.
    """
    written = b",".join(FORWARDED.findall(head)).decode("latin-1").split(",")
    hops = [address.strip() for address in written]
    is_forwarded = 0 < proxies <= len(hops) and hops[-proxies]
    return network_of(hops[-proxies] if is_forwarded else peer)
