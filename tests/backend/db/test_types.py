"""The rule for short texts, as PostgreSQL applies it, and types SQLAlchemy does not bring."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from backend.db import Database
from backend.db.types import Cube, Xid8, plain

GOOD = ["ab", "城中", "城中社区第1网格", "a b\u3000c", "\U00020bb7野家", "-- '\";"]
BAD = ["", "a", "城", "九个汉字九个汉字九", "a\nb", "a\tb", "a\x1fb", "a\x7fb", "a\x85b", "ab\n", "\x01ab"]


def test_a_plain_text_is_neither_too_short_nor_too_long_and_holds_no_control_character(owner: Database) -> None:
    rule = plain("area", "name", 2, 8)
    assert rule.name == "area_name_plain"
    asked = text(f"select name from unnest(cast(:names as text[])) as t (name) where {rule.sqltext}")
    with owner.transaction() as session:
        assert set(session.scalars(asked, {"names": [*GOOD, *BAD]})) == {each for each in GOOD if len(each) <= 8}


def test_columns_are_made_of_the_types_they_are_called_after() -> None:
    dialect = postgresql.dialect()
    assert [each.compile(dialect) for each in (Xid8(), Cube())] == ["xid8", "cube"]
