"""The states of a solicitation and the one table of its allowed moves (workflows, table 2): pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a solicitation stands."""

    ISSUED = "issued"
    ASSIGNED = "assigned"
    PREPARING = "preparing"
    COLLECTING = "collecting"
    ENDED = "ended"
    DIGESTING = "digesting"
    EXPERT_REVIEW = "expert_review"
    APPROVING = "approving"
    REPORTED = "reported"
    AWAITING = "awaiting"
    ANSWERED = "answered"
    PROMOTING = "promoting"
    ARCHIVED = "archived"
    PAUSED = "paused"
    CANCELLED = "cancelled"


_S = State
LABELS: Mapping[str, str] = {
    _S.ISSUED: "已下达",
    _S.ASSIGNED: "已分派",
    _S.PREPARING: "立法前引导",
    _S.COLLECTING: "征集中",
    _S.ENDED: "征集截止",
    _S.DIGESTING: "整理中",
    _S.EXPERT_REVIEW: "专家把关",
    _S.APPROVING: "审核中",
    _S.REPORTED: "已上报",
    _S.AWAITING: "结果回收中",
    _S.ANSWERED: "已反馈",
    _S.PROMOTING: "立法后普法",
    _S.ARCHIVED: "已归档",
    _S.PAUSED: "暂停",
    _S.CANCELLED: "已撤销",
}
# Before, during and after the making of the law (前中后); what stands in none is aside.
PHASES: Mapping[str, frozenset[str]] = {
    "before": frozenset({_S.ISSUED, _S.ASSIGNED, _S.PREPARING}),
    "during": frozenset(
        {_S.COLLECTING, _S.ENDED, _S.DIGESTING, _S.EXPERT_REVIEW, _S.APPROVING, _S.REPORTED, _S.AWAITING}
    ),
    "after": frozenset({_S.ANSWERED, _S.PROMOTING, _S.ARCHIVED}),
}
PHASE_LABELS: Mapping[str, str] = {"before": "立法前", "during": "立法中", "after": "立法后", "aside": "已停"}
# Nothing is changed any more.
OVER = frozenset({_S.ARCHIVED, _S.CANCELLED})
# Back to where it was held.
HELD = "*"


def phase_of(state: str, held: str | None = None) -> str:
    """Return the phase of a state; `held`: where a pause began."""
    return next((phase for phase, states in PHASES.items() if (held or state) in states), "aside")


@dataclass(frozen=True)
class Move:
    """An allowed change; `makers`: runner, lead or system; `needs`: what must be given with it, by its key."""

    id: str
    source: str
    to: str
    label: str
    makers: frozenset[str]
    reason_required: bool = False
    needs: tuple[str, ...] = ()


def _move(
    key: str, source: State, to: str, label: str, *needs: str, by: str = "runner lead", why: bool = False
) -> Move:
    return Move(key, source, to, label, frozenset(by.split()), why, needs)


def _line() -> Iterator[Move]:
    yield _move("assign", _S.ISSUED, _S.ASSIGNED, "分派", by="runner")
    yield _move("prepare", _S.ASSIGNED, _S.PREPARING, "开始立法前引导")
    yield _move("open-at-once", _S.ASSIGNED, _S.COLLECTING, "不经引导，直接征集", why=True)
    yield _move("open", _S.PREPARING, _S.COLLECTING, "开始征集")
    yield _move("end", _S.COLLECTING, _S.ENDED, "提前截止", why=True)
    yield _move("end-by-day", _S.COLLECTING, _S.ENDED, "到期截止", by="system")
    yield _move("digest", _S.ENDED, _S.DIGESTING, "开始整理")
    yield _move("consult", _S.DIGESTING, _S.EXPERT_REVIEW, "送专家把关")
    yield _move("revise", _S.EXPERT_REVIEW, _S.DIGESTING, "退回整理", why=True)
    yield _move("pass", _S.EXPERT_REVIEW, _S.APPROVING, "专家把关完毕，送审核")
    yield _move("refuse", _S.APPROVING, _S.DIGESTING, "审核退回", why=True)
    yield _move("report", _S.APPROVING, _S.REPORTED, "上报", "batch", "addressee")
    yield _move("receipt", _S.REPORTED, _S.AWAITING, "记下回执，等结果", "receipt")
    yield _move("answer", _S.AWAITING, _S.ANSWERED, "结果已反馈")
    yield _move("promote", _S.ANSWERED, _S.PROMOTING, "开始立法后普法")
    yield _move("file-at-once", _S.ANSWERED, _S.ARCHIVED, "不再普法，归档", why=True)
    yield _move("file", _S.PROMOTING, _S.ARCHIVED, "归档")


def _aside() -> Iterator[Move]:
    working = [state for state in State if state not in OVER | {_S.PAUSED}]
    for state in working:
        yield _move(f"pause-{state}", state, _S.PAUSED, "暂停", by="runner", why=True)
        if state not in PHASES["after"]:
            yield _move(f"cancel-{state}", state, _S.CANCELLED, "撤销", by="runner", why=True)
    yield _move("resume", _S.PAUSED, HELD, "恢复", by="runner")
    yield _move("cancel-paused", _S.PAUSED, _S.CANCELLED, "撤销", by="runner", why=True)
    for state in (_S.ISSUED, _S.ASSIGNED, _S.PREPARING, _S.COLLECTING):
        yield _move(f"extend-{state}", state, state, "延期", "closes_on", by="runner", why=True)
    yield _move("reopen", _S.ENDED, _S.COLLECTING, "延期，重新征集", "closes_on", by="runner", why=True)


MOVES: tuple[Move, ...] = (*_line(), *_aside())
BY_ID: Mapping[str, Move] = {move.id: move for move in MOVES}
# What a move needs, as people are asked for it.
NEEDS: Mapping[str, str] = {"batch": "批次号", "addressee": "上报到", "receipt": "回执", "closes_on": "截止日"}


def moves_from(state: str, makers: frozenset[str]) -> list[Move]:
    """Return the moves that leave `state` and that one of the `makers` makes, in the order of the table."""
    return [move for move in MOVES if move.source == state and move.makers & makers]
