"""The worker's phone and what answers it: impostors, a restored server, the next version of the app."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.e2e.conftest import Live
from tests.e2e.field import (
    file_sighting,
    photos_missing,
    picture,
    stored,
)
from tests.e2e.phone import Phone
from tests.eventually import eventually

pytestmark = pytest.mark.browser


@contextmanager
def portal(live: Live, status: int, kind: str, body: bytes, *, cut: int = 0) -> Iterator[list[str]]:
    """Stand where the server stood and give everybody the same answer; yields the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) + cut))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - the names http.server asks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(live, Handler):
        yield asked


class Impostor(ThreadingHTTPServer):
    """Hangs up when it goes: a browser opens connections ahead of need, and would ask on one of them later."""

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.open: list[socket.socket] = []

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember whom it talks to."""
        self.open.append(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        """End what is still open."""
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def served(live: Live, handler: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    """Answer on the server's port with `handler`; at the end nobody can reach it any more."""
    server = Impostor(("127.0.0.1", live.port), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        server.hang_up()


LIES = {
    "a portal's page": (200, "text/html", "<html>请登录上网</html>".encode(), 0),
    "204": (204, "text/html", b"", 0),
    "cut JSON": (200, "application/json", b'{"id": 1, "csrf": "x", "items": [{"id": "0', 40),
    "somebody else's answer": (200, "application/json", b'{"id": 999999, "csrf": "x", "items": [], "missing": []}', 0),
}


def test_whoever_answers_in_the_servers_place_gets_nothing_off_the_queue(worker: Phone, live: Live) -> None:
    page = worker.page
    live.stop()
    for name, (status, kind, body, cut) in LIES.items():
        with portal(live, status, kind, body, cut=cut) as asked:
            file_sighting(page, name)
            eventually(lambda asked=asked: "/api/me" in asked, what="a try")
            page.goto(f"{live.url}/app/outbox")
            expect(page.locator(".list .tag").first).to_have_text(re.compile("待上传|要您处理"))
            assert page.get_by_text("已上传").count() == 0
    live.start()
    page.reload()
    expect(page.locator(".list .tag")).to_have_text(["已上传"] * len(LIES), timeout=30_000)
    assert [row[0] for row in stored(live)] == list(LIES)


def test_a_restored_server_gets_everything_again(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    file_sighting(page, "恢复之前", picture(tmp_path / "a.jpg", 7))
    eventually(lambda: len(stored(live)) == 1 and photos_missing(live) == 0, what="the first time")
    live.stop()
    live.make.run("alter table report disable trigger all")
    live.make.run("update installation set epoch = gen_random_uuid()")
    live.start()
    with page.expect_response("**/api/sightings/batch") as again:
        page.goto(f"{live.url}/app/outbox")
    assert again.value.json()["items"][0]["status"] == 200
    expect(page.locator(".list .tag")).to_have_text(["已上传"])
    assert len(stored(live)) == 1


@contextmanager
def next_version(live: Live) -> Iterator[None]:
    """Stand where the server stood, with the next build of the service worker."""
    dist = ROOT / "pwa/dist"
    kinds = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            path = dist / (f"{name}/index.html" if name in {"app", "desk"} else name)
            body = path.read_bytes() if path.is_file() else b""
            body += b"// the next build" if name == "sw.js" else b""
            self.send_response(200 if body else 503)
            self.send_header("Content-Type", kinds.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with served(live, Handler):
        yield


def test_a_new_version_is_offered_and_leaves_the_queue_alone(worker: Phone, live: Live, tmp_path: Path) -> None:
    page = worker.page
    live.stop()
    with next_version(live):
        file_sighting(page, "换版本之前", picture(tmp_path / "a.jpg", 2))
        page.goto(f"{live.url}/app/file")
        page.fill("#text", "写到一半")
        page.evaluate("navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => 0)")
        expect(page.get_by_text("有新版本。草稿和待上传的都会留着。")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="现在换上").click()
        page.goto(f"{live.url}/app/outbox")
        expect(page.locator(".list .tag")).to_have_text(["待上传", "草稿"])
        assert page.get_by_text("有新版本").count() == 0
    live.start()
    page.reload()
    expect(page.locator(".list .tag")).to_have_text(["草稿", "已上传"], timeout=30_000)
    assert [row[0] for row in stored(live)] == ["换版本之前"]
    assert photos_missing(live) == 0
