"""Calls to servers of others: nothing inside, no redirect, no dripping beyond the limit (T47, T49)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backend.http.outbound import Endpoint, LeadsInsideError, addresses_of, is_public, loopback, post, system_resolver

PUBLIC, INSIDE = "142.250.74.42", "10.0.0.7"
NAMED = Endpoint("https://a.example/x", "https://a.example", "a.example", 443, "/x")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
     "fc00::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1",
     "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::"],
)  # fmt: skip
def test_an_address_that_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["142.250.74.42", "34.107.243.93", "2a00:1450:4001:80b::200a", "::ffff:142.250.74.42"]
)
def test_an_open_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "found", [[INSIDE], [PUBLIC, INSIDE], [INSIDE, PUBLIC], [PUBLIC, "::1"], [PUBLIC, "64:ff9b::a00:7"]]
)
def test_a_name_that_leads_inside_by_any_of_its_addresses_is_refused(found: list[str]) -> None:
    with pytest.raises(LeadsInsideError):
        addresses_of(NAMED, lambda *_: found)


def test_public_addresses_are_given_in_their_order_and_a_name_without_any_is_no_refusal() -> None:
    assert addresses_of(NAMED, lambda *_: [PUBLIC, "2a00:1450:400f::1"]) == [PUBLIC, "2a00:1450:400f::1"]
    assert addresses_of(NAMED, lambda *_: []) == []


def test_the_system_says_nothing_of_a_name_that_is_none() -> None:
    assert system_resolver("a" * 70 + ".example", 443) == []
    assert system_resolver("127.0.0.1", 443) == ["127.0.0.1"]


@contextmanager
def server(said: bytes, *, then_hang: bool = False) -> Iterator[tuple[Endpoint, list[bytes]]]:
    """Yield a server that reads one request, says `said`, and hangs up or does nothing more; and what it was asked."""
    listening, over, asked = socket.create_server(("127.0.0.1", 0)), threading.Event(), []

    def answer() -> None:
        line, _ = listening.accept()
        with line:
            asked.append(line.recv(65536))
            line.sendall(said)
            if then_hang:
                over.wait(20)

    thread = threading.Thread(target=answer)
    thread.start()
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    endpoint = loopback(f"{origin}/in", origin)
    assert endpoint
    try:
        yield endpoint, asked
    finally:
        over.set()
        thread.join()
        listening.close()


def test_a_redirect_is_told_and_not_followed() -> None:
    with server(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") as (there, asked):
        outcome = post(there, "127.0.0.1", {"X-Y": "z"}, b"body", seconds=5)
    assert (outcome.status, outcome.good) == (302, False)
    assert asked[0].startswith(b"POST /in HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{there.port}\r\n".encode() in asked[0]


def test_what_is_wanted_of_the_answer_is_read_and_no_more() -> None:
    with server(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef") as (there, _):
        assert post(there, "127.0.0.1", {}, b"", seconds=5, read=3).body == b"abc"


def test_who_begins_an_answer_and_hangs_is_cut_off_at_the_limit() -> None:
    """Each piece would come in time for the socket; the whole does not."""
    with server(b"HTTP/1.1 200 OK\r\nContent-", then_hang=True) as (there, _):
        assert post(there, "127.0.0.1", {}, b"", seconds=0.3).status is None


def test_an_answer_whose_words_hang_is_still_an_answer() -> None:
    with server(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", then_hang=True) as (there, _):
        outcome = post(there, "127.0.0.1", {}, b"", seconds=0.3, read=9)
    assert outcome.good
    assert outcome.body in {b"", b"ab"}
