"""Where things stand: the checkout, its state folder and the stamps that tell whether work was done before."""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .say import SetupError, note


@dataclass(frozen=True)
class Places:
    """The folders of one set-up; everything it makes lies in `var`, the environment of Python and `pwa`."""

    root: Path
    var: Path

    @classmethod
    def here(cls) -> Places:
        """Return the places of this checkout; ZHITONG_VAR moves the state folder."""
        root = Path(__file__).resolve().parents[2]
        var = Path(os.environ.get("ZHITONG_VAR") or root / "var").absolute()
        var.mkdir(parents=True, exist_ok=True)
        return cls(root, var)

    @property
    def venv(self) -> Path:
        """The environment of Python, shared by all state folders of one checkout."""
        return self.root / ".venv"

    @property
    def bin(self) -> Path:
        """Small wrapper programs (psql, pg_dump …) that find their libraries by themselves."""
        return self.var / "bin"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the checkout while it is being set up, so that two set-ups at once wait for each other."""
        with locked(self.root, "another set-up of this checkout is running, waiting for it"):
            yield


@contextmanager
def locked(folder: Path, waiting: str, *, wait: bool = True) -> Iterator[None]:
    """Hold `folder` for this process; print `waiting` and wait, or raise SetupError with it when `wait` is false."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise SetupError(waiting) from None
            note(f"• {waiting} …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def machine() -> str:
    """Return `x86_64` or `aarch64`; raises SetupError on a machine for which no files are pinned."""
    name = platform.machine().replace("arm64", "aarch64").replace("AMD64", "x86_64")
    if name not in {"x86_64", "aarch64"}:
        raise SetupError(f"no pinned programs for this kind of machine: {name} (x86_64 and aarch64 are known)")
    return name


def content_hash(files: Iterable[Path], *more: str) -> str:
    """Return a digest over names and bytes of `files` and over `more`, the same for the same content."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for text in more:
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Tell whether `stamp` holds `value`, i.e. whether this work was done before with the same content."""
    return stamp.is_file() and stamp.read_text() == value
