"""Between the network and the application: a thread is spent only on a request that has arrived whole.

The application is WSGI, a thread a request. A body that drips would hold its thread as long as it
drips, so the body is taken here, where waiting costs no thread, into memory or a temporary file;
the answer goes out the same way.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from werkzeug.exceptions import RequestTimeout

from backend.http import headers as every
from backend.http.problems import TITLES

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[bytes, bytes]]

MOST_BYTES = 12 * 1024 * 1024
IN_MEMORY = 64 * 1024
PIECE = 64 * 1024
# Who sends or takes less than this on the whole, after the first seconds, is let go.
PATIENCE, BYTES_A_SECOND = 20.0, 1000
# What may still come after a refusal is read and thrown away, so that the refusal is not lost with it.
LINGER, MOST_LINGERING = 5.0, 64 * 1024 * 1024
# Requests that wait for a thread, for each thread; more are told to come again.
MOST_WAITING = 32
# Of the threads of a process as many again, divided by this, answer what costs much; so many wait for each.
DEAR_SHARE, MOST_WAITING_DEAR = 8, 16


def dear_threads(threads: int) -> int:
    """Return how many threads answer what costs much, beside `threads` for the rest."""
    return max(1, threads // DEAR_SHARE)


class Late(io.RawIOBase):
    """The body of a request that did not arrive in time: whoever reads it answers 408."""

    def readable(self) -> bool:
        """It is asked like any other."""
        return True

    def readinto(self, _buffer: object) -> int:
        """Raise RequestTimeout."""
        raise RequestTimeout


@dataclass(frozen=True)
class Body:
    """What came of a body: its file, the length the application is told, and whether more of it is on its way."""

    file: IO[bytes]
    length: int
    whole: bool = True


class Lane:
    """Some threads, and who waits for one of them; more are told to come again."""

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self.threads = ThreadPoolExecutor(threads, name)
        self.most = threads * (1 + waiting)
        self.inside = 0

    def leave(self) -> None:
        """Count one request less."""
        self.inside -= 1


class Gate:
    """An ASGI application that runs a WSGI one, `threads` requests at a time.

    `dear`: paths whose answers cost much; those have one thread of their own for each `DEAR_SHARE`, so that a crowd that asks for
    them takes no thread from others (T57).
    """

    def __init__(self, app: WsgiApp, *, threads: int, dear: re.Pattern[str] | None = None) -> None:
        self.app = app
        self.dear = dear
        self.usual = Lane("request", threads, MOST_WAITING)
        self.slow = Lane("dear", dear_threads(threads), MOST_WAITING_DEAR)

    def lane_of(self, scope: dict[str, Any]) -> Lane:
        """Return where a request waits for its thread."""
        path = unquote_to_bytes(scope["raw_path"]).decode("latin-1")
        return self.slow if self.dear and self.dear.match(path) else self.usual

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        lane = self.lane_of(scope)
        if lane.inside >= lane.most:
            headers, content = refusal(503)
            await deliver(send, 503, [*headers, (b"retry-after", b"5")], content)
            await drain(receive)
            return
        body = await take(receive, scope["headers"])
        if body is None:
            return
        status, headers, content = await self.run(lane, environ_of(scope, body), body)
        if not body.whole:
            headers = [*(each for each in headers if each[0].lower() != b"connection"), (b"connection", b"close")]
        await deliver(send, status, headers, content)
        if not body.whole:
            await drain(receive)

    async def run(self, lane: Lane, environ: dict[str, Any], body: Body) -> tuple[int, Headers, bytes]:
        """Run the application in a thread of `lane`; return status, headers and content of its answer."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[int, Headers, bytes]] = loop.create_future()

        def told(work: Future[Any]) -> None:
            lane.leave()
            if answer.done():  # who asked has gone
                return
            if error := work.exception():
                answer.set_exception(error)
            else:
                answer.set_result(work.result())

        def over(work: Future[Any]) -> None:
            body.file.close()
            # woken once an answer, which `asyncio.wrap_future` beside a count would do twice
            loop.call_soon_threadsafe(told, work)

        lane.inside += 1
        work = lane.threads.submit(call, self.app, environ)
        work.add_done_callback(over)
        try:
            return await answer
        except asyncio.CancelledError:
            work.cancel()
            raise


