"""Rules of RFC 5545: the days they name, and what is none of ours."""

from __future__ import annotations

from datetime import datetime

import pytest

from backend.activities.domain.repeat import occurrences
from backend.clock import CHINA
from backend.errors import Invalid

FIRST = datetime(2026, 1, 30, 9, 30, tzinfo=CHINA)  # a Friday, the last of its month


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["01-30", "02-06", "02-13"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=4", ["01-30", "02-27", "03-27", "04-24"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3", ["01-30", "02-15", "03-15"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20260331", ["01-30", "02-27", "03-31"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;COUNT=9", ["01-30"]),
    ],
)
def test_a_rule_names_its_days_at_the_hour_of_the_first(rule: str, days: list[str]) -> None:
    found = occurrences(rule, FIRST)
    assert [f"{each:%m-%d}" for each in found] == days
    assert {each.astimezone(CHINA).time() for each in found} == {FIRST.time()}


@pytest.mark.parametrize(
    "rule",
    ["", "weekly", "FREQ=WEEKLY", "COUNT=3", "FREQ=SECONDLY;COUNT=3", "FREQ=DAILY;COUNT=61", "FREQ=DAILY;UNTIL=20991231",
     "FREQ=WEEKLY;COUNT=2;COUNT=3", "FREQ=WEEKLY;COUNT=3;UNTIL=20260301", "FREQ=DAILY;UNTIL=20269999",
     "FREQ=MONTHLY;BYMONTHDAY=99;COUNT=2", "FREQ=DAILY;COUNT=3\nDTSTART:19000101"],
)  # fmt: skip
def test_what_has_no_end_or_is_no_rule_of_days_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        occurrences(rule, FIRST)
    assert refused.value.field == "repeat"
