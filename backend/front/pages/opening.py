"""Whether a station is open, in words: until when, or when it opens next."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from backend.clock import CHINA
from backend.front.pages.frame import day
from backend.front.service import Target
from backend.http.transaction import transact
from backend.http.words import say
from backend.stations import service as stations
from backend.stations.service import Opening

WEEK = 7
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def opening_words(found: Opening | None, today: date) -> str:
    """Return `现在开着·到17:30`, `现在没开·周一8:30开`; the empty text where it is not known."""
    if found is None:
        return ""
    if found.is_open:
        return say("现在开着·到{time}", time=closing(found.until)) if found.until else say("现在开着")
    if found.until is None:
        return say("现在没开")
    words, ahead = clock(found.until), (found.until.date() - today).days
    if ahead == 0:
        return say("现在没开·{time}开", time=words)
    if ahead == 1:
        return say("现在没开·明天{time}开", time=words)
    when = say(WEEKDAYS[found.until.weekday()]) if ahead < WEEK else day(found.until)
    return say("现在没开·{day}{time}开", day=when, time=words)


def clock(when: datetime) -> str:
    """Return a time of day as people write it: `8:30`."""
    return f"{when.hour}:{when.minute:02}"


def closing(when: datetime) -> str:
    """Return the time at which it closes; midnight belongs to the day that ends."""
    return "24:00" if when.time() == time() else clock(when)


def span(starts: datetime, ends: datetime | None) -> str:
    """Return when something is, as people say it: `11月21日周六 9:30—11:00`."""
    local = starts.astimezone(CHINA)
    begins = f"{day(starts)}{say(WEEKDAYS[local.weekday()])} {clock(local)}"
    return f"{begins}—{clock(ends.astimezone(CHINA))}" if ends else begins


def standing(target: Target) -> list[dict[str, Any]]:
    """Return where a mobile station stands next; of any other nothing."""
    station = target.station
    if station is None or not target.mobile:
        return []
    found = transact(lambda session: stations.coming(session, "", station=station.id, most=3))
    return [vars(each) | {"when": span(each.starts_at, each.ends_at)} for each in found]
