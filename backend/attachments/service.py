"""Taking photos and recordings in and finding them again."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from backend.attachments import queries
from backend.attachments.decoding import decoder
from backend.attachments.domain import Examined, Heard, Picture, Recording, examine, examine_photo
from backend.attachments.queries import Kept, Owner, forget
from backend.attachments.store import Store
from backend.audit.service import append
from backend.db import current_context
from backend.errors import Invalid, NotFound

__all__ = [
    "Kept", "Owner", "Prepared", "Stored", "check_digest", "find", "forget", "keep", "known", "prepare", "prepare_photo",
    "remove", "store", "strays",
]  # fmt: skip
DIGEST = re.compile(r"[0-9a-f]{64}")
DAY = 86400


@dataclass(frozen=True)
class Prepared:
    """An attachment that may be kept: the digest of what was sent, and what is kept of it."""

    sent_sha256: str
    made: Picture | Recording


@dataclass(frozen=True)
class Stored:
    """The outcome of keeping an attachment; `fresh` is False when this owner had sent it before."""

    sha256: str
    kept: Kept
    fresh: bool


def check_digest(sent_sha256: str, data: bytes) -> None:
    """Refuse bytes that are not those the address names.

    Raises Invalid (field `sha256`): the upload was cut or changed on its way, or the name is no digest.
    """
    if not DIGEST.fullmatch(sent_sha256):
        raise Invalid("文件的编号要是64位的SHA-256", field="sha256")
    if not hmac.compare_digest(hashlib.sha256(data).hexdigest(), sent_sha256):
        raise Invalid("照片或录音没有传完整，请重传", field="sha256", code="digest_differs")


def prepare(sent_sha256: str, data: bytes, read: Callable[[bytes], Examined | Heard] = examine) -> Prepared:
    """Check and re-encode an attachment; needs no database, so that no transaction waits for it.

    Raises Invalid, TooLarge, UnsupportedType or Unavailable, each naming what is wrong.
    """
    check_digest(sent_sha256, data)
    return Prepared(sent_sha256, decoder.reencode(read(data)))


def prepare_photo(sent_sha256: str, data: bytes) -> Prepared:
    """Check and re-encode what may only be a photo; as `prepare` else."""
    return prepare(sent_sha256, data, examine_photo)


def known(session: Session, store: Store, owner: Owner, sent_sha256: str) -> Stored | None:
    """Return what is kept of an attachment this owner has sent before, None when it has to be taken in (again)."""
    kept = queries.own(session, owner, bytes.fromhex(sent_sha256))
    if kept is None or not store.path(kept.kept_sha256).exists():
        return None
    return Stored(sent_sha256, kept, fresh=False)


def keep(session: Session, store: Store, owner: Owner, new: Prepared) -> Stored:
    """Keep a prepared attachment for its owner, once: the file first, then its row.

    A transaction that fails afterwards leaves a file that nothing names, never a row without its file.
    """
    # Whoever removes the same bytes, which another person's report has lost, waits for the row.
    queries.lock_file(session, hashlib.sha256(new.made.data).hexdigest(), writes=True)
    sent, digest = bytes.fromhex(new.sent_sha256), store.put(new.made.data)
    fresh = queries.keep(session, owner, sent, bytes.fromhex(digest), new.made)
    if fresh:
        append(session, "attachment.stored", "attachment", fresh)
    kept = queries.own(session, owner, sent)
    if kept is None:  # the owner is not who the context says
        raise NotFound("没有找到")
    return Stored(new.sent_sha256, kept, fresh=fresh is not None)


def store(session: Session, files: Store, owner: Owner, sent_sha256: str, data: bytes) -> Stored:
    """Take in one attachment: check, re-encode, keep. May be repeated.

    `session` must run in the context of `owner` (`viewer` or `ticket`). `sent_sha256`: lower hex of
    the SHA-256 of `data`. Raises as `prepare` does.
    """
    return keep(session, files, owner, prepare(sent_sha256, data))


def find(session: Session, files: Store, sent_sha256: str) -> tuple[Kept, bytes]:
    """Return an attachment the context may see, by the digest it was sent under: by its area, or as the deputy it came to.

    Raises NotFound alike for what does not exist and for what is not for this person.
    """
    if DIGEST.fullmatch(sent_sha256):
        sent, viewer = bytes.fromhex(sent_sha256), current_context(session).viewer
        kept = queries.visible(session, sent) or (queries.of_deputy(session, sent, viewer) if viewer else None)
        data = files.read(kept.kept_sha256) if kept else None
        if kept and data is not None:
            return kept, data
    raise NotFound("没有找到")


def remove(session: Session, files: Store, most: int) -> int:
    """Remove from disk files that nobody needs any more, at most `most`; return how many went. May be repeated.

    Runs in the context of the service `attachments.remove` or `retention`.
    """
    return sum(_remove(session, files, each) for each in queries.gone(session, most))


def strays(session: Session, files: Store, days: int, most: int) -> int:
    """Remove files that no attachment names, written at least `days` ago, and what was left half-written; return how many went.

    They come from transactions that failed after the file was written. Looks at no more than `most` unnamed ones.
    """
    count, lost = 0, []
    for part in batched(files.older(days * DAY), 500):
        for half in (path for path in part if not DIGEST.fullmatch(path.name)):
            half.unlink(missing_ok=True)
            count += 1
        names = [path.name for path in part if DIGEST.fullmatch(path.name)]
        needed = queries.needed(session, names)
        lost += [name for name in names if name not in needed]
        if len(lost) >= most:
            break
    return count + sum(_remove(session, files, each) for each in lost[:most])


def _remove(session: Session, files: Store, digest: str) -> bool:
    """Remove one file, unless an attachment needs it: the same bytes may have come again, or be another person's too."""
    queries.lock_file(session, digest, writes=False)
    went = not queries.needed(session, [digest]) and files.remove(digest)
    queries.removed(session, digest)
    return went


def batched(paths: Iterable[Path], size: int) -> Iterator[list[Path]]:
    """Yield `paths` in lists of at most `size`."""
    rest = iter(paths)
    while part := list(islice(rest, size)):
        yield part
