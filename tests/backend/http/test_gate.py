"""What stands between the network and the threads: who is let in, who is let go, what the application is told."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from werkzeug.exceptions import RequestTimeout

from backend.http import gate
from backend.http.gate import Gate, WsgiApp
from tests.eventually import eventually

Message = dict[str, Any]
Made = TypeVar("Made")


class Line:
    """One connection, from the server's side: what comes, and what went out."""

    def __init__(self, *pieces: bytes, headers: Iterable[tuple[bytes, bytes]] = (), ends: bool = True) -> None:
        self.scope = {
            "type": "http", "method": "POST", "raw_path": b"/a%20b/%E4%BD%A0", "query_string": b"x=1", "scheme": "http",
            "http_version": "1.1", "server": ("here", 80), "client": ("203.0.113.9", 5), "headers": list(headers),
        }  # fmt: skip
        self.coming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        if ends:
            self.coming.append({"type": "http.request", "body": b"", "more_body": False})
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        """Give the next piece; after the last, wait for ever."""
        return self.coming.pop(0) if self.coming else await asyncio.Event().wait()  # type: ignore[func-returns-value]

    async def send(self, message: Message) -> None:
        """Take a piece of the answer."""
        self.sent.append(message)

    @property
    def status(self) -> int:
        """The status that was told."""
        return int(self.sent[0]["status"])


CHUNKED = (b"transfer-encoding", b"chunked")


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Answer with what was asked."""
    told = {key: value for key, value in environ.items() if isinstance(value, str)}
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told | {"body": environ["wsgi.input"].read().decode()}).encode()]


def run(work: Coroutine[Any, Any, Made]) -> Made:
    """Run `work` in a loop of its own; a browser's test may have left one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def ask(line: Line, app: WsgiApp = echo, threads: int = 1) -> Gate:
    """Answer one request; return the gate."""
    made = Gate(app, threads=threads)
    run(made(line.scope, line.receive, line.send))
    return made


def test_the_application_is_told_what_came_and_how_long_it_is() -> None:
    names = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-y", b"1"), (b"x-y", b"2"), CHUNKED]
    line = Line(b"ab", b"", b"cd", headers=names)
    ask(line)
    told = json.loads(line.sent[1]["body"])
    assert (told["body"], told["CONTENT_LENGTH"]) == ("abcd", "4")
    assert told["PATH_INFO"].encode("latin-1").decode() == "/a b/你"
    assert (told["HTTP_COOKIE"], told["HTTP_X_Y"]) == ("a=1; b=2", "1,2")
    assert (told["REMOTE_ADDR"], told["QUERY_STRING"]) == ("203.0.113.9", "x=1")
    assert "HTTP_TRANSFER_ENCODING" not in told


def test_a_large_body_arrives_as_it_was_sent() -> None:
    line = Line(*[b"x" * 65536] * 40, headers=[CHUNKED])
    ask(line)
    told = json.loads(b"".join(message["body"] for message in line.sent[1:]))
    assert told["body"] == "x" * 65536 * 40
    assert [message["more_body"] for message in line.sent[1:]] == [True] * (len(line.sent) - 2) + [False]


def test_who_has_gone_before_the_end_has_asked_for_nothing() -> None:
    line, called = Line(b"ab", headers=[CHUNKED], ends=False), threading.Event()
    line.coming.append({"type": "http.disconnect"})

    def app(_environ: object, _start: object) -> list[bytes]:
        called.set()
        return []

    made = ask(line, app)
    assert (line.sent, called.is_set(), made.usual.inside) == ([], False, 0)


def test_a_fault_of_the_application_leaves_the_gate_as_it_was() -> None:
    def app(_environ: object, _start: object) -> list[bytes]:
        raise ZeroDivisionError

    line, made = Line(), Gate(app, threads=1)

    async def twice() -> None:
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await made(line.scope, line.receive, line.send)

    run(twice())
    assert made.usual.inside == 0


