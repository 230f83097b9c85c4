"""Uploads made to hurt, sent to a real server: refused, soon, and without eating its memory (T34)."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
import requests

from tests.backend.attachments import pictures as p
from tests.backend.attachments import sounds as s
from tests.live import Live
from tests.make import PASSWORD, Maker

MEGABYTE = 1024 * 1024
BOMBS: dict[str, bytes] = {
    "60 megapixels": p.png(10_000, 6_000, pixels=bytes(1 << 20)),
    "four thousand megapixels": p.png(65_000, 65_000),
    "webp of 65 megapixels": p.webp_of_size(16_384, 4_000),
    "jpeg of 4000 megapixels": p.jpeg_of_size(65_000, 65_000),
    "packed text": p.png(1, 1, p.chunk(b"zTXt", b"a\0\0" + p.packed_zeros(900)), pixels=b"\0\0"),
    "packed profile": p.png(1, 1, p.chunk(b"iCCP", b"a\0\0" + p.packed_zeros(900)), pixels=b"\0\0"),
    "packed words": p.png(1, 1, p.chunk(b"iTXt", b"a\0\1\0\0\0" + p.packed_zeros(900)), pixels=b"\0\0"),
    "many scans": p.scanning_jpeg(400),
    "hours of silence": s.hours_of_silence(),
    "six channels": s.many_channels(),
    "a film": s.video(),
    "a million elements": s.recording("audio/webm") + b"\xec\x80" * 1_000_000,
    "archive": b"PK\x03\x04" + p.packed_zeros(500),
}


@pytest.fixture
def phone(live: Live, make: Maker) -> requests.Session:
    """A phone that is logged in at the real server."""
    make.counties()
    make.account("ma", ("grid_worker", "621124100001"))
    session = requests.Session()
    told = session.post(f"{live.url}/api/login", json={"account": "ma", "password": PASSWORD}, timeout=20)
    session.headers["X-CSRF-Token"] = told.json()["csrf"]
    return session


class Watch:
    """Samples the memory of the server and everything it started, until it is left."""

    def __init__(self, live: Live) -> None:
        self.group = live.processes["serve"].pid
        self.first = self.now()
        self.most = self.first
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.sample)

    def now(self) -> int:
        """Bytes held by the process group."""
        return sum(resident(pid) for pid in members(self.group))

    def sample(self) -> None:
        """Look every few milliseconds."""
        while not self.over.wait(0.005):
            self.most = max(self.most, self.now())

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


def members(group: int) -> Iterator[str]:
    """Ids of the processes of a group."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[2]) == group:
            yield stat.parent.name


def resident(pid: str) -> int:
    """Bytes of memory of one process that are its own."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


def put(phone: requests.Session, live: Live, data: bytes) -> requests.Response:
    """Send a photo under its right name."""
    name = hashlib.sha256(data).hexdigest()
    return phone.put(f"{live.url}/api/attachments/{name}", data=data, timeout=60)


def test_uploads_made_to_hurt_are_refused_and_the_server_goes_on(live: Live, phone: requests.Session) -> None:
    bombs_are_refused_within_bounded_memory_and_time(live, phone)
    a_body_without_end_is_cut_off(live, phone)
    a_form_of_a_million_parts_is_refused(live)


def bombs_are_refused_within_bounded_memory_and_time(live: Live, phone: requests.Session) -> None:
    """Send every bomb, between honest photos and recordings."""
    assert put(phone, live, p.photo()).status_code == 201, "an honest photo first: the decoder runs"
    assert put(phone, live, s.recording()).status_code == 201, "and an honest recording"
    with Watch(live) as watch:
        for name, bomb in BOMBS.items():
            began = time.monotonic()
            answer = put(phone, live, bomb)
            assert answer.status_code in {413, 415, 422}, (name, answer.text)
            assert time.monotonic() - began < 15, name
    assert watch.most - watch.first < 200 * MEGABYTE
    assert put(phone, live, p.photo("PNG")).status_code == 201, "and an honest one after them"
    assert put(phone, live, s.recording("audio/mp4")).status_code == 201


def a_body_without_end_is_cut_off(live: Live, phone: requests.Session) -> None:
    """No Content-Length, and more than ten megabytes: read no further than the limit, and the server goes on."""

    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b"\xff" * MEGABYTE

    with Watch(live) as watch:
        try:
            answer = phone.put(f"{live.url}/api/attachments/{'a' * 64}", data=endless(), timeout=60)
        except requests.ConnectionError:
            pass  # it hung up in the middle of ours: that is an answer too
        else:
            assert answer.status_code == 413, answer.text
    assert watch.most - watch.first < 100 * MEGABYTE
    assert put(phone, live, p.photo(size=(160, 120))).status_code == 201


def a_form_of_a_million_parts_is_refused(live: Live) -> None:
    """Send a form that would become a million fields."""
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = part * (11 * MEGABYTE // len(part)) + b"--x--\r\n"
    with Watch(live) as watch:
        began = time.monotonic()
        answer = requests.post(
            f"{live.url}/c/NOSUCHCODE",
            data=body,
            headers={"Content-Type": "multipart/form-data; boundary=x"},
            timeout=60,
        )
        assert 400 <= answer.status_code < 500
        assert time.monotonic() - began < 15
    assert watch.most - watch.first < 200 * MEGABYTE
