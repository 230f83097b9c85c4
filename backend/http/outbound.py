"""Calls to servers of others: public addresses only, pinned for the connection, no redirects, a limit for the whole call.

Whose address it is decides what else it must be; the common part, which keeps a name from leading inside, stands here (T47).
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Event, Timer
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

log = logging.getLogger(__name__)
HTTPS = 443
LOOPBACK = re.compile(r"http://(localhost|127\.0\.0\.1):(\d{1,5})")
# Addresses that carry another address inside: what they lead to counts.
NAT64 = IPv6Address("64:ff9b::")
LOW_32 = 0xFFFFFFFF
OK, REDIRECT, TOO_MANY, SERVER_FAULT = 200, 300, 429, 500

Resolver = Callable[[str, int], list[str]]


class LeadsInsideError(Exception):
    """A name leads to an address that is not one of the open internet."""


@dataclass(frozen=True)
class Endpoint:
    """Where a call goes: a URL taken apart; `loopback` is the test peer of a demo, `plain` is http, not https."""

    url: str
    origin: str
    host: str
    port: int
    path: str
    loopback: bool = False
    plain: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a server said: its status (None: nothing), how many seconds it asks to wait, the beginning of its words."""

    status: int | None
    retry_after: int = 0
    body: bytes = b""

    @property
    def good(self) -> bool:
        """Whether it was taken."""
        return self.status is not None and OK <= self.status < REDIRECT


def loopback(url: str, test_origin: str) -> Endpoint | None:
    """Return `url` as the test peer of a demo: a path at exactly `test_origin`; None when it is not that."""
    found = LOOPBACK.fullmatch(test_origin)
    if not found or not url.startswith(test_origin + "/"):
        return None
    return Endpoint(url, test_origin, found[1], int(found[2]), url[len(test_origin) :], loopback=True, plain=True)


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the open internet; of an address within an address both must be."""
    where = ip_address(address.partition("%")[0])
    if isinstance(where, IPv6Address):
        inner: IPv4Address | None = where.ipv4_mapped or where.sixtofour
        if inner is None and int(where) >> 32 == int(NAT64) >> 32:
            inner = IPv4Address(int(where) & LOW_32)
        if inner is not None:
            return is_public(str(inner))
    return where.is_global and not where.is_multicast and not where.is_reserved


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of `host`; none when the name is not known just now."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted({str(address[0]) for *_, address in found})


def addresses_of(endpoint: Endpoint, resolve: Resolver = system_resolver) -> list[str]:
    """Return the addresses that `endpoint` may be reached at now; none when its name does not resolve.

    Raises LeadsInsideError when any of them is not public: a name that leads inside is a trap
    whichever address comes first.
    """
    if endpoint.loopback:
        return ["127.0.0.1"]
    found = resolve(endpoint.host, endpoint.port)
    if not all(is_public(address) for address in found):
        raise LeadsInsideError(endpoint.host)
    return found


def post(
    endpoint: Endpoint, address: str, headers: Mapping[str, str], body: bytes, *, seconds: float, read: int = 0
) -> Outcome:
    """Post `body` to `endpoint` at `address`; the certificate must be the name's; no redirect is followed.

    `seconds`: for all of it; who drips is cut off. `read`: so many bytes of the answer are wanted at most.
    """
    lines: list[socket.socket] = []
    timeout, host = urllib3.Timeout(total=seconds), endpoint.host
    pool = (
        urllib3.HTTPConnectionPool(address, endpoint.port, timeout=timeout, retries=False)
        if endpoint.plain
        else urllib3.HTTPSConnectionPool(
            address, endpoint.port, timeout=timeout, retries=False, server_hostname=host, assert_hostname=host
        )
    )
    pool.ConnectionCls = watched(HTTPConnection if endpoint.plain else HTTPSConnection, lines)
    over = Event()
    limit = Timer(seconds, cut, [lines, over])
    limit.start()
    try:
        with pool:
            sent = {"Host": endpoint.origin.partition("://")[2], **headers}
            answer = pool.urlopen("POST", endpoint.path, body, sent, redirect=False, preload_content=False)
            late, said = over.is_set(), words_of(answer, read)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        log.warning("%s: %s", host, type(error).__name__)
        return Outcome(None)
    finally:
        limit.cancel()
        for line in lines:
            line.close()
    if late:  # half a head was read as a whole one
        return Outcome(None)
    asked = answer.headers.get("Retry-After", "")
    return Outcome(answer.status, int(asked) if asked.isascii() and asked.isdigit() else 0, said)


def words_of(answer: urllib3.BaseHTTPResponse, most: int) -> bytes:
    """Return the beginning of what was answered, and hang up; what breaks off takes nothing back of the status."""
    try:
        return answer.read(most, decode_content=False) if most else b""
    except (urllib3.exceptions.HTTPError, OSError):
        return b""
    finally:
        answer.close()


def watched(kind: type[HTTPConnection], lines: list[socket.socket]) -> Any:
    """Return connections of `kind` that put a second handle of their socket into `lines`, before anything is said."""

    class Watched(kind):  # type: ignore[misc, valid-type]
        def _new_conn(self) -> socket.socket:
            line: socket.socket = super()._new_conn()
            lines.append(line.dup())
            return line

    return Watched


def cut(lines: list[socket.socket], over: Event) -> None:
    """End connections under whoever waits on them."""
    over.set()
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
