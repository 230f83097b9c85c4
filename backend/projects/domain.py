"""What a livelihood project is, and the one table of its moves with who makes each: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from uuid import UUID

CATEGORY = "livelihood"
GOVERNMENT, CONGRESS = "town_head", "town_congress"
# Who makes a project of what people ask for.
MAKERS = frozenset({GOVERNMENT, CONGRESS, "liaison"})
FLAGS: Mapping[str, str] = {"": "正常", "yellow": "黄旗：进度偏慢", "red": "红旗：严重滞后"}
VERDICTS: Mapping[str, str] = {"satisfied": "满意", "fair": "基本满意", "dissatisfied": "不满意"}


class State(StrEnum):
    """Where a project stands."""

    GATHERED = "gathered"
    SCREENING = "screening"
    CANDIDATE = "candidate"
    NOT_CHOSEN = "not_chosen"
    ENDORSED = "endorsed"
    DELIBERATING = "deliberating"
    TO_BALLOT = "to_ballot"
    ELECTED = "elected"
    RESERVE = "reserve"
    ASSIGNED = "assigned"
    RUNNING = "running"
    ADJUSTING = "adjusting"
    ENDED = "ended"
    FINISHED = "finished"
    INSPECTING = "inspecting"
    PASSED = "passed"
    MENDING = "mending"
    TOLD = "told"
    ARCHIVED = "archived"
    CONTINUED = "continued"


LABELS: Mapping[State, str] = {
    State.GATHERED: "已汇总",
    State.SCREENING: "论证筛选",
    State.CANDIDATE: "候选",
    State.NOT_CHOSEN: "未入选",
    State.ENDORSED: "候选（已请示党委）",
    State.DELIBERATING: "审议中",
    State.TO_BALLOT: "待票决",
    State.ELECTED: "票决当选",
    State.RESERVE: "落选，列入储备",
    State.ASSIGNED: "责任分解",
    State.RUNNING: "实施中",
    State.ADJUSTING: "调整待批",
    State.ENDED: "已终止",
    State.FINISHED: "已完工",
    State.INSPECTING: "待验收",
    State.PASSED: "验收通过",
    State.MENDING: "限期整改",
    State.TOLD: "已公示",
    State.ARCHIVED: "已归档",
    State.CONTINUED: "转下年续建",
}
# The four lists (四单), for boards and pages.
LISTS: Mapping[str, tuple[str, tuple[State, ...]]] = {
    "order": ("群众点单", (State.GATHERED, State.SCREENING, State.NOT_CHOSEN)),
    "choose": (
        "代表定单",
        (State.CANDIDATE, State.ENDORSED, State.DELIBERATING, State.TO_BALLOT, State.ELECTED, State.RESERVE),
    ),
    "build": ("政府买单", (State.ASSIGNED, State.RUNNING, State.ADJUSTING, State.FINISHED, State.ENDED)),
    "inspect": (
        "人大验单",
        (State.INSPECTING, State.MENDING, State.PASSED, State.TOLD, State.ARCHIVED, State.CONTINUED),
    ),
}
# Residents may say what they think of it.
VOICED = frozenset({State.FINISHED, State.INSPECTING, State.MENDING, State.PASSED, State.TOLD})
# The states in which its builder says how it goes.
GOING = frozenset({State.RUNNING, State.ADJUSTING, State.MENDING})
PRIVATE = frozenset({State.GATHERED, State.SCREENING})


@dataclass(frozen=True)
class Move:
    """A move. `tells`: everybody who asked gets the words as their answer; `plans`: names body, money and day; `words`: what they say."""

    id: str
    source: State
    to: State
    label: str
    roles: frozenset[str]
    words: str
    tells: bool = False
    plans: bool = False


GOV, NPC = frozenset({GOVERNMENT}), frozenset({CONGRESS})
BOTH = GOV | NPC
S = State
MOVES: tuple[Move, ...] = (
    Move("screen", S.GATHERED, S.SCREENING, "开始论证", GOV, "论证安排"),
    Move("nominate", S.SCREENING, S.CANDIDATE, "列为候选", GOV, "论证意见：必要性、可行性、财力、受益面"),
    Move("leave_out", S.SCREENING, S.NOT_CHOSEN, "未入选，答复点单人", GOV, "为什么没有入选（点单人会看到）", tells=True),
    Move("endorse", S.CANDIDATE, S.ENDORSED, "记录党委研究意见", BOTH, "党委研究意见"),
    Move("deliberate", S.ENDORSED, S.DELIBERATING, "提请代表审议", NPC, "审议安排，材料何时发给代表"),
    Move("put_to_ballot", S.DELIBERATING, S.TO_BALLOT, "交付票决", NPC, "审议意见"),
    Move("not_balloted", S.DELIBERATING, S.NOT_CHOSEN, "不交付票决，答复点单人", NPC, "为什么不交付票决（点单人会看到）", tells=True),
    Move("win", S.TO_BALLOT, S.ELECTED, "按票决结果当选", NPC, "给点单人的答复", tells=True),
    Move("lose", S.TO_BALLOT, S.RESERVE, "按票决结果落选，列入储备", NPC, "给点单人的答复", tells=True),
    Move("screen_again", S.RESERVE, S.SCREENING, "从储备重新论证", GOV, "为什么重新论证"),
    Move("break_down", S.ELECTED, S.ASSIGNED, "分解责任", GOV, "责任分工和节点", plans=True),
    Move("begin", S.ASSIGNED, S.RUNNING, "开工", GOV, "开工情况"),
    Move("ask_to_adjust", S.RUNNING, S.ADJUSTING, "申请调整", GOV, "为什么要调整或终止", plans=True),
    Move("grant", S.ADJUSTING, S.RUNNING, "同意调整", NPC, "主席团意见"),
    Move("refuse", S.ADJUSTING, S.RUNNING, "不同意调整", NPC, "主席团意见"),
    Move("end", S.ADJUSTING, S.ENDED, "同意终止，答复点单人", NPC, "为什么终止（点单人会看到）", tells=True),
    Move("finish", S.RUNNING, S.FINISHED, "完工", GOV, "完工情况"),
    Move("inspect", S.FINISHED, S.INSPECTING, "开始验收", NPC, "验收安排"),
    Move("pass", S.INSPECTING, S.PASSED, "验收通过", NPC, "验收意见"),
    Move("mend", S.INSPECTING, S.MENDING, "限期整改", NPC, "要整改什么，什么时候前"),
    Move("mended", S.MENDING, S.INSPECTING, "整改完成，再验收", GOV, "整改情况"),
    Move("tell", S.PASSED, S.TOLD, "公示，答复点单人", BOTH, "给点单人的答复", tells=True),
    Move("archive", S.TOLD, S.ARCHIVED, "归档", BOTH, "归档说明"),
    Move("continue", S.TOLD, S.CONTINUED, "转下年续建", BOTH, "续建安排"),
)  # fmt: skip
BY_ID: Mapping[str, Move] = {each.id: each for each in MOVES}


@dataclass(frozen=True)
class Draft:
    """A project as it is made; `cases`: numbers of the matters that asked for it."""

    id: UUID
    area_code: str
    year: int
    title: str
    text: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Who builds it (None: as before), for how many yuan, until when."""

    body_id: int | None = None
    planned_yuan: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Report:
    """How it goes in a quarter (`2026Q3`): per cent done, yuan paid so far."""

    id: UUID
    quarter: str
    percent: int
    paid_yuan: int
    words: str