def test_who_goes_while_waiting_for_a_thread_is_not_worked_for() -> None:
    doors, called = threading.Event(), []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        called.append(environ["QUERY_STRING"])
        assert doors.wait(20)
        return echo(environ, start)

    first, second = Line(), Line()
    second.scope["query_string"] = b"x=2"

    async def waiting() -> Gate:
        made = Gate(app, threads=1)
        inside = [asyncio.create_task(made(line.scope, line.receive, line.send)) for line in (first, second)]
        await asyncio.wait(inside, timeout=0.05)
        inside[1].cancel()
        await asyncio.wait(inside, timeout=0.05)
        assert (made.usual.inside, inside[1].cancelled()) == (1, True)
        doors.set()
        await inside[0]
        return made

    assert run(waiting()).usual.inside == 0
    assert (first.status, second.sent, called) == (200, [], ["x=1"])


def test_more_than_the_threads_will_get_to_soon_are_told_to_come_again() -> None:
    going, doors = threading.Event(), threading.Event()

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        going.set()
        doors.wait(30)
        return echo(environ, start)

    made = Gate(app, threads=1)
    lines = [Line() for _ in range(made.usual.most)]
    late = Line()

    async def crowd() -> None:
        inside = [asyncio.create_task(made(line.scope, line.receive, line.send)) for line in lines]
        await asyncio.wait(inside, timeout=0)
        assert made.usual.inside == made.usual.most
        await made(late.scope, late.receive, late.send)
        doors.set()
        await asyncio.gather(*inside)

    run(crowd())
    assert going.is_set()
    assert late.status == 503
    assert dict(late.sent[0]["headers"])[b"retry-after"] == b"5"
    assert json.loads(late.sent[1]["body"])["title"] == "暂时忙不过来，请稍后再试"
    assert {line.status for line in lines} == {200}


def test_a_crowd_that_asks_for_what_is_dear_takes_no_thread_from_others() -> None:
    doors = threading.Event()

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/dear":
            doors.wait(30)
        return echo(environ, start)

    made = Gate(app, threads=8, dear=re.compile("/dear$"))
    spellings = [b"/dear", b"/d%65ar"]
    crowd = [Line() for _ in range(made.slow.most)]
    for n, line in enumerate(crowd):
        line.scope["raw_path"] = spellings[n % 2]
    late, other = Line(), Line()
    late.scope["raw_path"] = b"/dear"

    async def ask_all() -> None:
        inside = [asyncio.create_task(made(line.scope, line.receive, line.send)) for line in crowd]
        await asyncio.wait(inside, timeout=0)
        await made(late.scope, late.receive, late.send)
        await made(other.scope, other.receive, other.send)
        doors.set()
        await asyncio.gather(*inside)

    run(ask_all())
    assert (late.status, other.status) == (503, 200)
    assert {line.status for line in crowd} == {200}
    assert made.slow.most == 17, "one of eight threads and sixteen who wait"


def test_who_takes_an_answer_too_slowly_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PATIENCE", 0.05)
    line = Line()

    async def send(message: Message) -> None:
        line.sent.append(message)
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def once() -> Gate:
        made = Gate(echo, threads=1)
        await asyncio.wait_for(made(line.scope, line.receive, send), 20)
        return made

    made = run(once())
    assert len(line.sent) == 2
    eventually(lambda: made.usual.inside == 0, what="the thread's end")


@pytest.mark.parametrize("length", [gate.MOST_BYTES + 1, 10**30])
def test_what_says_it_is_too_long_is_not_read_and_the_application_knows(length: int) -> None:
    line = Line(b"x", headers=[(b"content-length", str(length).encode())])
    ask(line)
    told = json.loads(line.sent[1]["body"])
    assert (told["CONTENT_LENGTH"], told["body"]) == (str(length), "")
    assert (b"connection", b"close") in line.sent[0]["headers"]


def test_a_piece_in_the_moment_in_which_the_time_is_up_gives_no_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a piece may get it instead of being told that the time is up (Python 3.11)."""
    monkeypatch.setattr(gate, "PATIENCE", 0.05)
    line, swallowed = Line(headers=[CHUNKED]), []

    async def receive() -> Message:
        try:
            await asyncio.sleep(0.02)
        except asyncio.CancelledError:
            swallowed.append(1)
        return {"type": "http.request", "body": b" ", "more_body": True}

    body = run(asyncio.wait_for(gate.take(receive, line.scope["headers"]), 20))  # type: ignore[arg-type]
    assert swallowed
    assert body is not None
    assert not body.whole
    with pytest.raises(RequestTimeout):
        body.file.read()
