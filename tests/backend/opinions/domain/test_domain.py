"""What makes two sendings of an opinion the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from backend.opinions.domain import NewOpinion, Noted, Reply, Sitting

ONE = NewOpinion(UUID(int=1), UUID(int=2), UUID(int=3), "物业费要公示", Reply("phone", "王兰", "13800001234"))
NOTED = replace(ONE, noted=Noted("other", "door", datetime(2026, 11, 2, tzinfo=UTC)))
SITTING = Sitting(UUID(int=1), "box", 7, date(2026, 11, 2), "李联络", 3)


@pytest.mark.parametrize("other", [
    replace(ONE, text="物业费要公示。"), replace(ONE, article_id=None), replace(ONE, unit_name="文峰社区"), replace(ONE, ticked=True),
    replace(ONE, reply=Reply("phone", "王兰", "13800001235")), replace(ONE, station_id=4), replace(ONE, code="P1"), NOTED,
    replace(ONE, noted=Noted("self", "door", datetime(2026, 11, 2, tzinfo=UTC))),
])  # fmt: skip
def test_other_content_is_another_sending(other: NewOpinion) -> None:
    assert ONE.digest(b"k") == replace(ONE, language="en").digest(b"k"), (
        "in which language the page stood changes nothing"
    )
    assert other.digest(b"k") != ONE.digest(b"k")
    assert ONE.digest(b"k") != ONE.digest(b"other")


@pytest.mark.parametrize(
    "change", [{"papers": 4}, {"people": "李联络、王委员"}, {"note": "湿了"}, {"activity_id": UUID(int=9)}]
)
def test_a_sitting_likewise(change: dict[str, object]) -> None:
    assert replace(SITTING, **change).digest(b"k") != SITTING.digest(b"k")  # type: ignore[arg-type]
