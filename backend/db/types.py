"""Column types that SQLAlchemy does not bring, and the rule for short texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.types import UserDefinedType


class Xid8(UserDefinedType[str]):
    """A transaction id that never wraps."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Return the name of the type."""
        return "xid8"


class Cube(UserDefinedType[str]):
    """A point in n dimensions (extension cube); here on the unit sphere."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Return the name of the type."""
        return "cube"


def among(words: Iterable[object]) -> str:
    """Return words as SQL lists them."""
    return ", ".join(repr(str(each)) for each in words)


def plain(table: str, column: str, least: int, most: int) -> CheckConstraint:
    """Return the rule that a text has `least` to `most` characters, none of them a control character."""
    rule = rf"{column} ~ '^[^\u0001-\u001f\u007f-\u009f]{{{least},{most}}}$'"
    return CheckConstraint(rule, name=f"{table}_{column}_plain")
