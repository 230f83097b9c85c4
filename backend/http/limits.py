"""Limits without captcha: hits counted in the database, in a transaction of their own.

A window begins with its first hit, so nobody gets twice the limit where two windows of the clock meet. Where a limit
grows, a window that was used up makes the next twice as long, to sixteen times at most: guesses get ever rarer and
nobody is shut out for ever. A day without a used-up window and it begins anew.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from math import ceil

from flask import g, request
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.db import Context, Prepared
from backend.errors import TooMany
from backend.http.current import current_settings
from backend.http.transaction import at_once, database
from backend.http.viewer import require_viewer
from backend.settings import Settings

MOST_STRIKES = 4
A_DAY = 86_400
KILOBYTE = 1024
# One that began in the future began before the server's clock was put back: nobody waits for that to come (T59). What a transaction
# began that is younger than this one is no future: so the clock, not now().
RUNNING = "throttle.window_start > now() - make_interval(secs => :seconds * (1 << throttle.strikes)) and throttle.window_start <= clock_timestamp()"
# `grows`: the limit whose passing makes the next window longer; null where windows stay as they are.
HIT = text(
    "insert into throttle (bucket, window_start, hits) values (:bucket, now(), :amount) on conflict (bucket) do update set"
    f" hits = case when {RUNNING} then throttle.hits + :amount else :amount end,"
    f" window_start = case when {RUNNING} then throttle.window_start else now() end,"
    f" strikes = case when {RUNNING} then throttle.strikes"
    "   when throttle.hits > cast(:grows as integer) and throttle.window_start > now() - interval '1 day'"
    f"   then least(throttle.strikes + 1, {MOST_STRIKES}) else 0 end"
    " returning hits, ceil(extract(epoch from window_start - now()) + :seconds * (1 << strikes))::integer as left"
)
COUNTED = Prepared("zhitong_hit", HIT, bucket="bytea", seconds="integer", grows="integer", amount="integer")
FORGIVE = text(f"update throttle set hits = hits - 1 where bucket = :bucket and hits > 0 and {RUNNING}")


@dataclass(frozen=True)
class Count:
    """How many hits the running window has, and how many seconds it still lasts."""

    hits: int
    left: int


def throttle(kind: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one hit of `who` on `kind`.

    Raises TooMany with the seconds left when more than `limit` came within the window of `seconds`.
    `who` is stored only as a MAC: no address stands in the table.
    """
    now = count(kind, who, seconds=seconds)
    if now.hits > limit:
        raise too_many(kind, who, now, seconds=seconds)


def throttle_loosely(kind: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one hit as `throttle` does, in a way that a power cut may forget: for what guards nothing but work, and comes often.

    So those who share an address wait for each other no longer than the counting takes, not for the disk. Raises TooMany.
    """
    values = {"bucket": _bucket(kind, who), "seconds": seconds, "grows": None, "amount": 1}
    ((hits, left),) = at_once(lambda trip: trip.run(COUNTED, values, lasting=False), Context())
    if hits > limit:
        raise too_many(kind, who, Count(hits, max(1, left)), seconds=seconds)


def throttle_within(session: Session, kind: str, who: str, *, limit: int, seconds: int) -> None:
    """Count one hit in the transaction of the answer itself: only what happened counts.

    Any refusal takes its own hit back with it, so the count stays at the limit; where tries must count that
    come to nothing, use `throttle`. Until the commit others of the same `who` wait. Raises TooMany like it.
    """
    now = _hit(session, _bucket(kind, who), seconds)
    if now.hits > limit:
        raise too_many(kind, who, now, seconds=seconds)


def quota(session: Session, kind: str, who: str, *, size: int, most_mb: int) -> None:
    """Count `size` bytes that `who` has kept here today, in the transaction that keeps them; what is refused counts for nothing.

    Raises TooMany once it is more than `most_mb` megabytes in a day.
    """
    now = _hit(session, _bucket(f"quota {kind}", who), A_DAY, amount=ceil(size / KILOBYTE))
    if now.hits > most_mb * KILOBYTE:
        words = "今天传的照片和录音已满{n}MB，请明天再传，文字照常提交"
        raise too_many(f"quota {kind}", who, now, seconds=A_DAY, title=words, n=most_mb)


def throttle_reveal(session: Session) -> None:
    """Count one look of who asks at somebody's name and phone; raises TooMany past as many as one may see in a day.

    Counted first, so that calls at once wait for each other; what is not shown takes its count back with it.
    """
    settings = current_settings()
    throttle_within(session, "reveal", str(require_viewer().id), limit=settings.reveals_a_day, seconds=A_DAY)


def turn(session: Session, settings: Settings, kind: str, who: str, *, limit: int, seconds: int) -> int:
    """Count one hit in the running transaction, outside any request.

    Returns 0 while no more than `limit` came within the window of `seconds`, else the seconds until the next window.
    """
    now = _hit(session, bucket_of(settings, kind, who), seconds)
    return now.left if now.hits > limit else 0


def count(kind: str, who: str, *, seconds: int, grows: int | None = None) -> Count:
    """Count one hit of `who` on `kind`, in a transaction of its own; return where the running window stands.

    `grows`: the limit whose passing doubles the next window; windows of `seconds` only without it.
    """
    with database().transaction() as session:
        return _hit(session, _bucket(kind, who), seconds, grows)


def forgive(kind: str, who: str, *, seconds: int) -> None:
    """Take one hit back: what was counted before it was known to be good."""
    with database().transaction() as session:
        session.execute(FORGIVE, {"bucket": _bucket(kind, who), "seconds": seconds})


def too_many(
    kind: str, who: str, now: Count, *, seconds: int, title: str = "太频繁了，请稍后再试", **params: object
) -> TooMany:
    """Return the refusal of one hit too many, and remember it for the record (`first_refusal`)."""
    g.limit = (kind, who, seconds)
    return TooMany(title, retry_after=now.left, **params)


def first_refusal() -> str | None:
    """Return the limit this request was refused by, if it is the first of its window; None otherwise."""
    kind, who, seconds = g.pop("limit", None) or (None, "", 1)
    return kind if kind and count(f"refused {kind}", who, seconds=seconds).hits == 1 else None


def client() -> str:
    """Return the address of who asks; only the configured number of proxies is believed."""
    return request.remote_addr or "?"


def _hit(session: Session, bucket: bytes, seconds: int, grows: int | None = None, amount: int = 1) -> Count:
    row = session.execute(HIT, {"bucket": bucket, "seconds": seconds, "grows": grows, "amount": amount}).one()
    return Count(row.hits, max(1, row.left))


def _bucket(kind: str, who: str) -> bytes:
    return bucket_of(current_settings(), kind, who)


def bucket_of(settings: Settings, kind: str, who: str) -> bytes:
    """Return under what name `who` is counted for `kind`: a MAC."""
    return hmac.digest(settings.derive("throttle"), f"{kind}\n{who}".encode("utf-8", "replace"), hashlib.sha256)[:16]
