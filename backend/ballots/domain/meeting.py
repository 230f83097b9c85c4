"""A meeting's settings and the steps of its ballot: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# Whose meeting, by the level of the deputies on its roll.
KINDS: Mapping[str, str] = {
    "town": "镇人民代表大会会议",
    "county": "县级人民代表大会会议",
    "street_council": "街道议政代表会议",
}
# How a ballot is marked: each candidate for, against or abstaining; or as many as are to be chosen, at most.
WAYS: Mapping[str, str] = {"each": "逐项表决：赞成、反对、弃权", "choose": "选择：最多选应选数"}


@dataclass(frozen=True)
class Rule:
    """How many votes pass: more than (`over`), or at least, `part` of `whole` of all members (`of_all`) or of the ballots received."""

    label: str
    part: int
    whole: int
    over: bool
    of_all: bool


RULES: Mapping[str, Rule] = {
    "half_all": Rule("全体代表过半数赞成", 1, 2, over=True, of_all=True),
    "half_cast": Rule("收回票过半数赞成", 1, 2, over=True, of_all=False),
    "two_thirds_all": Rule("全体代表三分之二以上赞成", 2, 3, over=False, of_all=True),
    "two_thirds_cast": Rule("收回票三分之二以上赞成", 2, 3, over=False, of_all=False),
    "most": Rule("得赞成票多的当选", 0, 1, over=True, of_all=False),
}
# Of the roll, how many ballots have to come back for the ballot to hold.
QUORUMS: Mapping[str, Rule] = {
    "half": Rule("全体代表过半数投票", 1, 2, over=True, of_all=True),
    "two_thirds": Rule("全体代表三分之二以上投票", 2, 3, over=False, of_all=True),
    "none": Rule("不设投票人数要求", 0, 1, over=False, of_all=True),
}
OUTCOMES: Mapping[str, str] = {"elected": "当选", "not_elected": "未当选", "tied": "票数相等，须再次投票"}


class State(StrEnum):
    """Where a ballot stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"
    VOID = "void"


LABELS: Mapping[State, str] = {
    State.DRAFT: "准备中",
    State.OPEN: "正在投票",
    State.CLOSED: "投票结束，待计票",
    State.COUNTED: "已计票，待签字公布",
    State.PUBLISHED: "已公布",
    State.VOID: "作废",
}


@dataclass(frozen=True)
class Arrow:
    """A step from `source` to `to`; `by`: clerk or tellers; `reason`: it needs one."""

    source: State
    to: State
    label: str
    by: str = "clerk"
    reason: bool = False


ARROWS: tuple[Arrow, ...] = (
    Arrow(State.DRAFT, State.OPEN, "定下名册，开始投票"),
    Arrow(State.OPEN, State.CLOSED, "结束投票"),
    Arrow(State.CLOSED, State.COUNTED, "开箱计票", by="tellers"),
    Arrow(State.COUNTED, State.PUBLISHED, "公布结果"),
    *(Arrow(each, State.VOID, "作废", reason=True) for each in (State.DRAFT, State.OPEN, State.CLOSED, State.COUNTED)),
)


def arrows_from(state: str, *, clerk: bool) -> list[Arrow]:
    """Return the steps that who runs the ballot may go now; counting is the tellers' own."""
    return [each for each in ARROWS if each.source == state and each.by == "clerk" and clerk]


@dataclass(frozen=True)
class Candidate:
    """What is voted on; `subject_id`: the project it stands for."""

    title: str
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Draft:
    """A ballot as it is prepared. `level`: all deputies of this level at the place are on the roll; `names`: who else is. `tellers`: logins."""

    id: UUID
    area_code: str
    kind: str
    meeting: str
    title: str
    held_on: date
    way: str
    contested: bool
    seats: int
    rule: str
    quorum: str
    candidates: tuple[Candidate, ...]
    from_deputies: bool
    names: tuple[str, ...]
    tellers: tuple[str, ...]
