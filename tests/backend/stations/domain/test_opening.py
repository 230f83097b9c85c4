"""Opening hours: read as people write them, told for a moment, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.cases.domain import day_kind
from backend.clock import CHINA
from backend.stations.domain.opening import Spans, read

ALL_DAY = ((0, 1440),)
LONG, SPLIT = ((510, 1080),), ((510, 720), (840, 1080))
WEEKDAYS = "一二三四五六日"


def week(text: str) -> list[Spans | None]:
    """Return what a text says of the seven days of an ordinary week."""
    hours = read(text)
    assert hours is not None, text
    return [hours.days.get((weekday, "usual")) for weekday in range(7)]


def told(text: str, when: str) -> tuple[bool, str | None] | None:
    """Return whether it is open at a time in China, and when that changes."""
    hours = read(text)
    assert hours is not None, text
    found = hours.at(datetime.fromisoformat(when).replace(tzinfo=CHINA), day_kind)
    return found and (found.is_open, found.until and found.until.strftime("%m-%d %H:%M"))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一至周日8:30—18:00", [LONG] * 7),
        ("周一至周五9:00—12:00，14:30—18:00", [((540, 720), (870, 1080))] * 5 + [()] * 2),
        ("周一至周五 8:30—12:00、14:00—18:00", [SPLIT] * 5 + [()] * 2),
        ("开放时间：星期一到星期五：8：30～12：00；14：00－18：00", [SPLIT] * 5 + [()] * 2),
        ("周一至五 上午8:30-12:00 下午2:00-6:00", [SPLIT] * 5 + [()] * 2),
        ("周一、三、五8点半至12点", [((510, 720),), ()] * 2 + [((510, 720),)] + [()] * 2),
        ("每周二、周四 14:00–18:00", [(), ((840, 1080),), (), ((840, 1080),), (), (), ()]),
        ("每天8:30~18:00", [LONG] * 7),
        ("每天8:30—18:00，周日休息", [LONG] * 6 + [()]),
        ("每天8:30—18:00，周六、日9:00—12:00", [LONG] * 5 + [((540, 720),)] * 2),
        ("周一至周五8:30-18:00，周六9:00-12:00", [LONG] * 5 + [((540, 720),), ()]),
        ("周六至周一8:30-18:00", [LONG] + [()] * 4 + [LONG] * 2),
        ("工作日8:30-18:00", [LONG] * 5 + [()] * 2),
        ("工作日8:30-18:00，周末9:00-12:00", [LONG] * 5 + [((540, 720),)] * 2),
        ("8:30—18:00（周一至周五）", [LONG] * 5 + [()] * 2),
        ("24小时", [ALL_DAY] * 7),
        ("周一至周日 全天开放", [ALL_DAY] * 7),
        ("全年无休，8时30分至18时", [LONG] * 7),
        ("Mon–Fri 8:30am – 6pm", [LONG] * 5 + [()] * 2),
        ("Daily 8:30-18:00", [LONG] * 7),
        ("Monday to Friday 8:30-12:00 and 14:00-18:00, Sat closed", [SPLIT] * 5 + [(), None]),
        ("周二至周日8:30—18:00，周一闭馆", [(), *[LONG] * 6]),
    ],
)
def test_the_usual_ways_to_write_hours_are_read(text: str, days: list[Spans | None]) -> None:
    assert week(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "", "。", "请先打电话", "8:30—18:00", "周一至周五", "周日休息", "夏季周一至周五8:30—18:00", "周一至周五8:30",
        "周一至周五18:00—8:30", "周一至周五8:30—25:00", "周一至周五8:60—18:00", "每天2:30—5:30", "周一至周五8:30—5:30",
        "周一至周五8:30—18:00，周五至周日9:00—12:00", "每月第一个周一8:30—18:00", "周一至周五8:30—12:00，11:00—18:00",
        "周一至周五8:30—18:00（节假日除外）（节假日照常）", "周一至周五8:30—18:00左右", "全天，周一休息", "五8:30—18:00",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert read(text) is None


NINE_TO_FIVE = "周一至周五8:30—12:00、14:00—17:30"


@pytest.mark.parametrize(
    ("text", "when", "answer"),
    [
        (NINE_TO_FIVE, "2026-11-20T08:29", (False, "11-20 08:30")),
        (NINE_TO_FIVE, "2026-11-20T08:30", (True, "11-20 12:00")),
        (NINE_TO_FIVE, "2026-11-20T12:00", (False, "11-20 14:00")),
        (NINE_TO_FIVE, "2026-11-20T17:29", (True, "11-20 17:30")),
        (NINE_TO_FIVE, "2026-11-20T17:30", (False, "11-23 08:30")),  # a Friday
        (NINE_TO_FIVE, "2026-11-22T10:00", (False, "11-23 08:30")),
        ("每天8:30—24:00", "2026-11-20T23:00", (True, "11-21 00:00")),
        ("24小时", "2026-11-20T23:00", (True, None)),
        # the first of October, and the weekend that is worked for it
        (NINE_TO_FIVE, "2026-10-01T10:00", None),
        (NINE_TO_FIVE, "2026-10-10T10:00", None),
        (NINE_TO_FIVE, "2026-09-30T18:00", (False, None)),
        (NINE_TO_FIVE, "2026-10-03T10:00", (False, None)),
        ("每天8:30—18:00", "2026-10-01T10:00", (True, "10-01 18:00")),
        ("每天8:30—18:00，周日休息", "2026-10-04T10:00", None),
        ("工作日8:30—18:00", "2026-10-01T10:00", (False, "10-08 08:30")),
        ("工作日8:30—18:00", "2026-10-10T10:00", (True, "10-10 18:00")),
        ("工作日8:30—18:00，周末9:00—12:00", "2026-10-10T10:00", (True, "10-10 18:00")),
        ("工作日8:30—18:00，周末9:00—12:00", "2026-10-03T10:00", None),
        ("周一至周五8:30—18:00，法定节假日除外", "2026-10-01T10:00", (False, "10-08 08:30")),
        ("周一至周日8:30—18:00（节假日休息）", "2026-10-03T10:00", (False, "10-08 08:30")),
        ("周一至周五8:30—18:00，节假日照常", "2026-10-01T10:00", (True, "10-01 18:00")),
        # beyond the official calendar
        ("工作日8:30—18:00", "2099-01-05T10:00", None),
        (NINE_TO_FIVE, "2099-01-05T10:00", None),
        ("每天8:30—18:00", "2099-01-05T10:00", (True, "01-05 18:00")),
    ],
)
def test_open_or_not_and_until_when(text: str, when: str, answer: tuple[bool, str | None] | None) -> None:
    assert told(text, when) == answer


def test_the_hours_are_those_of_china() -> None:
    hours = read("每天8:30—18:00")
    found = hours and hours.at(datetime(2026, 11, 20, 0, 30, tzinfo=UTC), day_kind)
    assert found
    assert found.is_open


@given(
    some.text(alphabet="周一二三五六日至—-~、，；：8:30 90午上下每天工作休息节假除外全24小时点半monam()", max_size=30)
)
def test_no_text_breaks_it(text: str) -> None:
    hours = read(text)
    if hours:
        hours.at(datetime(2026, 11, 20, 10, tzinfo=CHINA), day_kind)


@given(
    some.sets(some.integers(0, 6), min_size=1),
    some.lists(some.integers(300, 1439), min_size=2, max_size=2, unique=True).map(sorted),
    some.sampled_from("—-–~～至"),
    some.sampled_from(":："),
    some.integers(0, 70 * 1440).map(lambda minutes: datetime(2026, 10, 12, tzinfo=CHINA) + timedelta(minutes=minutes)),
)
def test_what_was_written_is_what_is_read(
    weekdays: set[int], span: list[int], to: str, colon: str, moment: datetime
) -> None:
    days = "、".join(f"周{WEEKDAYS[each]}" for each in sorted(weekdays))
    start, end = (f"{each // 60}{colon}{each % 60:02}" for each in span)
    hours = read(f"{days}{start}{to}{end}")
    assert hours
    found = hours.at(moment, day_kind)
    assert found
    inside = span[0] <= moment.hour * 60 + moment.minute < span[1]
    assert found.is_open == (moment.weekday() in weekdays and inside)
    assert found.until
    assert found.until > moment
    if not found.is_open:
        assert found.until.weekday() in weekdays


def test_a_day_is_usual_worked_a_holiday_or_not_known() -> None:
    days = [date(2026, 10, 12), date(2026, 10, 10), date(2026, 10, 3), date(2099, 1, 1)]
    assert [day_kind(each) for each in days] == ["usual", "worked", "holiday", "unknown"]
