"""What a proposal for legislation is, which plans take it in, and the one table of its moves: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

# By which roles it is raised; a working body of the standing committee raises its own as well.
MAKERS = frozenset({"liaison", "town_congress"})
OFFICES = frozenset({"working_body", "research_centre"})
MOST_SOURCES = 200


class State(StrEnum):
    """Where a proposal stands."""

    RAISED = "raised"
    REPORTED = "reported"
    ENTERED = "entered"
    NOT_ENTERED = "not_entered"
    TOLD = "told"
    WITHDRAWN = "withdrawn"


LABELS: Mapping[State, str] = {
    State.RAISED: "已提出",
    State.REPORTED: "已上报，论证中",
    State.ENTERED: "已列入规划或计划",
    State.NOT_ENTERED: "未入选",
    State.TOLD: "已答复提出人",
    State.WITHDRAWN: "已撤回",
}
# Which plans there are, and whose.
PLANS: Mapping[str, str] = {"five_year": "立法规划", "annual": "年度立法计划"}
LEVELS: Mapping[str, str] = {"national": "全国", "province": "省（自治区、直辖市）", "city": "市（州）"}


@dataclass(frozen=True)
class Move:
    """A move. `maker`: `raiser` or `office`, to whom it was reported; `sends`: names that body, `plans`: the plan it enters.

    `tells`: everybody behind it reads the words as their answer.
    """

    id: str
    source: State
    to: State
    label: str
    maker: str
    words: str
    sends: bool = False
    plans: bool = False
    tells: bool = False


S = State
MOVES: tuple[Move, ...] = (
    Move("report", S.RAISED, S.REPORTED, "上报，提请论证", "raiser", "上报说明", sends=True),
    Move("withdraw", S.RAISED, S.WITHDRAWN, "撤回这个项目", "raiser", "为什么撤回"),
    Move("return", S.REPORTED, S.RAISED, "退回补充", "office", "要补充什么"),
    Move("enter", S.REPORTED, S.ENTERED, "列入规划或计划", "office", "论证意见", plans=True),
    Move("decline", S.REPORTED, S.NOT_ENTERED, "不列入", "office", "为什么没有入选（提出人会看到）"),
    Move("enter_also", S.ENTERED, S.ENTERED, "再列入一个计划", "office", "论证意见", plans=True),
    Move("tell_entered", S.ENTERED, S.TOLD, "答复提出人：已列入", "raiser", "给提出人的答复", tells=True),
    Move("tell_left_out", S.NOT_ENTERED, S.TOLD, "答复提出人：未入选", "raiser", "给提出人的答复", tells=True),
)  # fmt: skip
BY_ID: Mapping[str, Move] = {each.id: each for each in MOVES}


@dataclass(frozen=True)
class Draft:
    """A proposal as it is raised; `items`, `cases`: numbers of the digest items and matters it comes from, both may be empty.

    `proposer`: who asked for it, empty for nobody in particular; `station_id`: the contact point that raises it.
    """

    id: UUID
    area_code: str
    title: str
    text: str
    raised_on: date
    proposer: str = ""
    station_id: int | None = None
    topics: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A plan that takes it in: whose (`level`), which kind, its name, its years (one of an annual plan), and the class the plan gives."""

    level: str
    kind: str
    name: str
    from_year: int
    until_year: int
    category: str = ""


def moves_from(state: str, makers: frozenset[str]) -> list[Move]:
    """Return the moves that somebody may make now as `raiser`, `office` or both."""
    return [each for each in MOVES if each.source == state and each.maker in makers]


def fits(plan: Plan) -> bool:
    """Return whether the years are those of such a plan: one of an annual plan, several in order of another."""
    return (plan.until_year == plan.from_year) if plan.kind == "annual" else (plan.until_year > plan.from_year)
