"""Facts of a station (站点档案): which kinds there are and what each asks for; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.stations.domain import StationRef

MOST_WORDS, MOST_NOTE, MOST_PLACE, MOST_COUNT = 2000, 500, 100, 10000
# Congress staff of the station's area keep its file.
KEEPERS = ("liaison", "town_congress")


@dataclass(frozen=True)
class Kind:
    """A kind of fact: what it is called, what it must say, who reads it.

    `named`: words belong to it; `single`: a station has one at a time; `public`: shown to everybody; `past`: also what is over.
    """

    label: str
    named: bool = False
    counted: bool = False
    judged: bool = False
    about: bool = False
    single: bool = False
    public: bool = True
    past: bool = False


KINDS: Mapping[str, Kind] = {
    "intro": Kind("简介", named=True, single=True),
    "host": Kind("依托单位", single=True),
    "premises": Kind("阵地共建"),
    "function": Kind("综合服务阵地功能"),
    "equipment": Kind("设施", counted=True),
    "affiliate": Kind("关联机构"),
    "force": Kind("参与力量", named=True),
    "level": Kind("示范等级", past=True),
    "staff": Kind("工作人员", named=True),
    "assessment": Kind("定期评估", about=True, public=False),
    "standard": Kind("规范化检查", judged=True, public=False),
}
# A place that does all four is a comprehensive one (专业化综合服务阵地).
FUNCTIONS = frozenset({"opinions", "lectures", "mediation", "practice"})


@dataclass(frozen=True)
class Term:
    """A value that facts of a kind may have; the office's own words."""

    kind: str
    value: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Said:
    """What somebody says of a station; `until_day`: the last day; `about`: the fact that names whom an assessment is about."""

    kind: str
    value: str
    words: str = ""
    count: int | None = None
    place: str = ""
    met: bool | None = None
    about: UUID | None = None
    from_day: date | None = None
    until_day: date | None = None
    note: str = ""
    removed: bool = False


@dataclass(frozen=True)
class Fact:
    """A version of a fact, with who wrote it."""

    id: UUID
    version: int
    said: Said
    name: str
    name_en: str
    written_by: int
    written_name: str
    written_at: datetime

    def holds(self, day: date) -> bool:
        """Return whether it is so on a day."""
        begun = self.said.from_day is None or self.said.from_day <= day
        return begun and not self.over(day) and not self.said.removed

    def over(self, day: date) -> bool:
        """Return whether its last day has gone by."""
        return self.said.until_day is not None and self.said.until_day < day


@dataclass(frozen=True)
class File:
    """What stands of a station; `may_write`: whether the viewer keeps it; `terms`: what facts of each kind may say."""

    station: StationRef
    facts: list[Fact]
    terms: list[Term]
    may_write: bool


def fault(said: Said) -> tuple[str, str] | None:
    """Return the field that is wrong and why, None when a fact says just what its kind asks for."""
    kind = KINDS[said.kind]
    checks = (
        (kind.named and not said.words, "words", "请写名称或内容"),
        (kind.counted and said.count is None, "count", "请写数量"),
        (not kind.counted and said.count is not None, "count", "这一类不写数量"),
        (kind.judged and said.met is None, "met", "请选达标或未达标"),
        (not kind.judged and said.met is not None, "met", "这一类不写是否达标"),
        (kind.about and said.about is None, "about", "请选评估的是谁"),
        (not kind.about and said.about is not None, "about", "这一类不写评估的是谁"),
        (said.from_day is not None and said.until_day is not None and said.until_day < said.from_day, "until_day", "止日不能早于起日"),
    )  # fmt: skip
    return next(((field, words) for wrong, field, words in checks if wrong), None)


def overlap(one: Said, other: Said) -> bool:
    """Return whether two facts hold on some same day."""
    first, second = (one.from_day or date.min), (other.from_day or date.min)
    return first <= (other.until_day or date.max) and second <= (one.until_day or date.max)


def shown(facts: Iterable[Fact], day: date) -> dict[str, list[Fact]]:
    """Return what everybody may read of a station on a day, by kind; of levels also the former ones, the newest first."""
    found: dict[str, list[Fact]] = {kind: [] for kind, known in KINDS.items() if known.public}
    for fact in facts:
        kind = KINDS[fact.said.kind]
        begun = fact.said.from_day is None or fact.said.from_day <= day
        if kind.public and not fact.said.removed and begun and (kind.past or not fact.over(day)):
            found[fact.said.kind].append(fact)
    found["level"].sort(key=lambda fact: fact.said.from_day or date.min, reverse=True)
    return found


def comprehensive(facts: Iterable[Fact], day: date) -> bool:
    """Return whether a station has all four functions on a day."""
    return {fact.said.value for fact in facts if fact.said.kind == "function" and fact.holds(day)} >= FUNCTIONS
