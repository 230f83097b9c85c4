"""Limits for people without an account: generous for many behind one address, strict for one device that floods.

Three windows, each counted by itself: the device (a random cookie), the address together with the
code that was scanned, and the code in a day. A flood through one code slows no other code.
"""

from __future__ import annotations

import re
import secrets
from math import ceil
from typing import TypeVar

from flask import Response, g, request
from sqlalchemy.orm import Session

from backend.errors import NotFound, TooMany
from backend.http.current import current_settings
from backend.http.limits import client, count, quota, throttle, too_many

COOKIE = "zt_device"
Held = TypeVar("Held")
FORM = re.compile(r"[A-Za-z0-9_-]{22}")
TEN_MINUTES, DAY, YEAR = 600, 86400, 31536000


class CodeFullError(TooMany):
    """A code has taken in as much as it may in one day."""


def device() -> str | None:
    """Return the name of the device, a random text it was given; None before it has one."""
    held = request.cookies.get(COOKIE, "")
    return held if FORM.fullmatch(held) else None


def name_device(answer: Response) -> Response:
    """Give the device a name if it has none; it says nothing about the person and is read here only."""
    if device() is None and "named" not in g:
        g.named = True
        secure = current_settings().secure
        answer.set_cookie(COOKIE, secrets.token_urlsafe(16), max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer


def admit(target: str) -> None:
    """Count one submission through `target` (a code, a station, or nothing).

    Raises TooMany, or CodeFullError when it is the code's day that is full.
    """
    limits = current_settings()
    if held := device():
        throttle("submit device", held, limit=limits.crowd_device, seconds=TEN_MINUTES)
    throttle("submit address", f"{client()}\n{target}", limit=limits.crowd_address, seconds=TEN_MINUTES)
    try:
        throttle("submit code", target, limit=limits.crowd_code, seconds=DAY)
    except TooMany as full:
        raise CodeFullError("今天这里收满了，请明天再来", retry_after=full.retry_after, n=limits.crowd_code) from full


def upload() -> None:
    """Count one photo of this device, or of this address when the device has no name yet.

    Raises TooMany.
    """
    limits = current_settings()
    if held := device():
        throttle("draft photo", held, limit=4 * limits.crowd_device, seconds=TEN_MINUTES)
    throttle("draft photos", client(), limit=3 * limits.crowd_address, seconds=TEN_MINUTES)


def room_for(session: Session, target: str, size: int) -> None:
    """Count `size` bytes of a photo through `target`, for this device (its address before it has a name) and for the code.

    In the transaction that keeps it. Raises TooMany when either has kept as much as it may in a day.
    """
    limits = current_settings()
    who = device() or client()
    quota(session, "device", who, size=size, most_mb=limits.quota_device_mb)
    quota(session, "code", target, size=size, most_mb=limits.quota_code_mb)


def opened(found: Held | None, receipt: str) -> Held:
    """Return what a query code opened. `receipt`: in its one spelling, so that guessing is slow however it is spelled.

    Only failures are counted: who knows the code is never shut out. Raises NotFound for an unknown receipt and a
    wrong code alike, TooMany.
    """
    if found is None:
        wrong_code(receipt[:64])
        raise NotFound("回执号或查询码不对。两个号都在“已收到”那一页。", code="wrong_receipt")
    return found


def wrong_code(receipt: str) -> None:
    """Count one wrong query code. Whoever knows the right one never comes here, so nobody is locked out.

    Raises TooMany when this address has guessed too often at this receipt, or at receipts at all.
    """
    for kind, who, limit in (("receipt guess", f"{client()}\n{receipt}", 10), ("receipt guesses", client(), 200)):
        now = count(kind, who, seconds=TEN_MINUTES)
        if now.hits > limit:
            words, minutes = "查询码错了太多次，请{minutes}分钟后再试", ceil(now.left / 60)
            raise too_many(kind, who, now, seconds=TEN_MINUTES, title=words, minutes=minutes)
