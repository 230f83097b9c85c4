"""What in a story's words may tell whose it was: hints for who writes and who checks; they decide nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LEAST, MOST_BODY, MOST_TITLE, MOST_CASES = 20, 5000, 60, 20
KEEPERS = ("liaison", "town_congress")
NUMBERS = re.compile(r"[0-9０-９]{4,}[0-9０-９Xx]?|[A-Z][0-9A-Z]{5,}")
PLACES = re.compile("([\u4e00-\u9fff]{1,6}?)(村|社区|小区|街|路|巷|组|号楼|单元)")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤祁边牛"
NAMES = re.compile(f"(?<![\u4e00-\u9fff])?[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
OPEN = re.compile("某|（示例）")


@dataclass(frozen=True)
class Mark:
    """A part of a text that may tell whose it was, and what it looks like: number, place or name."""

    what: str
    text: str


@dataclass(frozen=True)
class NewStory:
    """A story as it is written; `cases`: numbers of the matters it is told from."""

    id: UUID
    kind: str
    category: str | None
    title: str
    body: str
    area: str
    cases: tuple[str, ...]
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForWhom:
    """For whom, or on which subject, there are public stories and activities, and how many; `axis`: trade, people or subject."""

    name: str
    axis: str
    name_en: str
    stories: int
    activities: int


@dataclass(frozen=True)
class Topic:
    """What people of a place ask about: a category of matters and how many cases there were; `lectures`: titles of those held on it."""

    category: str
    name: str
    name_en: str
    cases: int
    stories: tuple[tuple[UUID, str], ...]
    lectures: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Fitting:
    """What fits a place: `cell`: its grid cell's name, None where the whole area had to be counted (or had too few)."""

    cell: str | None
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class PublicStory:
    """A story as everybody reads it; `kind_code`: case, part, result …; `audiences`: for whom, on which subjects."""

    id: UUID
    kind_code: str
    kind: str
    kind_en: str
    category: str | None
    category_en: str | None
    title: str
    body: str
    area_name: str
    since: datetime
    audiences: Sequence[str]


@dataclass(frozen=True)
class Share:
    """How many public stories of a kind are about a topic (None: about none)."""

    kind: str
    topic: str | None
    name: str | None
    name_en: str | None
    n: int


def marks(text: str, originals: Sequence[str]) -> list[Mark]:
    """Return the parts of `text` that may tell whose it was: long numbers anyway, places and names where an original says them too."""
    whole = "\n".join(originals)
    found = [Mark("number", each) for each in NUMBERS.findall(text)]
    for head, end in PLACES.findall(whole):
        tails = (head[-n:] + end for n in range(len(head), 0, -1))
        found += [Mark("place", tail) for tail in tails if tail in text][:1]
    for each in NAMES.findall(whole):
        for part in (each, each[:2]):
            if part in text and not OPEN.search(part):
                found.append(Mark("name", part))
                break
    return list(dict.fromkeys(found))
