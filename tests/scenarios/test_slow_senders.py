"""Who sends slowly waits alone (T53): the others are answered, and the slow ones are let go after a while."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from backend.http.gate import MOST_BYTES, PATIENCE
from backend.settings import Settings
from tests.eventually import eventually
from tests.live import ROOT, Live
from tests.make import PASSWORD, Maker, new_id

SENDERS = 200
HEAD = b"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
SOON = 5


@contextmanager
def dripping(port: int, count: int, begin: bytes, drop: bytes) -> Iterator[list[socket.socket]]:
    """Hold `count` connections that began with `begin` and send `drop` each second."""
    senders = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(count)]
    over = threading.Event()

    def drip() -> None:
        while not over.wait(1.0):
            for sender in senders:
                try:
                    sender.send(drop)
                except OSError:
                    continue

    for sender in senders:
        sender.sendall(begin)
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield senders
    finally:
        over.set()
        thread.join()
        for sender in senders:
            sender.close()


def phone(live: Live) -> requests.Session:
    """A phone that is logged in."""
    session = requests.Session()
    answer = session.post(f"{live.url}/api/login", json={"account": "ma", "password": PASSWORD}, timeout=20)
    session.headers["X-CSRF-Token"] = answer.json()["csrf"]
    return session


def seen() -> dict[str, object]:
    """One sighting without a place."""
    return {
        "id": new_id(), "seen_at": "2026-11-21T02:30:00Z", "category": "land", "noticed_by": "door_visit", "hidden": False,
        "risk": "low", "text": "田埂", "place": None, "crs": None,
    }  # fmt: skip


def told(sender: socket.socket) -> tuple[bytes, dict[str, object]]:
    """Return head and problem of what a connection is told before it ends."""
    got = b""
    while piece := sender.recv(65536):
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    return head, json.loads(body)


def test_slow_heads_and_bodies_hold_up_nobody_and_end_in_408(live: Live, make: Maker) -> None:
    make.counties()
    make.account("ma", ("grid_worker", "621124100001"))
    session = phone(live)
    half = SENDERS // 2
    with (
        dripping(live.port, half, b"POST /api/login HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a") as heads,
        dripping(live.port, half, HEAD + b"\r\n{", b" ") as bodies,
    ):
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE - 2:
            for answer in (
                requests.get(f"{live.url}/healthz", timeout=SOON),
                session.post(f"{live.url}/api/sightings", json=seen(), timeout=SOON),
            ):
                assert answer.status_code in {200, 201}, answer.text
        for sender in (*heads, *bodies):
            head, problem = told(sender)
            assert head.startswith(b"HTTP/1.1 408 ")
            assert b"connection: close" in head.lower()
            assert (problem["status"], problem["title"]) == (408, "请求没有传完")
    assert make.run("select count(*) from sighting") > 0


def test_slow_handshakes_hold_up_nobody(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    subprocess.run([sys.executable, ROOT / "scripts/setup/tls.py", folder, "127.0.0.1"], check=True)
    live = Live(settings)
    tls = ssl.create_default_context(cafile=str(folder / "ca.crt"))

    def answers() -> bool:
        try:
            with (
                socket.create_connection(("127.0.0.1", live.port), timeout=SOON) as plain,
                tls.wrap_socket(plain, server_hostname="127.0.0.1") as line,
            ):
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return line.recv(100).startswith(b"HTTP/1.1 200 ")
        except OSError:
            return False

    live.answers = answers  # type: ignore[method-assign]
    try:
        live.start("serve", "--certfile", str(folder / "server.crt"), "--keyfile", str(folder / "server.key"))
        # the head of a record of 512 bytes, and then a byte of its content each second
        with dripping(live.port, SENDERS, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"\x03"):
            for _n in range(20):
                assert answers()
    finally:
        live.stop()


def test_a_body_without_a_length_is_refused_when_it_grows_too_large(live: Live) -> None:
    """It is told so in words, not cut in silence; and nothing that follows on the connection is taken for a request."""

    def endless() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 65536 + 40):
            yield b" " * 65536

    for body in (endless(), b" " * (MOST_BYTES + 65536)):
        answer = requests.post(
            f"{live.url}/api/login", data=body, headers={"Content-Type": "application/json"}, timeout=60
        )
        assert (answer.status_code, answer.json()["title"]) == (413, "内容太大")
        assert answer.headers["Connection"] == "close"


def test_nothing_says_what_serves(live: Live) -> None:
    """No banner (T64): on answers of the application, and on those it never saw."""
    for ask in (
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
        b"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", live.port), timeout=20) as line:
            line.sendall(ask)
            got = b""
            while piece := line.recv(65536):
                got += piece
        head = got.partition(b"\r\n\r\n")[0].lower()
        assert head.startswith(b"http/1.1 "), ask
        assert b"\r\nserver:" not in head, head
        assert b"gunicorn" not in got.lower(), got
        assert b"x-content-type-options: nosniff" in head, head
        if b" 200 " not in head[:20]:
            assert b"application/problem+json" in head, head


def test_a_header_with_an_underscore_is_no_other_header(settings: Settings) -> None:
    """`X_Forwarded_For` would become the same name as the proxy's own."""
    live = Live(settings, ZHITONG_TRUSTED_PROXIES="1")
    live.start()
    try:
        for name in ("X_Forwarded_For", "X-Forwarded-For"):
            answer = requests.get(f"{live.url}/metrics", headers={name: "203.0.113.9"}, timeout=SOON)
            assert answer.status_code == (404 if name == "X-Forwarded-For" else 200), name
    finally:
        live.stop()


def test_a_stop_lets_what_has_begun_finish(live: Live, make: Maker) -> None:
    make.counties()
    make.account("ma", ("grid_worker", "621124100001"))
    session = phone(live)
    body = json.dumps(seen()).encode()
    names = {"Content-Type": "application/json", "Cookie": "; ".join(f"{c.name}={c.value}" for c in session.cookies)}
    names |= {"X-CSRF-Token": str(session.headers["X-CSRF-Token"]), "Host": "x", "Content-Length": str(len(body))}
    head = "POST /api/sightings HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in names.items())
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as line:
        line.sendall(head.encode() + b"\r\n" + body[:10])
        session.close()
        process = live.processes["serve"]
        os.kill(process.pid, signal.SIGTERM)
        eventually(lambda: not live.answers(), what="the door's closing")
        line.sendall(body[10:])
        assert line.recv(100).startswith(b"HTTP/1.1 201 ")
    assert process.wait(20) == 0
    assert make.run("select count(*) from sighting") == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_connection_serves_one_request_after_another(live: Live, method: str) -> None:
    with requests.Session() as session:
        for path in ("/healthz", "/api/me", "/app/", "/healthz?%E4%BD%A0=1", "/c/%E4%BD%A0%E5%A5%BD"):
            answer = session.request(method, f"{live.url}{path}", timeout=SOON)
            assert answer.status_code in {200, 401, 404}, path
            assert answer.headers.get("Connection") != "close", path
