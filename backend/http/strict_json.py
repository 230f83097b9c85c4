"""JSON as RFC 8259 means it: UTF-8, finite numbers, no key twice, no depth that exhausts us."""

from __future__ import annotations

import json
import math
from typing import Any

from flask import Request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import BadRequest

from backend.errors import Unreadable

DEEPEST = 24
LONGEST_NUMBER = 40


class StrictJson(DefaultJSONProvider):
    """Flask's JSON with strict reading and lean writing."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def loads(self, s: str | bytes, **more: Any) -> Any:
        """Return the value of `s`; raises ValueError for whatever is not strict JSON."""
        text = s.decode("utf-8") if isinstance(s, bytes) else s
        if _depth(text) > DEEPEST:
            raise ValueError("too deep")
        return json.loads(
            text,
            parse_constant=_refuse,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_once,
        )


class StrictRequest(Request):
    """A request whose broken JSON is told in the caller's words."""

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        """Refuse a body that is no JSON."""
        if e is None:
            raise BadRequest
        raise Unreadable("内容不是有效的JSON") from e


def _depth(text: str) -> int:
    """Return an upper bound of the nesting, counting brackets in texts too: cheap, and before any recursion."""
    deepest = depth = 0
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    for char in text:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text[:LONGEST_NUMBER])
    return value


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(text[:LONGEST_NUMBER])
    return int(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
