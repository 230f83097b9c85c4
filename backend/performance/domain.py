"""The parts of a deputy's performance file, and how they are summed up: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.deputies.domain import DeputyRef

CONGRESS = "town_congress"
# The parts in their order: what each holds.
SECTIONS: Mapping[str, str] = {
    "activity": "参加活动",
    "training": "参加培训",
    "reception": "接待群众",
    "answered": "答复群众反映",
    "suggestion": "代表建议",
    "signed": "联名代表建议",
    "commitment": "推动的承诺",
    "pairing": "监督结对",
    "vote": "参加票决",
    "score": "为民生实事评分",
}
MOST = 2000


@dataclass(frozen=True)
class Entry:
    """One deed. `kind`: state or type; `name`: the type's own; `mark`: what was said of it; `n`: talks of a reception, mean of the points."""

    section: str
    id: UUID
    day: date
    number: str
    title: str
    kind: str
    name: str
    name_en: str
    mark: str
    n: int


@dataclass(frozen=True)
class Span:
    """Days in China, both counted."""

    since: date
    until: date


@dataclass(frozen=True)
class Performance:
    """A deputy's file of a span; `entries`: by part, the newest first; `whole`: nothing was left out."""

    deputy: DeputyRef
    area_name: str
    span: Span
    entries: Sequence[Entry]

    @property
    def whole(self) -> bool:
        """Return whether no more was found than is read at once."""
        return len(self.entries) < MOST

    def of(self, section: str) -> list[Entry]:
        """Return the deeds of one part."""
        return [each for each in self.entries if each.section == section]


@dataclass(frozen=True)
class Figure:
    """How much a part comes to: `n` deeds, `more` counted of them by the word that says what."""

    section: str
    n: int
    more: Mapping[str, int]


# What is counted of a part beside its deeds, by the word that says what.
TALKS, CONTENT, KEPT, BROKEN = "接待{n}人次", "满意或基本满意{n}件", "已兑现{n}项", "未能兑现{n}项"


def figures(file: Performance) -> list[Figure]:
    """Return what the parts come to, in their order, those without a deed too."""
    return [Figure(section, len(file.of(section)), _more(section, file.of(section))) for section in SECTIONS]


def _more(section: str, deeds: Sequence[Entry]) -> dict[str, int]:
    if section == "reception":
        return {TALKS: sum(each.n for each in deeds)}
    if section == "suggestion":
        return {CONTENT: sum(bool({"satisfied", "fair"} & set(each.mark.split())) for each in deeds)}
    if section == "commitment":
        return {KEPT: sum(each.kind == "kept" for each in deeds), BROKEN: sum(each.kind == "broken" for each in deeds)}
    return {}


def kinds(deeds: Sequence[Entry]) -> Mapping[tuple[str, str], int]:
    """Return how many activities there were of each kind, by its names in both languages, the most first."""
    return dict(Counter((each.name, each.name_en) for each in deeds).most_common())
