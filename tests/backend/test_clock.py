"""A day begins and ends in China, wherever the server's clock stands."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from backend.clock import CHINA, today


@pytest.fixture(params=["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_today_is_eight_hours_ahead_of_utc_whatever_the_zone_of_the_server() -> None:
    before, found, after = datetime.now(UTC), today(), datetime.now(UTC)
    assert found in {(moment + timedelta(hours=8)).date() for moment in (before, after)}


@pytest.mark.parametrize("year", [1995, 2026, 2050])
@pytest.mark.parametrize("month", [1, 7])
def test_there_is_no_summer_time(year: int, month: int) -> None:
    assert datetime(year, month, 1, tzinfo=CHINA).utcoffset() == timedelta(hours=8)