def moves_from(state: str, roles: frozenset[str]) -> list[Move]:
    """Return the moves that somebody with `roles` may make now."""
    return [each for each in MOVES if each.source == state and each.roles & roles]


def list_of(state: str) -> str:
    """Return in which of the four lists a state stands."""
    return next(name for name, (_, states) in LISTS.items() if state in states)


@dataclass(frozen=True)
class CellSample:
    """A cell of a sample: how many households it has, and which of them are asked, by their number in the cell's list."""

    code: str
    name: str
    households: int
    asked: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What a household of a cell says; `household`: its number in the cell's list."""

    id: UUID
    cell_code: str
    household: int
    verdict: str


def drawn(cells: Sequence[tuple[str, str, int]], size: int, seed: int) -> list[CellSample]:
    """Return a sample of `size` households (all where there are fewer), by cell in proportion to its households.

    `cells`: code, name, households. What is left over of whole households goes to the largest remainders, ties by the seed; the
    same cells, size and seed give the same sample. Cells of which nobody is asked are left out.
    """
    here = sorted((each for each in cells if each[2] > 0), key=lambda each: each[0])
    total = sum(each[2] for each in here)
    wanted = min(size, total)
    luck = Random(seed)  # noqa: S311 - to be drawn again by anybody, not to be secret
    quota = {code: wanted * n // total for code, _, n in here}
    left = sorted(here, key=lambda each: (-(wanted * each[2] % total), luck.random()))
    for code, _, _ in left[: wanted - sum(quota.values())]:
        quota[code] += 1
    return [
        CellSample(code, name, n, tuple(sorted(Random(f"{seed} {code}").sample(range(1, n + 1), quota[code]))))  # noqa: S311
        for code, name, n in here
        if quota[code]
    ]
