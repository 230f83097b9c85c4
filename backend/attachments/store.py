"""Where the bytes lie: files under `<var>/attachments/ab/cd/<digest>`, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from backend.errors import Unavailable

# Attachments leave this much of the disk alone, so that a full one never stops reports (T36): a share, at most so many bytes.
RESERVED_SHARE = 0.05
RESERVED_BYTES = 200 * 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
RETRY_AFTER = 600


class Store:
    """The files of one installation; `var`: its folder of state."""

    def __init__(self, var: Path) -> None:
        self.root = var / "attachments"

    def path(self, digest: str) -> Path:
        """Return where the file with the SHA-256 `digest` (lower hex) lies."""
        return self.root / digest[:2] / digest[2:4] / digest

    def put(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256: on disk for good when this returns.

        It is written even when the same bytes are there already: how long it takes tells nobody
        whether another person sent the same file. Raises Unavailable when the disk is full.
        """
        digest = hashlib.sha256(data).hexdigest()
        try:
            self._write(self.path(digest), data)
        except OSError as error:
            if error.errno in FULL:
                raise Unavailable(
                    "放照片和录音的地方满了，请稍后再传，登记不受影响", retry_after=RETRY_AFTER, code="photos_full"
                ) from error
            raise
        return digest

    def read(self, digest: str) -> bytes | None:
        """Return the bytes kept under `digest`, None when they are not here."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, digest: str) -> bool:
        """Remove the file under `digest` for good; return whether it was there."""
        path = self.path(digest)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync(path.parent)
        return True

    def older(self, seconds: float) -> Iterator[Path]:
        """Yield every file written at least `seconds` ago, half-written ones too."""
        before = time.time() - seconds
        for path in self.root.glob("??/??/*"):
            try:
                if path.stat().st_mtime < before:
                    yield path
            except FileNotFoundError:
                continue

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk = os.statvfs(path.parent)
        left = disk.f_bavail * disk.f_frsize - len(data)
        if left < min(RESERVED_BYTES, RESERVED_SHARE * disk.f_blocks * disk.f_frsize):
            raise OSError(errno.ENOSPC, "the reserve is reached")
        fresh = path.with_name(f".{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent, self.root):
            _sync(folder)


def _sync(folder: Path) -> None:
    """Make the names in `folder` as durable as the bytes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
