"""When a rule fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from backend.clock import CHINA
from backend.routing.domain import Matter, Rule, Wanted, first_fit, why_not

ANY = Wanted(None, "621124", None, None, None, None, None, "industry", None, None, "", disabled=False)
# a Monday, half past nine in China
MATTER = Matter("land", "621124100001", datetime(2026, 11, 23, 9, 30, tzinfo=CHINA))


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({}, None), ({"category": "land"}, None), ({"category": "family"}, "不是这一类"), ({"disabled": True}, "已停用"),
        ({"area_code": "621124100"}, None), ({"area_code": "621124101"}, "不在这个区域"),
        ({"from_day": date(2026, 11, 23), "until_day": date(2026, 11, 23)}, None),
        ({"from_day": date(2026, 11, 24)}, "还没到起用的日子"), ({"until_day": date(2026, 11, 22)}, "已过截止的日子"),
        ({"weekdays": (1,)}, None), ({"weekdays": (6, 7)}, "不在这几个星期几"),
        ({"from_hour": 9, "until_hour": 10}, None), ({"from_hour": 10, "until_hour": 9}, "不在这个时段"),
        ({"from_hour": 22, "until_hour": 10}, None), ({"from_hour": 8, "until_hour": 9}, "不在这个时段"),
    ],
)  # fmt: skip
def test_a_rule_fits_by_kind_place_and_time(says: dict[str, Any], reason: str | None) -> None:
    assert why_not(replace(ANY, **says), MATTER) == reason


def test_the_first_that_fits_takes_it_and_those_before_say_why_not() -> None:
    rules = [
        Rule(UUID(int=n), n, replace(ANY, category=category), None, 1)
        for n, category in enumerate(("family", "land", None), 1)
    ]
    trial = first_fit(rules, MATTER)
    assert trial.rule == rules[1]
    assert trial.passed == [(rules[0], "不是这一类")]
    assert first_fit(rules[:1], MATTER).rule is None
