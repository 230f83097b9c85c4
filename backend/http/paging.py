"""Cursor paging: an opaque cursor that names the last row, never an offset."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.errors import Invalid

MOST = 200


def encode(*keys: Any) -> str:
    """Return a cursor of the sort keys of the last row."""
    return base64.urlsafe_b64encode(json.dumps(keys, default=str).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any]:
    """Return the keys of `cursor`.

    Raises Invalid (field `cursor`) when it is none of ours.
    """
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor") from error
    if not isinstance(keys, list) or len(keys) != length or not all(isinstance(k, str | int) for k in keys):
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor")
    return keys


def moment_and_id(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return time and id of the last row of a list sorted by them; None for the first page.

    Raises Invalid (field `cursor`) when it is none of ours.
    """
    return _moment_and_id(*decode(cursor, 2)) if cursor else None


def day_and_id(cursor: str | None) -> tuple[date, UUID] | None:
    """Return day and id of the last row of a list sorted by them; None for the first page.

    Raises Invalid (field `cursor`) when it is none of ours.
    """
    if not cursor:
        return None
    day, which = decode(cursor, 2)
    try:
        return date.fromisoformat(str(day)), UUID(str(which))
    except ValueError as error:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor") from error


def day_moment_and_id(cursor: str | None) -> tuple[date | None, datetime, UUID] | None:
    """Return day (None where the row has none), time and id of the last row of a list sorted by them; None for the first page.

    Raises Invalid (field `cursor`) when it is none of ours.
    """
    if not cursor:
        return None
    day, when, which = decode(cursor, 3)
    try:
        known = date.fromisoformat(str(day)) if day else None
    except ValueError as error:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor") from error
    return (known, *_moment_and_id(when, which))


def _moment_and_id(when: object, which: object) -> tuple[datetime, UUID]:
    try:
        moment, known = datetime.fromisoformat(str(when)), UUID(str(which))
    except ValueError as error:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor") from error
    if moment.tzinfo is None:
        raise Invalid("翻页标记不对，请从第一页读起", field="cursor")
    return moment, known
