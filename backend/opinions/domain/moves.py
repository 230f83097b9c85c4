"""Where an opinion stands, and the table of its allowed changes (workflows, 2): the only place they are written down. Pure.

The database holds the same table (`opinion_move`) and refuses everything else. Whatever changes an opinion goes through
`opinions.service.move`, the rooms above too: an opinion follows the item into which it was sorted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an opinion stands."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    INVALID = "invalid"
    BECAME_CASE = "became_case"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    REPORTED = "reported"
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"
    OVERDUE = "overdue"
    ANSWERED = "answered"


LABELS: Mapping[State, str] = {
    State.SUBMITTED: "已提交",
    State.REGISTERED: "已入库",
    State.INVALID: "不作为意见",
    State.BECAME_CASE: "已转为诉求",
    State.WITHDRAWN: "已撤回",
    State.MERGED: "已归并",
    State.SELECTED: "入选上报",
    State.NOT_SELECTED: "未入选",
    State.REPORTED: "已上报",
    State.ADOPTED: "已采纳",
    State.PARTLY_ADOPTED: "部分采纳",
    State.NOT_ADOPTED: "未采纳",
    State.OVERDUE: "逾期未回",
    State.ANSWERED: "已反馈",
}
# What the states say to who spoke.
CITIZEN_WORDS: Mapping[State, str] = {
    State.SUBMITTED: "已收到您的意见",
    State.REGISTERED: "您的意见已编号，会整理上报",
    State.INVALID: "您写的没有作为意见收录",
    State.BECAME_CASE: "您说的不是立法的事，已作为诉求在办",
    State.WITHDRAWN: "您已撤回",
    State.MERGED: "您的意见已整理进同类意见",
    State.SELECTED: "您的意见将报给立法机关",
    State.NOT_SELECTED: "您的意见没有上报",
    State.REPORTED: "您的意见已报给立法机关",
    State.ADOPTED: "您的意见被采纳了",
    State.PARTLY_ADOPTED: "您的意见部分被采纳",
    State.NOT_ADOPTED: "您的意见没有被采纳",
    State.OVERDUE: "立法机关还没有回复",
    State.ANSWERED: "已经给您答复",
}
# What counts as raised (提出意见建议, 1028 in the source): numbered, whatever became of it.
COUNTED = frozenset(State) - {State.SUBMITTED, State.INVALID, State.BECAME_CASE, State.WITHDRAWN}
# Of these one may be thanked by name.
ADOPTED = frozenset({State.ADOPTED, State.PARTLY_ADOPTED})
# Where the office's words of a move are for who spoke: why it was not taken, why it was adopted or not.
TOLD = frozenset({State.INVALID, State.NOT_SELECTED, State.ADOPTED, State.PARTLY_ADOPTED, State.NOT_ADOPTED})
# What is sorted here; the later moves follow the item into which an opinion was put.
OURS = frozenset({State.REGISTERED, State.INVALID, State.BECAME_CASE})
STAFF = frozenset({"liaison", "town_congress"})
# Who hears people at the door: of what they write down themselves they say at once that it is no matter of the law.
HEARERS = frozenset({"grid_worker", "collector"})
UPPER = STAFF | {"research_centre", "working_body"}
CITIZEN, SYSTEM = "citizen", "system"


@dataclass(frozen=True)
class Move:
    """One arrow of the table. `by`: roles, held where the opinion lies or in a body that has the solicitation in hand."""

    id: str
    source: State
    to: State
    by: frozenset[str]
    reason_required: bool = False


S = State
MOVES: tuple[Move, ...] = (
    Move("register", S.SUBMITTED, S.REGISTERED, STAFF),
    Move("invalid", S.SUBMITTED, S.INVALID, STAFF, reason_required=True),
    Move("case", S.SUBMITTED, S.BECAME_CASE, STAFF | HEARERS),
    Move("withdraw", S.SUBMITTED, S.WITHDRAWN, frozenset({CITIZEN})),
    Move("merge", S.REGISTERED, S.MERGED, STAFF | {SYSTEM}),
    Move("part", S.MERGED, S.REGISTERED, STAFF | {SYSTEM}),
    Move("select", S.MERGED, S.SELECTED, UPPER | {SYSTEM}),
    Move("drop", S.MERGED, S.NOT_SELECTED, UPPER | {SYSTEM}, reason_required=True),
    Move("report", S.SELECTED, S.REPORTED, UPPER | {SYSTEM}),
    Move("adopt", S.REPORTED, S.ADOPTED, UPPER | {SYSTEM}),
    Move("adopt-partly", S.REPORTED, S.PARTLY_ADOPTED, UPPER | {SYSTEM}, reason_required=True),
    Move("decline", S.REPORTED, S.NOT_ADOPTED, UPPER | {SYSTEM}, reason_required=True),
    Move("lapse", S.REPORTED, S.OVERDUE, UPPER | {SYSTEM}),
    Move("late-adopt", S.OVERDUE, S.ADOPTED, UPPER | {SYSTEM}),
    Move("late-adopt-partly", S.OVERDUE, S.PARTLY_ADOPTED, UPPER | {SYSTEM}, reason_required=True),
    Move("late-decline", S.OVERDUE, S.NOT_ADOPTED, UPPER | {SYSTEM}, reason_required=True),
    Move("answer-invalid", S.INVALID, S.ANSWERED, STAFF),
    Move("answer-dropped", S.NOT_SELECTED, S.ANSWERED, UPPER | {SYSTEM}),
    Move("answer-adopted", S.ADOPTED, S.ANSWERED, UPPER | {SYSTEM}),
    Move("answer-partly", S.PARTLY_ADOPTED, S.ANSWERED, UPPER | {SYSTEM}),
    Move("answer-declined", S.NOT_ADOPTED, S.ANSWERED, UPPER | {SYSTEM}),
    Move("answer-overdue", S.OVERDUE, S.ANSWERED, UPPER | {SYSTEM}),
)
ARROWS: Mapping[tuple[State, State], Move] = {(move.source, move.to): move for move in MOVES}


def arrow(source: str, to: str) -> Move | None:
    """Return the move from one state to another, None where the table has none."""
    return ARROWS.get((State(source), State(to)))
