"""The web server: gunicorn, whose worker waits for what is slow without spending a thread on it."""

from __future__ import annotations

import asyncio
import functools
import re
import resource
from collections import Counter
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.asgi import protocol
from gunicorn.workers.gasgi import ASGIWorker

from backend.http.gate import PATIENCE, Gate, WsgiApp, refusal

# Connections of one process; of one address at most half, so that nobody alone takes them all.
MOST_CONNECTIONS = 2000
FILES_BESIDE = 200
# For what an answer's last piece may still take, at the least rate, once everything else is done.
LAST_PIECE = 150.0


class Connection(protocol.ASGIProtocol):  # type: ignore[misc]
    """One connection: counted, and given a time for the head of its first request.

    For later requests the keep-alive's time is the limit: the head must be there when it ends.
    """

    address: str | None = None
    due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for a request; refuse what is too many without a word."""
        super().connection_made(transport)
        self.address = (transport.get_extra_info("peername") or ("",))[0]
        self.worker.addresses[self.address] += 1
        if self.worker.is_full(self.address):
            transport.abort()
        else:
            self.due = self.worker.loop.call_later(PATIENCE, self.is_late)

    def is_late(self) -> None:
        """Tell who has not sent a whole head in time, and end."""
        self._send_error_response(408, "")
        self._close_transport()
        self._request_ready.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count one less."""
        super().connection_lost(exc)
        if self.address is not None:
            self.worker.forget(self.address)
            self.address = None
        self.stop_waiting()

    def stop_waiting(self) -> None:
        """Forget the time for the head."""
        if self.due is not None:
            self.due.cancel()
            self.due = None

    def _on_headers_complete(self) -> bool:
        self.stop_waiting()
        return bool(super()._on_headers_complete())

    def _feed_callback_parser(self, data: bytes) -> bool:
        try:
            return bool(super()._feed_callback_parser(data))
        except ValueError:
            # a length of thousands of digits: Python reads no such number
            self._send_error_response(400, "")
            self._close_transport()
            return False

    def _send_error_response(self, status: int, message: str, extra_headers: Any = ()) -> None:
        """Refuse what is no request at all as everything else is refused; `message` may quote it and stays here."""
        headers, content = refusal(status)
        head = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        self._safe_write(f"HTTP/1.1 {status} {self._get_reason_phrase(status)}\r\n".encode() + head + b"\r\n" + content)

    def _close_transport(self) -> None:
        super()._close_transport()
        if self.transport and self.transport.get_write_buffer_size():
            self.worker.loop.call_later(LAST_PIECE, self.transport.abort)


class Worker(ASGIWorker):  # type: ignore[misc]
    """A process: one loop for all connections, a few threads for whole requests."""

    def init_process(self) -> None:
        """Allow as many files as the system gives, say nothing of what serves, and run."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addresses: Counter[str] = Counter()
        self.most = max(1, min(MOST_CONNECTIONS, (hard if hard > 0 else soft) - FILES_BESIDE))
        protocol._CACHED_SERVER_HEADER = b""  # noqa: SLF001 - there is no setting for it
        super().init_process()

    def _setup_event_loop(self) -> None:
        super()._setup_event_loop()
        loop, make = self.loop, self.loop.create_server
        more = {"ssl_handshake_timeout": PATIENCE} if self.cfg.is_ssl else {}

        # The worker names its own protocol where it opens the server.
        @functools.wraps(make)
        async def create_server(_protocol: object, **options: Any) -> asyncio.Server:
            server: asyncio.Server = await make(lambda: Connection(self), **options, **more)
            return server

        loop.create_server = create_server

    def is_full(self, address: str) -> bool:
        """Whether this connection is one too many, of all or of its address."""
        alone = self.app.addresses_are_callers and self.addresses[address] > self.most // 2
        return alone or self.nr_conns > self.most

    def forget(self, address: str) -> None:
        """Count a connection less."""
        self.addresses[address] -= 1
        if not self.addresses[address]:
            del self.addresses[address]


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the application that `make` makes in each process; `options` are gunicorn's settings.

    `addresses_are_callers`: connections come from callers themselves, not from a proxy. `dear`: see `Gate`.
    """

    def __init__(
        self,
        make: Callable[[], WsgiApp],
        *,
        threads: int,
        dear: re.Pattern[str],
        addresses_are_callers: bool,
        options: dict[str, Any],
    ) -> None:
        self.make, self.threads, self.dear, self.options = make, threads, dear, options
        self.addresses_are_callers = addresses_are_callers
        super().__init__(prog="zhitong")

    def load_config(self) -> None:
        """Set what was asked for."""
        fixed = {"worker_class": Worker, "asgi_lifespan": "off"}
        for name, value in (self.options | fixed).items():
            self.cfg.set(name, value)

    def load(self) -> Gate:
        """Make the application, in its own process."""
        return Gate(self.make(), threads=self.threads, dear=self.dear)
