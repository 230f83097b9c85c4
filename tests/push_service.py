"""A push service of our own on loopback: it checks the signature, decrypts as a browser does, and answers as told."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02


def b64(raw: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    """Read base64url with or without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Arrived:
    """One message as it arrived: the browser it was for, its headers, claims, size, and what it said."""

    path: str
    headers: dict[str, str]
    claims: dict[str, Any]
    size: int
    said: dict[str, Any]


@dataclass
class PushService:
    """Browsers that subscribed here, what arrived for them, and the answers still to be given (201 when none)."""

    origin: str = ""
    browsers: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes]] = field(default_factory=dict)
    arrived: list[Arrived] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    hits: int = 0

    def subscription(self, name: str) -> dict[str, Any]:
        """Subscribe a browser and return what `PushSubscription.toJSON()` would."""
        key, secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.browsers[f"/push/{name}"] = key, secret
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": b64(point), "auth": b64(secret)}
        return {"endpoint": f"{self.origin}/push/{name}", "expirationTime": None, "keys": keys}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Answer one message; keep what it said when its signature is good and it can be decrypted."""
        self.hits += 1
        if self.answers:
            return self.answers.pop(0)
        if path not in self.browsers or not Vapid02.verify(headers["authorization"]):
            return 403, {}
        token = headers["authorization"].split("t=")[1].split(",")[0]
        key, secret = self.browsers[path]
        said = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
        claims = json.loads(unb64(token.split(".")[1]))
        self.arrived.append(Arrived(path, headers, claims, len(body), json.loads(said)))
        return 201, {}


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run a push service on a free loopback port for as long as the block lasts."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, more = service.take(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
