"""Whether a station is open, from the hours that people wrote; what cannot be read for sure is not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, get_args

from backend.clock import CHINA

Spans = tuple[tuple[int, int], ...]  # from and to in minutes of the day, in order
DayKind = Literal["usual", "worked", "holiday", "unknown"]  # by the official calendar, as cases/domain has it
Day = tuple[int, DayKind]  # with the weekday, Monday 0
Calendar = Callable[[date], DayKind]

NOON, MIDNIGHT = 720, 1440
EARLIEST = 300  # a bare “2:30” is more likely the afternoon's than the night's
WEEKEND = 5
AHEAD = 14  # days: longer than any holiday
EVERY = frozenset((weekday, kind) for weekday in range(7) for kind in get_args(DayKind))
WORKING = frozenset((day, kind) for day, kind in EVERY if kind == ("usual" if day < WEEKEND else "worked"))
HOLIDAYS = frozenset(day for day in EVERY if day[1] == "holiday")
CHINESE = {name: nth for nth, name in enumerate("一二三四五六日")} | {"天": 6}
ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

TO = r"(?:[-‐‑–—―−~至到]+|to)"
AND = r"(?:[,、;&和及与]|and)"
NAME = r"(?:每?(?:周|星期|礼拜)[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
TIME = r"(?:上午|早上|早晨|中午|下午|傍晚|晚上)?[0-9]{1,2}(?:[:∶.][0-9]{2}|[点时](?:半|[0-9]{1,2}分?)?|(?=[ap]m))(?:[ap]m)?"
PHRASE = re.compile(
    rf"""(?P<title>(?:开放|办公|工作|服务|接待)时间|openinghours|hours|open)
    |(?P<holidays_off>(?:法定|国家)?节假日(?:除外|休息|不开放|不办公)|(?:closedon|except)(?:public)?holidays)
    |(?P<holidays_on>(?:法定|国家)?节假日(?:不休息?|照常(?:开放|办公)?))
    |(?P<every>每天|每日|天天|全年无休|daily|everyday)
    |(?P<working>工作日|workingdays?)
    |(?P<weekdays>weekdays?)
    |(?P<weekend>周末|双休日|weekends?)
    |(?P<named>{NAME}(?:(?:{TO}|{AND})?(?:{NAME}|[一二三四五六日天]))*)
    |(?P<always>全天(?:开放)?|24/7|24小时(?:开放)?|24h(?:ours)?)
    |(?P<span>{TIME}{TO}{TIME})
    |(?P<closed>休息|不开放|不办公|闭馆|closed)
    |(?P<between>[,、;:。()和及与&]|and)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Opening:
    """Whether it is open at a moment; `until`: when that changes, in China, None when that is never or not known."""

    is_open: bool
    until: datetime | None


@dataclass(frozen=True)
class Hours:
    """The hours of each kind of day; a day that is missing is one the text says nothing sure of."""

    days: Mapping[Day, Spans]

    def at(self, moment: datetime, calendar: Calendar) -> Opening | None:
        """Return whether it is open at `moment`, None where the hours of that day are not sure."""
        local = moment.astimezone(CHINA)
        today = self._on(local.date(), calendar)
        if today is None:
            return None
        now = local.hour * 60 + local.minute
        closing = next((end for start, end in today if start <= now < end), None)
        if closing is None:
            return Opening(False, self._next_start(local.date(), now, calendar))
        return Opening(True, self._end(local.date(), closing, calendar))

    def _on(self, day: date, calendar: Calendar) -> Spans | None:
        return self.days.get((day.weekday(), calendar(day)))

    def _next_start(self, day: date, after: int, calendar: Calendar) -> datetime | None:
        for ahead in range(AHEAD):
            spans = self._on(day + timedelta(days=ahead), calendar)
            if spans is None:
                return None
            start = next((start for start, _ in spans if ahead or start > after), None)
            if start is not None:
                return _moment(day + timedelta(days=ahead), start)
        return None

    def _end(self, day: date, closing: int, calendar: Calendar) -> datetime | None:
        for ahead in range(1, AHEAD):
            if closing < MIDNIGHT:
                return _moment(day + timedelta(days=ahead - 1), closing)
            following = self._on(day + timedelta(days=ahead), calendar)
            if following is None:
                return None
            if not following or following[0][0]:
                return _moment(day + timedelta(days=ahead - 1), MIDNIGHT)
            closing = following[0][1]
        return None


@dataclass(frozen=True)
class _Rule:
    """Some days and their hours."""

    days: frozenset[Day]
    spans: Spans


