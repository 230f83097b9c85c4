"""JSON as RFC 8259 means it: UTF-8, finite numbers, no key twice, no depth that exhausts us."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from flask import Request
from flask.json.provider import DefaultJSONProvider
from flask_smorest.arguments import FlaskParser
from webargs.core import missing
from webargs.flaskparser import is_json_request
from werkzeug.exceptions import BadRequest

from backend.errors import Unreadable

DEEPEST = 24
LONGEST_NUMBER = 40
# The closing mark may be missing: so the pattern always matches where it starts, and time stays linear.
STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
NO_MARKS = bytes(set(range(256)) - set(b'[]{}"'))
BRACKET = re.compile(r"[\[\]{}]")


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


class StrictParser(FlaskParser):  # type: ignore[misc]
    """Reads the bodies that schemas ask for by the same strict rules; webargs would read them by its own."""

    def _raw_load_json(self, req: Request) -> Any:
        return req.get_json() if is_json_request(req) else missing


class StrictRequest(Request):
    """A request whose broken JSON is told in the caller's words."""

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        """Refuse a body that is no JSON."""
        if e is None:
            raise BadRequest
        raise Unreadable("内容不是有效的JSON") from e


def _depth(text: str) -> int:
    """Return the nesting, brackets inside texts not counted, before anything recurses."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    if "\\" not in text:
        # a long body is mostly letters: without them texts are "", and two quotes that touch may go, whichever they belong to
        text = text.encode("utf-8", "replace").translate(None, NO_MARKS).replace(b'""', b"").decode()
    deepest = depth = 0
    for bracket in BRACKET.finditer(STRING.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, depth)
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
