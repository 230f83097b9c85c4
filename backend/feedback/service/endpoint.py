"""Resolving a push service's name: all its addresses must be public, and the connection is pinned to one."""

from __future__ import annotations

import socket
from collections.abc import Callable

from backend.errors import Invalid
from backend.feedback.domain import Endpoint, is_public, read_endpoint
from backend.settings import Settings

Resolver = Callable[[str, int], list[str]]


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of `host`; none when the name is not known just now."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted({str(address[0]) for *_, address in found})


def endpoint_of(url: str, settings: Settings) -> Endpoint:
    """Return `url` as an endpoint this installation may push to; the test peer only in a demo.

    Raises Invalid (field `endpoint`).
    """
    return read_endpoint(url, settings.push_hosts, settings.push_test_origin if settings.demo else "")


def addresses_of(endpoint: Endpoint, resolve: Resolver = system_resolver) -> list[str]:
    """Return the addresses that `endpoint` may be reached at now; none when its name does not resolve.

    Raises Invalid (field `endpoint`) when any of them is not public: a name that leads inside is a trap
    whichever address comes first (T47).
    """
    if endpoint.loopback:
        return ["127.0.0.1"]
    found = resolve(endpoint.host, endpoint.port)
    if not all(is_public(address) for address in found):
        raise Invalid("这个浏览器的推送地址不能用", field="endpoint", code="endpoint")
    return found
