"""Files on disk: whole or not at all, and never to the last byte of the disk."""

from __future__ import annotations

import hashlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from backend.attachments.store import Store

ROOT = Path(__file__).parents[3]
SMALL_DISK = """
import sys
from pathlib import Path
from backend.attachments.store import Store
from backend.errors import Unavailable
store, kept = Store(Path(sys.argv[1])), []
for n in range(100):
    try:
        kept.append(store.put(bytes([n]) * 65536))
    except Unavailable as refused:
        assert refused.retry_after > 0 and refused.word == "photos_full"
        break
else:
    raise SystemExit("never full")
assert len(kept) > 3, len(kept)
assert all(store.read(digest) for digest in kept)
files = [f for f in store.root.rglob("*") if f.is_file()]
assert len(files) == len(kept), "nothing half-written stays"
(Path(sys.argv[1]) / "a report").write_bytes(bytes(20000))
"""


def test_what_is_put_is_read_back_under_its_digest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.put(b"pixels")
    assert digest == hashlib.sha256(b"pixels").hexdigest()
    assert store.read(digest) == b"pixels"
    assert store.path(digest).relative_to(tmp_path).as_posix() == f"attachments/{digest[:2]}/{digest[2:4]}/{digest}"
    assert store.put(b"pixels") == digest
    assert store.read("0" * 64) is None


def test_only_the_server_reads_the_files(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.path(store.put(b"pixels"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_full_disk_refuses_photos_and_leaves_room_for_reports(tmp_path: Path) -> None:
    script = f"mount -t tmpfs -o size=1m tmpfs {tmp_path} && exec {sys.executable} -c '{SMALL_DISK}' {tmp_path}"
    run = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
        check=False, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if "unshare" in run.stderr or "mount" in run.stderr:
        pytest.skip("this machine lets nobody mount a small disk")
    assert run.returncode == 0, run.stderr
