"""What kinds of initiatives there are, who makes each, and the steps it goes: pure.

An initiative never moves the case it came from: it has a deadline and a state of its own.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class Kind:
    """A kind of initiative: the roles that make it, the kinds of bodies it is made for and goes to (none named: any)."""

    label: str
    makers: frozenset[str]
    by: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()


KINDS: Mapping[str, Kind] = {
    "deputy_suggestion": Kind("代表建议", frozenset({"deputy"})),
    "supervision_topic": Kind("监督议题", frozenset({"town_congress", "working_body"})),
    "legislative_gap": Kind("立法空白点", frozenset({"liaison", "research_centre", "working_body"})),
    "supervision_clue": Kind(
        "监察线索", frozenset({"town_congress", "working_body"}), to=frozenset({"supervision_commission"})
    ),
    "judicial_suggestion": Kind("司法建议", frozenset({"court"}), by=frozenset({"court"})),
    "procuratorial_suggestion": Kind("检察建议", frozenset({"organ"}), by=frozenset({"procuratorate"})),
    "public_interest_clue": Kind(
        "公益诉讼线索", frozenset({"liaison", "town_congress", "working_body"}), to=frozenset({"procuratorate"})
    ),
}


class State(StrEnum):
    """Where an initiative stands."""

    OPEN = "open"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"


LABELS: Mapping[State, str] = {
    State.OPEN: "已提出",
    State.SENT: "已送交，待回复",
    State.ANSWERED: "已回复",
    State.CLOSED: "已结束",
}


@dataclass(frozen=True)
class Step:
    """An allowed change; `by_addressed`: also by the body it was sent to; `sends`: names that body and the day for its answer.

    Of a deputy's suggestion: `by` says whose alone it is, `marks` are the words to choose from (one of them is said with it), `days`:
    sets a new day.
    """

    source: State
    to: State
    label: str
    by_addressed: bool = False
    sends: bool = False
    by: str = ""
    marks: tuple[str, ...] = ()
    days: bool = False


STEPS: tuple[Step, ...] = (
    Step(State.OPEN, State.SENT, "送交", sends=True),
    Step(State.SENT, State.ANSWERED, "记下回复", by_addressed=True),
    Step(State.ANSWERED, State.CLOSED, "结束"),
    Step(State.OPEN, State.CLOSED, "不再送交，结束"),
    Step(State.SENT, State.CLOSED, "收回，结束"),
)
SUGGESTION = "deputy_suggestion"
# How a deputy's suggestion goes: handed over by the congress, answered with a class, judged by the deputy who made it.
SUGGESTION_STEPS: tuple[Step, ...] = (
    Step(State.OPEN, State.SENT, "交办", sends=True, by="office"),
    Step(State.OPEN, State.CLOSED, "撤回建议", by="maker"),
    Step(State.SENT, State.SENT, "催办", by="office", marks=("urged",)),
    Step(State.SENT, State.SENT, "申请延期", by="addressed", marks=("extension_asked",)),
    Step(State.SENT, State.SENT, "同意延期", by="office", marks=("extended",), days=True),
    Step(State.SENT, State.ANSWERED, "书面答复", by="addressed", marks=("A", "B", "C")),
    Step(State.ANSWERED, State.CLOSED, "对答复满意，办结建议", by="maker", marks=("satisfied", "fair")),
    Step(State.ANSWERED, State.SENT, "不满意，退回重办", by="maker", marks=("dissatisfied",)),
)
MARKS: Mapping[str, str] = {
    "A": "A类：已经解决或采纳",
    "B": "B类：列入计划解决",
    "C": "C类：留作参考，作出说明",
    "satisfied": "满意",
    "fair": "基本满意",
    "dissatisfied": "不满意",
    "urged": "催办",
    "extension_asked": "申请延期",
    "extended": "同意延期",
}
# How somebody stands under a suggestion.
SIGNED: Mapping[str, str] = {"lead": "领衔", "asked": "已邀请，等签名", "signed": "已联名", "withdrawn": "不联名"}
# So many months a body has for its answer, as long as the office does not say otherwise.
MONTHS = 3


@dataclass(frozen=True)
class Draft:
    """What somebody makes of a case; `topics`: codes; `cases`: further ones it is about, and `reason`: why they belong together."""

    id: UUID
    kind: str
    title: str
    text: str
    topics: tuple[str, ...]
    cases: tuple[UUID, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Span:
    """Moments in UTC: from the first, before the second."""

    since: datetime
    until: datetime


# So many matters of one kind make a pattern, as long as the office does not say otherwise.
LEAST = 3
# Of which kinds one is made of a whole pattern.
OF_MANY = frozenset({"supervision_topic", "legislative_gap", "deputy_suggestion", "public_interest_clue"})
MOST_CASES = 200


def makes(kind: Kind, roles: frozenset[str], own_kinds: frozenset[str]) -> str | None:
    """Return the role by which somebody with `roles` may make it, or None; `own_kinds`: of their bodies at the case's table."""
    if kind.by and not kind.by & own_kinds:
        return None
    return min(kind.makers & roles, default=None)


@dataclass(frozen=True)
class Standing:
    """Who somebody is to an initiative: who made it, the body it was sent to, the congress of its place; `marks`: what was said of it before."""

    maker: bool
    addressed: bool
    office: bool = False
    marks: frozenset[str] = frozenset()


def steps_from(kind: str, state: str, who: Standing) -> list[Step]:
    """Return the steps that somebody may go now: who made it all of them, who was addressed theirs; of a suggestion each its own."""
    if kind != SUGGESTION:
        return [step for step in STEPS if step.source == state and (who.maker or (who.addressed and step.by_addressed))]
    mine = {"maker": who.maker, "addressed": who.addressed, "office": who.office}
    return [step for step in SUGGESTION_STEPS if step.source == state and mine[step.by] and in_order(step, who.marks)]


def in_order(step: Step, said: frozenset[str]) -> bool:
    """Return whether a step of a suggestion may follow what was said: it is extended once, and only when that was asked for."""
    if step.marks == ("extended",):
        return "extension_asked" in said and "extended" not in said
    return step.marks != ("extension_asked",) or "extended" not in said


def months_after(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
