"""Another system on loopback that takes our webhooks: it verifies them with the library and acts on each id once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass
class PartnerSystem:
    """What it may verify with, by path; what arrived, by path; the answers still to be given (204 when none)."""

    origin: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    arrived: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    acted: Counter[str] = field(default_factory=Counter)
    hits: int = 0
    # A path that does not answer before this is set, and whether somebody waits there.
    held: str = ""
    go_on: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)
    heard: threading.Condition = field(default_factory=threading.Condition)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Answer one message; act on it, once for each id, when its signature is good."""
        if path == self.held:
            self.waiting.set()
            self.go_on.wait(20)
        with self.heard:
            self.hits += 1
            self.heard.notify_all()
            try:
                said = Webhook(self.secrets[path]).verify(body, headers)
            except (WebhookVerificationError, KeyError):
                return 401, {}, b""
            self.arrived.setdefault(path, []).append((headers["webhook-id"], said))
            if self.answers.get(path):
                return self.answers[path].pop(0)
            self.acted[headers["webhook-id"]] += headers["webhook-id"] not in self.acted
            return 204, {}, b""

    def said(self, path: str = "/hook") -> list[Any]:
        """What arrived at a path."""
        return [said for _, said in self.arrived.get(path, [])]


@contextmanager
def partner_system() -> Iterator[PartnerSystem]:
    """Run one on a free loopback port for as long as the block lasts."""
    system = PartnerSystem()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, more, words = system.take(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_: object) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # who asked has hung up
                self.close_connection = True

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Handler)
    system.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield system
    finally:
        system.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
