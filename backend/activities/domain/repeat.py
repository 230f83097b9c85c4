"""What repeats: a rule of RFC 5545, and the days it names. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from backend.clock import CHINA
from backend.errors import Invalid

MOST = 60
AHEAD = timedelta(days=731)
# What people plan by; what names hours, minutes or days of the year has no place here and could run for ever.
PART = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=[1-9]\d?|COUNT=[1-9]\d?|UNTIL=\d{8}|BYMONTH=(1[0-2]|[1-9])(,(1[0-2]|[1-9])){0,11}"
    r"|BYDAY=[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)(,[+-]?[1-5]?(MO|TU|WE|TH|FR|SA|SU)){0,6}"
    r"|BYMONTHDAY=-?(3[01]|[12]\d|[1-9])(,-?(3[01]|[12]\d|[1-9])){0,30}|BYSETPOS=-?[1-9]\d?",
    re.ASCII,
)


def occurrences(rule: str, first: datetime) -> list[datetime]:
    """Return when a rule has it happen, from `first` on, at most two years ahead; the hour stays the hour in China.

    `first` counts whether the rule names its day or not. Raises Invalid (field `repeat`) for what is no rule of days, has
    no end, or names more than sixty.
    """
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if len(parts) != rule.count(";") + 1 or not all(PART.fullmatch(part) for part in rule.split(";")):
        raise Invalid("重复规则写法不对，要像FREQ=MONTHLY;BYDAY=-1FR;COUNT=12", field="repeat")
    if "FREQ" not in parts or ("COUNT" in parts) == ("UNTIL" in parts):
        raise Invalid("重复规则要写明频率，和到哪一天或一共几次", field="repeat")
    local = first.astimezone(CHINA).replace(tzinfo=None)
    ahead = local + AHEAD
    try:
        stated = parts.pop("UNTIL", "")
        # Both are the hour in China, as `local`.
        last = min(ahead, datetime.fromisoformat(stated) + timedelta(days=1)) if stated else ahead
        count = int(parts.pop("COUNT", MOST + 1))
        kept = ";".join(f"{name}={value}" for name, value in parts.items())
        named = rrulestr(f"{kept};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=local)
        found = [each for each in islice(named, count) if each > local]
    except (ValueError, OverflowError) as error:
        raise Invalid("重复规则写法不对，要像FREQ=MONTHLY;BYDAY=-1FR;COUNT=12", field="repeat") from error
    days = [local, *found][: min(count, MOST + 1)]
    if len(days) > MOST:
        raise Invalid("一次最多安排{n}场，请把规则写短一些", field="repeat", n=MOST)
    return [each.replace(tzinfo=CHINA).astimezone(first.tzinfo) for each in days]
