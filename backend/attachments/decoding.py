"""Re-encoding photos and recordings in a process of its own: one at a time, bounded in memory and time, started when first needed."""

from __future__ import annotations

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from backend.attachments.domain import (
    BROKEN_PICTURE,
    BROKEN_RECORDING,
    FIELD,
    MOST_PIXELS,
    MOST_SECONDS,
    Examined,
    Heard,
    Picture,
    Recording,
)
from backend.errors import Invalid, Refusal, TooLarge, Unavailable

PROGRAM = Path(__file__).with_name("decoder.py")
# libwebp holds a picture four times: 50 megapixels take 800 MB, a JPEG or PNG far less.
MEMORY = 960 * 1024 * 1024
CPU_SECONDS = 5.0
WALL_SECONDS = 30.0
WAIT_SECONDS = 20.0


class Decoder:
    """The decoding process of this server process. Safe for threads; one file at a time bounds the memory of all.

    `memory`: bytes of address space; `cpu`: seconds of work on one file, after which it is taken
    for a bomb; `wall`: seconds by the clock, after which the machine is taken to be too busy.
    """

    def __init__(self, *, memory: int = MEMORY, cpu: float = CPU_SECONDS, wall: float = WALL_SECONDS) -> None:
        self._arguments = [str(MOST_PIXELS), str(MOST_SECONDS), str(memory), str(cpu)]
        self._wall = wall
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._parent = 0

    def reencode(self, found: Examined | Heard) -> Picture | Recording:
        """Return the attachment as it is kept.

        Raises Invalid when it can't be opened, TooLarge when opening it takes too much memory or it runs too long,
        Unavailable when it is not its turn in time.
        """
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise Unavailable("暂时忙不过来，请稍后再试")
        try:
            return self._ask(self._running(), found)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process, if one was started by this one."""
        if self._process and self._parent == os.getpid():
            self._process.kill()
            self._end(self._process)
        self._process = None

    @property
    def pid(self) -> int | None:
        """Return the id of the running process, for whoever watches its memory."""
        return self._process.pid if self._process else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._parent == os.getpid() and self._process.poll() is None:
            return self._process
        # -I and an empty environment: neither our keys nor anybody's PYTHONPATH reach it.
        self._process = subprocess.Popen(  # noqa: S603 - our own program, by its path
            [sys.executable, "-I", str(PROGRAM), *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
        )
        self._parent = os.getpid()
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], found: Examined | Heard) -> Picture | Recording:
        watch = threading.Timer(self._wall, process.kill)
        watch.start()
        try:
            assert process.stdin, process.stdout  # noqa: S101 - both are pipes
            process.stdin.write(struct.pack(">16sQ", found.media.encode(), len(found.data)) + found.data)
            process.stdin.flush()
            return _answer(process.stdout, _broken(found))  # type: ignore[arg-type]
        except (OSError, EOFError) as error:
            raise self._death(process, _broken(found)) from error
        finally:
            watch.cancel()

    def _death(self, process: subprocess.Popen[bytes], broken: Invalid) -> Refusal:
        """Say what its death means: killed by our clock, try again; by its own doing, the file's fault."""
        self._end(process)
        self._process = None
        if process.returncode == -signal.SIGKILL:
            return Unavailable("暂时忙不过来，请稍后再试")
        return broken

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue


def _broken(found: Examined | Heard) -> Invalid:
    return Invalid(BROKEN_PICTURE if isinstance(found, Examined) else BROKEN_RECORDING, field=FIELD)


def _answer(stream: IO[bytes], broken: Invalid) -> Picture | Recording:
    line = stream.readline()
    if not line:
        raise EOFError
    told: dict[str, Any] = json.loads(line)
    if told["outcome"] == "large":
        raise TooLarge("文件太大，打不开，请缩小后再传", field=FIELD)
    if told["outcome"] == "long":
        raise TooLarge("录音超过{n}分钟，请分几段录", field=FIELD, n=MOST_SECONDS // 60)
    if told["outcome"] != "kept":
        raise broken
    kept = stream.read(told["bytes"])
    if len(kept) < told["bytes"]:
        raise EOFError
    if "duration_ms" in told:
        return Recording(kept, told["duration_ms"])
    return Picture(kept, told["width"], told["height"])


decoder = Decoder()
atexit.register(decoder.close)