@lru_cache(maxsize=1024)
def read(text: str) -> Hours | None:
    """Return the hours that a text says, None when any part of it is not understood or says two things of one day."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold())
    try:
        phrases = [(kind, said) for kind, said in _phrases(plain) if kind not in {"between", "title"}]
        holidays = {kind for kind, _ in phrases if kind.startswith("holidays")}
        rules = list(_rules([each for each in phrases if each[0] not in holidays]))
        return Hours(_settled(rules, holidays))
    except ValueError:
        return None


def _phrases(plain: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(plain):
        found = PHRASE.match(plain, at)
        if found is None or found.lastgroup is None:
            raise ValueError(plain[at:])
        yield found.lastgroup, found[0]
        at = found.end()


def _rules(phrases: list[tuple[str, str]]) -> Iterator[_Rule]:
    """Group days with the hours that follow them; hours that stand first belong to the days behind them."""
    hours = [each for each in phrases if each[0] in {"span", "always", "closed"}]
    days = [each for each in phrases if each not in hours]
    if [kind for kind, _ in phrases] == ["always"]:
        days = [("every", "")]
    if phrases[: len(hours)] == hours:
        phrases = days + hours
    groups: list[tuple[list[tuple[str, str]], list[tuple[str, str]]]] = []
    for each in phrases:
        if each in hours:
            groups[-1][1].append(each) if groups else _unclear(each)
        elif not groups or groups[-1][1]:
            groups.append(([each], []))
        else:
            groups[-1][0].append(each)
    for of, said in groups:
        which = frozenset[Day]().union(*(_days(*each) for each in of))
        yield _Rule(EVERY if len({weekday for weekday, kind in which if kind == "usual"}) == 7 else which, _spans(said))


def _unclear(said: object) -> None:
    raise ValueError(said)


def _days(kind: str, said: str) -> frozenset[Day]:
    if kind == "every":
        return EVERY
    if kind == "working":
        return WORKING
    if kind == "named":
        weekdays = set(_weekdays(said))
    else:
        weekdays = {weekday for weekday in range(7) if (weekday >= WEEKEND) == (kind == "weekend")}
    return frozenset[Day]((weekday, "usual") for weekday in weekdays)


def _weekdays(said: str) -> Iterator[int]:
    """Return the weekdays of `周一至周五`, `周一、三、五`, `mon-wed,fri`."""
    last = 0
    for found in re.finditer(rf"({TO})?{AND}?({NAME}|[一二三四五六日天])", said):
        name = found[2]
        now = ENGLISH.index(name[:3]) if name.isascii() else CHINESE[name[-1]]
        yield from ((last + n) % 7 for n in range((now - last) % 7)) if found[1] else ()
        yield now
        last = now


def _spans(said: list[tuple[str, str]]) -> Spans:
    kinds = {kind for kind, _ in said}
    if kinds == {"closed"}:
        return ()
    if kinds == {"always"}:
        return ((0, MIDNIGHT),)
    if kinds != {"span"}:
        raise ValueError(said)
    spans = tuple(_span(text) for _, text in said)
    edges = [edge for span in spans for edge in span]
    if edges != sorted(set(edges)):
        raise ValueError(said)
    return spans


def _span(said: str) -> tuple[int, int]:
    first, last = re.findall(TIME, said)
    start, end = _minute(first), _minute(last)
    if end <= start and first.startswith(("下午", "晚上", "傍晚")):
        end += NOON  # 下午2:30—6:00
    if not start < end <= MIDNIGHT or (0 < start < EARLIEST and "am" not in first):
        raise ValueError(said)
    return start, end


def _minute(said: str) -> int:
    hour, *minutes = (int(each) for each in re.findall(r"[0-9]+", said))
    minute = 30 if said.endswith("半") else (minutes or [0])[0]
    late = said.endswith("pm") or said.startswith(("下午", "傍晚", "晚上")) or (said.startswith("中午") and hour < 5)
    if hour == 12 and (said.endswith("am") or said.startswith("晚上")):
        hour = 24 if said.startswith("晚上") else 0
    elif late and hour < 12:
        hour += 12
    if minute >= 60 or hour > 24:
        raise ValueError(said)
    return hour * 60 + minute


def _settled(rules: list[_Rule], holidays: set[str]) -> dict[Day, Spans]:
    """Return the hours of each day: a narrower rule goes before a wider one, any other overlap says two things of one day."""
    if not any(rule.spans for rule in rules) or len(holidays) > 1:
        raise ValueError(rules)
    # Who names the closed days may leave out others; who names only open ones means that the rest are closed.
    found: dict[Day, Spans] = {} if any(not rule.spans for rule in rules) else dict.fromkeys(EVERY, ())
    for nth, rule in enumerate(rules):
        if any(rule.days & other.days and not rule.days < other.days for other in rules[:nth]):
            raise ValueError(rule)
        found |= dict.fromkeys(rule.days, rule.spans)
    for day in EVERY:
        if _is_unsure(day, {each.days for each in rules}):
            found.pop(day, None)
            if day in HOLIDAYS and "holidays_on" in holidays and (day[0], "usual") in found:
                found[day] = found[day[0], "usual"]
    return found | dict.fromkeys(HOLIDAYS, ()) if "holidays_off" in holidays else found


def _is_unsure(day: Day, told: set[frozenset[Day]]) -> bool:
    """Return whether the text leaves open what holds on `day`: a weekday's name says nothing of holidays and moved weekends."""
    weekday, kind = day
    if kind == "usual" or told == {EVERY}:
        return False
    named = told - {EVERY, WORKING}
    if kind == "unknown" or not named:
        return kind == "unknown"
    if WORKING in told and day in WORKING:
        return False
    if any((weekday, "usual") in days for days in named):
        return True
    return EVERY not in told and (kind == "worked" or WORKING in told)


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), CHINA) + timedelta(minutes=minute)