async def take(receive: Receive, headers: Headers) -> Body | None:
    """Take the body of a request; None when its sender has gone.

    One that is too long is not read on: the application is told its length and refuses by it.
    """
    names = dict(headers)
    declared = int(names.get(b"content-length") or 0)
    if declared > MOST_BYTES:
        return Body(io.BytesIO(), declared, whole=False)
    if not declared and b"transfer-encoding" not in names:
        return Body(io.BytesIO(), 0)
    # closed when the application has answered
    file: IO[bytes] = io.BytesIO() if 0 < declared <= IN_MEMORY else SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    size, more = 0, True
    begun = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(None) as limit:
            while more and size <= MOST_BYTES:
                prolong(limit, begun + PATIENCE + size / BYTES_A_SECOND)
                message = await receive()
                if message["type"] == "http.disconnect":
                    file.close()
                    return None
                file.write(message["body"])
                size += len(message["body"])
                more = message["more_body"]
    except TimeoutError:
        file.close()
        return Body(io.BufferedReader(Late()), max(declared, size + 1), whole=False)
    file.seek(0)
    return Body(file, size, whole=not more)


def prolong(limit: asyncio.Timeout, until: float) -> None:
    """Let a limit end at `until`; raise TimeoutError if it has ended already.

    The cancelling of a wait is lost when what it waits for comes in the same moment (`asyncio.wait_for`, Python 3.11).
    """
    if limit.expired():
        raise TimeoutError
    limit.reschedule(until)


async def drain(receive: Receive) -> None:
    """Read on for a moment: closing on bytes nobody has read would take the answer back."""
    read = 0
    try:
        async with asyncio.timeout(None) as limit:
            until = asyncio.get_running_loop().time() + LINGER
            while read < MOST_LINGERING:
                prolong(limit, until)
                message = await receive()
                if message["type"] == "http.disconnect" or not message["more_body"]:
                    return
                read += len(message["body"])
    except TimeoutError:
        return


async def deliver(send: Send, status: int, headers: Headers, content: bytes) -> None:
    """Send an answer piece by piece; give up on who takes it too slowly."""
    begun = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(None) as limit:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            for at in range(0, max(len(content), 1), PIECE):
                prolong(limit, begun + PATIENCE + at / BYTES_A_SECOND)
                piece, more = content[at : at + PIECE], at + PIECE < len(content)
                await send({"type": "http.response.body", "body": piece, "more_body": more})
    except TimeoutError:
        return


def refusal(status: int) -> tuple[Headers, bytes]:
    """Return headers and content of a refusal that the application is not asked for, in Chinese; the connection ends."""
    title = TITLES.get(status, TITLES[400])
    told = {"type": f"urn:zhitong:problem:http_{status}", "title": title, "status": status, "code": f"http_{status}"}
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    names = every.ALWAYS | {
        "Content-Security-Policy": every.POLICY,
        "Content-Type": "application/problem+json",
        "Content-Language": "zh-CN",
        "Content-Length": str(len(content)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    return [(name.encode(), value.encode()) for name, value in names.items()], content


def call(app: WsgiApp, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    """Call a WSGI application; return status, headers and content of its answer."""
    begun: list[tuple[int, Headers]] = []
    pieces: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], _fault: object = None) -> Callable[[bytes], None]:
        begun[:] = [(int(status[:3]), [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers])]
        return pieces.append

    answer = app(environ, start_response)
    try:
        pieces.extend(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    status, headers = begun[0]
    return status, headers, b"".join(pieces)


def environ_of(scope: dict[str, Any], body: Body) -> dict[str, Any]:
    """Return the WSGI environment of an ASGI request (PEP 3333: bytes as latin-1).

    Names of headers are ASCII without `_`: the server has dropped all others.
    """
    server, client = scope["server"] or ("", 0), scope["client"] or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "RAW_URI": (scope["raw_path"] + b"?" + scope["query_string"]).decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body.file,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        mark = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{mark}{text}" if key in environ else text
    for key in ("HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT"):
        environ.pop(key, None)
    if "HTTP_CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE")
    if body.length or not body.whole:
        environ["CONTENT_LENGTH"] = str(body.length)
    return environ
