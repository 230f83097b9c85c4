"""Cursor paging: an opaque cursor that names the last row, never an offset."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.errors import Invalid

MOST = 200
STRANGE = "翻页标记不对，请从第一页读起"
Reader = Callable[[Any], Any]


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
        raise Invalid(STRANGE, field="cursor") from error
    if not isinstance(keys, list) or len(keys) != length or not all(isinstance(k, str | int) for k in keys):
        raise Invalid(STRANGE, field="cursor")
    return keys


def last_read(cursor: str | None, *readers: Reader) -> Any:
    """Return the keys of the last row of a page, each as its reader makes it out; None for the first page.

    A reader raises ValueError for a key of another kind. Raises Invalid (field `cursor`) when it is none of ours.
    """
    if not cursor:
        return None
    keys = decode(cursor, len(readers))
    try:
        return tuple(reader(key) for reader, key in zip(readers, keys, strict=True))
    except ValueError as error:
        raise Invalid(STRANGE, field="cursor") from error


def a_day(key: Any) -> date:
    """Return a key that is a day."""
    return date.fromisoformat(str(key))


def a_moment(key: Any) -> datetime:
    """Return a key that is a time with its zone."""
    moment = datetime.fromisoformat(str(key))
    if moment.tzinfo is None:
        raise ValueError(key)
    return moment


def an_id(key: Any) -> UUID:
    """Return a key that is a UUID."""
    return UUID(str(key))


def counted_from(least: int) -> Reader:
    """Return what reads a key that the database counts up, `least` or more."""

    def read(key: Any) -> int:
        if not isinstance(key, int) or isinstance(key, bool) or not least <= key < 2**63:
            raise ValueError(key)
        return key

    return read


def if_any(reader: Reader) -> Reader:
    """Return what reads a key that some rows do not have: None for nothing."""
    return lambda key: reader(key) if key else None


def moment_and_id(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return time and id of the last row of a list sorted by them; see `last_read`."""
    found: tuple[datetime, UUID] | None = last_read(cursor, a_moment, an_id)
    return found


def day_and_id(cursor: str | None) -> tuple[date, UUID] | None:
    """Return day and id of the last row of a list sorted by them; see `last_read`."""
    found: tuple[date, UUID] | None = last_read(cursor, a_day, an_id)
    return found


def day_moment_and_id(cursor: str | None) -> tuple[date | None, datetime, UUID] | None:
    """Return day (None where the row has none), time and id of the last row of a list sorted by them; see `last_read`."""
    found: tuple[date | None, datetime, UUID] | None = last_read(cursor, if_any(a_day), a_moment, an_id)
    return found
