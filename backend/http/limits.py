"""Limits without captcha: fixed windows counted in the database, in a transaction of their own."""

from __future__ import annotations

import hashlib
import hmac
import time

from flask import current_app, g, request
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.errors import TooMany
from backend.http.transaction import database
from backend.settings import Settings

HIT = text(
    "insert into throttle (bucket, window_start)"
    " values (:bucket, to_timestamp(floor(extract(epoch from now()) / :seconds) * :seconds))"
    " on conflict (bucket, window_start) do update set hits = throttle.hits + 1 returning hits"
)
FORGIVE = text(
    "update throttle set hits = hits - 1 where bucket = :bucket"
    " and window_start = to_timestamp(floor(extract(epoch from now()) / :seconds) * :seconds)"
)


def throttle(kind: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one hit of `who` on `kind`.

    Raises TooMany with the seconds left when more than `limit` came within the window of `seconds`.
    `who` is stored only as a MAC: no address stands in the table.
    """
    if count(kind, who, seconds=seconds) > limit:
        raise too_many(kind, who, seconds=seconds)


def throttle_reading(session: Session, kind: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one hit in the transaction of the answer itself: for a route that only reads.

    A refusal takes its own hit back with it, and the count stays at the limit; a route that writes
    must use `throttle`. Raises TooMany like it.
    """
    hits = session.scalar(HIT, {"bucket": _bucket(kind, who), "seconds": seconds})
    if hits is not None and hits > limit:
        raise too_many(kind, who, seconds=seconds)


def turn(session: Session, settings: Settings, kind: str, who: str, *, limit: int, seconds: int) -> int:
    """Count one hit in the running transaction, outside any request.

    Returns 0 while no more than `limit` came within the window of `seconds`, else the seconds until the next window.
    """
    hits = session.scalar(HIT, {"bucket": bucket_of(settings, kind, who), "seconds": seconds})
    return left(seconds) if hits is not None and hits > limit else 0


def count(kind: str, who: str, *, seconds: int) -> int:
    """Count one hit of `who` on `kind`, in a transaction of its own; return how many the running window has."""
    with database().transaction() as session:
        return int(session.scalar(HIT, {"bucket": _bucket(kind, who), "seconds": seconds}) or 0)


def forgive(kind: str, who: str, *, seconds: int) -> None:
    """Take one hit back: what was counted before it was known to be good."""
    with database().transaction() as session:
        session.execute(FORGIVE, {"bucket": _bucket(kind, who), "seconds": seconds})


def too_many(kind: str, who: str, *, seconds: int, title: str = "太频繁了，请稍后再试", **params: object) -> TooMany:
    """Return the refusal of one hit too many, and remember it for the record (`first_refusal`)."""
    g.limit = (kind, who, seconds)
    return TooMany(title, retry_after=left(seconds), **params)


def first_refusal() -> str | None:
    """Return the limit this request was refused by, if it is the first of its window; None otherwise."""
    kind, who, seconds = g.pop("limit", None) or (None, "", 1)
    return kind if kind and count(f"refused {kind}", who, seconds=seconds) == 1 else None


def left(seconds: int) -> int:
    """Return how many seconds the running window of `seconds` still has."""
    return max(1, seconds - int(time.time()) % seconds)


def client() -> str:
    """Return the address of who asks; only the configured number of proxies is believed."""
    return request.remote_addr or "?"


def _bucket(kind: str, who: str) -> bytes:
    return bucket_of(current_app.extensions["zhitong.settings"], kind, who)


def bucket_of(settings: Settings, kind: str, who: str) -> bytes:
    """Return under what name `who` is counted for `kind`: a MAC."""
    return hmac.digest(settings.derive("throttle"), f"{kind}\n{who}".encode("utf-8", "replace"), hashlib.sha256)[:16]
