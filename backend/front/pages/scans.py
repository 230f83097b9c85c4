"""Counting the scans of a code: the page that a person sees, and the first step of the form; how many on a day, never who.

The phone alone keeps that it was counted, until midnight: a cookie that goes to this one code's page and says `1` (seen) or
`2` (began to write). So a reload, another size of letters or the way back count nothing, and nobody's path from code to code
is told. Why so: docs/decisions/0081.
"""

from __future__ import annotations

import logging
import re
from math import ceil

from flask import Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.clock import midnight, now, today
from backend.codes.service import scans
from backend.db import Context
from backend.errors import TooMany, Unavailable
from backend.front.service import Target
from backend.http.current import current_settings
from backend.http.limits import client, throttle_loosely
from backend.http.transaction import at_once

log = logging.getLogger(__name__)
COOKIE = "zt_seen"
SEEN, BEGUN = "1", "2"
TEN_MINUTES = 600
# What fetches pages for no eyes; read here, kept nowhere.
ROBOTS = re.compile(r"\bbot\b|bot/|crawl|spider|slurp|externalhit|preview|curl/|wget/|python|httpclient", re.IGNORECASE)


def seen(answer: Response, target: Target | None) -> Response:
    """Count that a person sees the page of a code, also of one that was revoked: its poster still hangs somewhere."""
    again = {"care", "contrast", "lang"} & request.args.keys()
    if target is None or request.method != "GET" or again or request.cookies.get(COOKIE) in {SEEN, BEGUN}:
        return answer
    return _counted(answer, target, began=False)


def begun_at(answer: Response, target: Target) -> Response:
    """Count that a person takes the first step of the form."""
    began = request.form.get("step") == "start" and not request.form.get("go")
    return begun(answer, target) if began else answer


def begun(answer: Response, target: Target) -> Response:
    """Count that a person opens a form of a code, that of matters or that of opinions: once for both."""
    again = request.method == "HEAD" or {"care", "contrast", "lang"} & request.args.keys()
    if again or request.cookies.get(COOKIE) == BEGUN:
        return answer
    return _counted(answer, target, began=True)


def for_eyes() -> bool:
    """Return whether the request looks like a page that a person opens: no robot, no prefetch, no part of another page."""
    told = request.headers
    purpose = " ".join(told.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")).lower()
    if "prefetch" in purpose or "preview" in purpose or "prerender" in purpose:
        return False
    return told.get("Sec-Fetch-Dest", "document") == "document" and not ROBOTS.search(told.get("User-Agent", ""))


def _counted(answer: Response, target: Target, *, began: bool) -> Response:
    """Count one, and let the phone remember it. A count that fails takes the page away from nobody."""
    code_id, limits = target.code_id, current_settings()
    if code_id is None or not for_eyes():
        return answer
    kind = "code begun" if began else "code seen"
    try:
        throttle_loosely(kind, f"{client()}\n{code_id}", limit=limits.crowd_address, seconds=TEN_MINUTES)
        at_once(lambda trip: scans.count(trip, code_id, began=began), Context())
    except TooMany:
        pass  # more than a crowd behind one address: a machine
    except (DBAPIError, PoolTimeout, Unavailable):
        log.warning("a scan was not counted")
    left = ceil((midnight(today(), later=1) - now()).total_seconds())
    kept = BEGUN if began else SEEN
    answer.set_cookie(COOKIE, kept, max_age=left, path=target.path, httponly=True, samesite="Lax", secure=limits.secure)
    return answer
