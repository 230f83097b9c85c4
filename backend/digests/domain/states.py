"""Where a digest item stands and the one table of its allowed moves (workflows, table 2): pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an item stands."""

    DRAFTED = "drafted"
    REVIEWING = "reviewing"
    RETURNED = "returned"
    PASSED = "passed"
    PROPOSED = "proposed"
    SELECTED = "selected"
    DROPPED = "dropped"
    REPORTED = "reported"
    SETTLED = "settled"
    MERGED = "merged"


_S = State
LABELS: Mapping[str, str] = {
    _S.DRAFTED: "起草",
    _S.REVIEWING: "专家把关",
    _S.RETURNED: "退改",
    _S.PASSED: "专家通过",
    _S.PROPOSED: "站点已选，待审核",
    _S.SELECTED: "入选上报",
    _S.DROPPED: "不入选",
    _S.REPORTED: "已上报",
    _S.SETTLED: "结果已回",
    _S.MERGED: "已并入他条",
}
# While its words and its opinions may be changed.
OPEN = frozenset({_S.DRAFTED, _S.RETURNED})
# Those who spoke are owed an answer.
DUE = frozenset({_S.DROPPED, _S.SETTLED})
# Outcomes that count as adopted (70 of 002), by the codes of the kinds of solicitations.
ADOPTED = frozenset({"adopted", "partly", "corrected", "taken_up"})
LATE = "overdue"


@dataclass(frozen=True)
class Move:
    """An allowed change; `by`: how it is made: by `hand` (a button), or with the act that it belongs to."""

    id: str
    source: State
    to: State
    label: str
    maker: str
    reason_required: bool = False
    by: str = "hand"


MOVES: tuple[Move, ...] = (
    Move("edit", _S.DRAFTED, _S.DRAFTED, "修改", "liaison", by="edit"),
    Move("consult", _S.DRAFTED, _S.REVIEWING, "送专家把关", "liaison", by="experts"),
    Move("merge", _S.DRAFTED, _S.MERGED, "并入他条", "liaison", reason_required=True, by="merge"),
    Move("pass", _S.REVIEWING, _S.PASSED, "通过", "expert", by="verdict"),
    Move("send-back", _S.REVIEWING, _S.RETURNED, "退改", "expert", reason_required=True, by="verdict"),
    Move("recall", _S.REVIEWING, _S.RETURNED, "收回再改", "liaison", reason_required=True),
    Move("edit-returned", _S.RETURNED, _S.RETURNED, "修改", "liaison", by="edit"),
    Move("consult-again", _S.RETURNED, _S.REVIEWING, "送专家把关", "liaison", by="experts"),
    Move("merge-returned", _S.RETURNED, _S.MERGED, "并入他条", "liaison", reason_required=True, by="merge"),
    Move("propose", _S.PASSED, _S.PROPOSED, "入选，送审核", "town_congress"),
    Move("drop", _S.PASSED, _S.DROPPED, "不入选", "town_congress", reason_required=True),
    Move("approve", _S.PROPOSED, _S.SELECTED, "同意上报", "group"),
    Move("refuse", _S.PROPOSED, _S.DROPPED, "不入选", "group", reason_required=True),
    Move("rework", _S.PROPOSED, _S.RETURNED, "退回修改", "group", reason_required=True),
    Move("report", _S.SELECTED, _S.REPORTED, "上报", "liaison", by="batch"),
    Move("settle", _S.REPORTED, _S.SETTLED, "记下结果", "working_body", by="outcome"),
    Move("settle-late", _S.SETTLED, _S.SETTLED, "记下迟来的结果", "working_body", by="outcome"),
)
BY_ID: Mapping[str, Move] = {move.id: move for move in MOVES}


def moves_from(state: str, makers: frozenset[str], outcome: str | None = None) -> list[Move]:
    """Return the moves that leave `state` and that one of `makers` makes; a result that has come is changed only where it was late."""
    return [
        move for move in MOVES
        if move.source == state and move.maker in makers and (move.id != "settle-late" or outcome == LATE)
    ]  # fmt: skip


def move_by(state: str, by: str, verdict: str | None = None) -> Move | None:
    """Return the move that an act makes of an item in `state`; `verdict`: which of an expert's."""
    wanted = {"pass": "pass", "send_back": "send-back"}.get(verdict or "")
    return next((move for move in MOVES if move.source == state and move.by == by and wanted in {None, move.id}), None)
