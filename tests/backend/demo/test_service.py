"""What a newcomer to the demo is told."""

from __future__ import annotations

from backend.demo.service import accounts


def test_each_head_is_called_by_the_level_of_the_area() -> None:
    heads = {row[0]: row[1] for row in accounts() if row[2] == "town_head"}
    assert heads == {"zhenzhang": "乡镇长", "xianzhang": "县（市、区）长"}
