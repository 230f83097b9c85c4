"""The table of allowed moves (workflows, table 1, with its exits).

API, buttons, the database's trigger and the tests all read `MOVES`. A further row of the workflows is one
more `Move` here and one more row of `case_move`; a contract test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backend.cases.domain import evidence as e
from backend.cases.domain.moves import Move
from backend.cases.domain.states import AUTHOR, CITIZEN, DEPUTY, State
from backend.db import SYSTEM

_S = State
STATION, TOWN = "liaison", "liaison town_congress"
RECEIVERS = "court justice_office petition_office police"
# 一府一委两院及政府有关部门: the government and its departments, the supervision commission, the courts and the procuratorates.
ORGANS = "organ court department"


def _move(row: str, source: State, to: State, label: str, *needs: e.Evidence, **more: Any) -> Move:
    for key in ("roles", "holders", "bodies"):
        more[key] = frozenset(more.get(key, "").split())
    return Move(row, source, to, label, needs=needs, **more)


def _because(*given: Any, **more: Any) -> Move:
    return _move(*given, reason_required=True, **more)


def _before_acceptance() -> Iterator[Move]:
    yield _move("7", _S.PENDING, _S.ACCEPTED, "受理", e.LEVEL, roles=TOWN)
    yield _move("2", _S.PENDING, _S.WITHDRAWN, "撤回", holders=CITIZEN, alone=True, rests=True)
    yield _because("3", _S.PENDING, _S.REFUSED, "不予受理", e.WAYS, roles=TOWN, tells=True, rests=True)
    yield _move("5", _S.PENDING, _S.LACKING, "请反映人补充", e.ASKED, roles=STATION, tells=True, rests=True)
    yield _move("6-1", _S.LACKING, _S.PENDING, "补充情况", e.MORE, holders=f"{CITIZEN} {AUTHOR}")
    yield _move("6-2", _S.LACKING, _S.PENDING, "没有补充，退回待受理", roles=SYSTEM, after="lacking", unasked=True)
    yield _move("exit-refused", _S.REFUSED, _S.ANSWERING, "去写答复", roles=STATION)
    yield _move("4", _S.PENDING, _S.JOINED, "并入另一件", e.INTO, roles=STATION, joins=True, rests=True)


def _sorting() -> Iterator[Move]:
    yield _move("7a-1", _S.ACCEPTED, _S.VERIFYING, "办好了，请人核查", e.HANDLING, roles=STATION, handles=True)
    yield _move("7a-2", _S.ACCEPTED, _S.ANSWERING, "办好了，去答复", e.HANDLING, roles=STATION, handles=True,
                only_skipping=True)  # fmt: skip
    yield _because("8-1", _S.ACCEPTED, _S.TRIAGE, "走行业调处", roles=TOWN, channel="industry",
                   ends="handler")  # fmt: skip
    yield _because("8-2", _S.ACCEPTED, _S.TRIAGE, "走人大转办", roles=TOWN, channel="congress",
                   ends="handler")  # fmt: skip


def _industry() -> Iterator[Move]:
    yield _move("A1", _S.TRIAGE, _S.DISPATCHED, "交承办单位", e.BODY, e.DUE, roles=TOWN, seat="handler",
                bodies="department mediator", channel="industry", promises=True)  # fmt: skip
    yield _because("A1-recall", _S.DISPATCHED, _S.TRIAGE, "收回", roles=TOWN, ends="handler", rests=True)
    yield _because("A2", _S.DISPATCHED, _S.RETURNED, "退回，建议另派", e.SUGGESTED, roles="mediator department",
                   within="dispatched", ends="handler", rests=True)  # fmt: skip
    yield _move("exit-returned-1", _S.RETURNED, _S.TRIAGE, "重新研判", roles=TOWN)
    yield _move("A3-1", _S.DISPATCHED, _S.MEDIATING, "签收，开始调解", e.WILLING, roles="mediator")
    yield _move("A3-2", _S.DISPATCHED, _S.HANDLING, "签收，开始办理", roles="department")
    yield _move("A4", _S.MEDIATING, _S.AGREED, "达成协议", e.AGREEMENT, e.EFFECTIVE, e.PERFORM, roles="mediator")
    yield _because("A5", _S.MEDIATING, _S.TERMINATED, "终止调解", e.WAYS, roles="mediator", tells=True, rests=True)
    yield _move("A7-1", _S.AGREED, _S.VERIFYING, "履行好了，请人核查", e.HANDLING, roles="mediator", handles=True)
    yield _move("A7-2", _S.HANDLING, _S.VERIFYING, "办好了，请人核查", e.HANDLING, roles="department", handles=True)


def _extensions() -> Iterator[Move]:
    for n, (state, asks, grants) in enumerate(
        (
            (_S.MEDIATING, "mediator", TOWN),
            (_S.HANDLING, "department", TOWN),
            (_S.ORGAN_HANDLING, ORGANS, "working_body"),
        ),
        1,
    ):
        yield _because(f"A6-1-{n}", state, _S.EXTENDING, "申请延期", e.UNTIL, roles=asks, rests=True)
        yield _move(f"A6-2-{n}", _S.EXTENDING, state, "同意延期", roles=grants, resumes=True, promises=True)
        yield _because(f"A6-3-{n}", _S.EXTENDING, state, "不同意延期", roles=grants, resumes=True)


def _elsewhere() -> Iterator[Move]:
    yield _move("A8-1", _S.TERMINATED, _S.OFFERED, "征得同意，移交", e.RECEIVER, e.PERMISSION, roles=STATION,
                seat="receiver", bodies=RECEIVERS, tells=True)  # fmt: skip
    yield _move("A8-2", _S.OFFERED, _S.LINKED, "接收，记下编号", e.THEIR_NUMBER, roles=RECEIVERS)
    yield _because("A8-3", _S.OFFERED, _S.TERMINATED, "退回移交", roles=RECEIVERS, ends="receiver", rests=True)
    yield _move("A8-4", _S.HANDLING, _S.LINKED, "已移交法院、司法所等单位", e.OUTSIDE, e.THEIR_NUMBER, e.PERMISSION,
                roles="department", rests=True)  # fmt: skip
    yield _move("exit-linked", _S.LINKED, _S.ANSWERING, "去写答复", roles=STATION, ends="receiver")
    yield _move("exit-terminated", _S.TERMINATED, _S.ANSWERING, "告知其他途径，去写答复", e.WAYS, roles=STATION)


def _escalation() -> Iterator[Move]:
    yield _move("B1-1", _S.TRIAGE, _S.TO_REPORT, "上报人大", e.BASIS, roles=TOWN, channel="congress")
    for n, state in enumerate((_S.MEDIATING, _S.HANDLING, _S.TERMINATED, _S.RETURNED), 2):
        yield _because(f"B1-{n}", state, _S.TO_REPORT, "升级上报人大", e.BASIS, roles=TOWN, channel="congress",
                       ends="handler", rests=True)  # fmt: skip
    yield _move("B2-1", _S.TO_REPORT, _S.SENT_UP, "报研究中心", e.CENTRE, e.SUMMARY, roles=STATION,
                seat="research_centre", bodies="research_centre")  # fmt: skip
    yield _move("B2-2", _S.SENT_UP, _S.SORTING, "签收，开始梳理", roles="research_centre")
    yield _because("B2-3", _S.SENT_UP, _S.TO_REPORT, "退回补材料", roles="research_centre", ends="research_centre")
    yield _move("B3", _S.SORTING, _S.STUDYING, "报工作机构", e.COMMITTEE, e.REPORT, e.TOGETHER, roles="research_centre",
                seat="working_body", bodies="working_body", gathers=True)  # fmt: skip


def _congress() -> Iterator[Move]:
    yield _because("B4", _S.STUDYING, _S.SENT_BACK, "转回行业通道", roles="working_body", rests=True)
    yield _move("exit-sent-back", _S.SENT_BACK, _S.TRIAGE, "重新研判", roles=TOWN, channel="industry")
    yield _move("B5", _S.STUDYING, _S.TABLED, "提请主任会议审议", e.MEETING, e.AGENDA, e.TOGETHER, roles="working_body",
                seat="chairpersons", bodies="chairpersons", gathers=True)  # fmt: skip
    held = (e.MINUTES, e.MET_ON, e.TOGETHER)
    yield _move("B6-1", _S.TABLED, _S.APPROVED, "审议通过", *held, roles="chairpersons", gathers=True)
    yield _because("B6-2", _S.TABLED, _S.NOT_APPROVED, "不予通过", *held, roles="chairpersons", gathers=True)
    yield _because("B6-3", _S.TABLED, _S.TO_SUPPLEMENT, "退回补充", *held, roles="chairpersons", gathers=True)
    yield _move("exit-not-approved-1", _S.NOT_APPROVED, _S.TRIAGE, "改走行业通道", roles="town_congress",
                channel="industry")  # fmt: skip
    yield _move("exit-not-approved-2", _S.NOT_APPROVED, _S.ANSWERING, "书面说明，去写答复", e.EXPLANATION,
                roles="town_congress")  # fmt: skip
    yield _move("exit-to-supplement", _S.TO_SUPPLEMENT, _S.SORTING, "补充好了", e.MATERIAL, roles="research_centre")


def _forwarding() -> Iterator[Move]:
    forward: dict[str, Any] = {
        "roles": "working_body", "seat": "handler", "bodies": ORGANS, "proof": "B6-1", "promises": True
    }  # fmt: skip
    letter = (e.BODY, e.LETTER, e.DUE)
    yield _move("B7", _S.APPROVED, _S.FORWARDED, "转办", *letter, e.TOGETHER, gathers=True, **forward)
    yield _because("B7-recall", _S.FORWARDED, _S.APPROVED, "收回", roles="working_body", ends="handler", rests=True)
    yield _move("B8-1", _S.FORWARDED, _S.ORGAN_SIGNED, "签收", roles=ORGANS)
    yield _because("B8-2", _S.FORWARDED, _S.RETURNED, "退回，建议另派", e.SUGGESTED, roles=ORGANS, within="forwarded",
                   ends="handler", rests=True)  # fmt: skip
    yield _move("exit-returned-2", _S.RETURNED, _S.FORWARDED, "另行转办", *letter, **forward)
    yield _move("B9-1", _S.ORGAN_SIGNED, _S.ORGAN_HANDLING, "开始办理", roles=ORGANS)
    yield _move("B9-2", _S.ORGAN_HANDLING, _S.ORGAN_REPLIED, "报书面结果", e.RESULT, roles=ORGANS, handles=True)
    judges = "working_body town_congress"
    yield _move("B10-1", _S.ORGAN_REPLIED, _S.VERIFYING, "满意，请人核查", roles=judges)
    yield _because("B10-2", _S.ORGAN_REPLIED, _S.REDOING, "不满意，重办", roles=judges)


def _to_the_end() -> Iterator[Move]:
    yield _move("9", _S.VERIFYING, _S.ANSWERING, "核查属实", e.CHECK, roles="verifier", not_handler=True)
    yield _because("10", _S.VERIFYING, _S.REDOING, "核查不过，重办", roles="verifier", not_handler=True)
    for n, (state, who) in enumerate(
        ((_S.HANDLING, "department"), (_S.MEDIATING, "mediator"), (_S.ORGAN_HANDLING, ORGANS), (_S.ACCEPTED, STATION)),
        1,
    ):
        yield _move(f"exit-redoing-{n}", _S.REDOING, state, "开始重办", roles=who, resumes=True)
    yield _move("11-1", _S.ANSWERING, _S.ANSWERED, "签发答复", e.ANSWER, roles=STATION, holders=DEPUTY, signs=True)
    # Made by who signed when somebody is reached at once, by the system when the first sheet arrives later.
    yield _move("11-2", _S.ANSWERING, _S.ANSWERED, "签发答复", roles=f"{STATION} {SYSTEM}", holders=DEPUTY,
                follows="11-1", unasked=True)  # fmt: skip
    yield _move("12-1", _S.ANSWERED, _S.CLOSED, "办结", e.CONSENT, roles=f"{STATION} department", rests=True)
    yield _move("12-2", _S.ANSWERED, _S.CLOSED, "办结", roles=SYSTEM, after="objection", unasked=True)
    for n, state in ((1, _S.ANSWERED), (3, _S.CLOSED)):
        yield _because(f"13-{n}", state, _S.REOPENED, "重新打开", holders=CITIZEN, within="objection", rests=True)
        yield _because(f"13-{n + 1}", state, _S.REOPENED, "重新打开", roles="town_congress", rests=True)
    yield _move("exit-reopened", _S.REOPENED, _S.ACCEPTED, "重新受理", roles=STATION)
    yield _move("14", _S.CLOSED, _S.ARCHIVED, "归档", roles=SYSTEM, after="archive", unasked=True, ends="*")


def _by_the_deputy() -> Iterator[Move]:
    """What came by a deputy's code: told by the deputy, or passed on in words; neither ends it."""
    told: dict[str, Any] = {"holders": DEPUTY, "handles": True}
    yield _move("7b-1", _S.PENDING, _S.VERIFYING, "已经办好，请人核查", e.HANDLING, **told)
    yield _move("7b-2", _S.PENDING, _S.ANSWERING, "直接答复", e.HANDLING, only_skipping=True, **told)
    for n, state in ((1, _S.PENDING), (2, _S.ANSWERING)):
        yield _move(f"7c-{n}", state, state, "转交", e.TO, e.NOTE, holders=DEPUTY, tells=True, rests=True)


MOVES: tuple[Move, ...] = (
    *_before_acceptance(), *_sorting(), *_industry(), *_extensions(), *_elsewhere(), *_escalation(), *_congress(),
    *_forwarding(), *_to_the_end(), *_by_the_deputy(),
)  # fmt: skip
BY_ID: Mapping[str, Move] = {move.id: move for move in MOVES}
ARRIVED = BY_ID["11-2"]
# By which both sides of a mediation agree: there is a sitting to it.
AGREES = "A4"
# Moves that the service makes by itself when a limit has passed.
LAPSES: tuple[Move, ...] = tuple(move for move in MOVES if move.unasked and move.after)
# A body gave the matter back: the second time of the same case the joint meeting hears of it.
RETURNS = frozenset({"A2", "B8-2"})


def in_hands() -> tuple[tuple[str, str], ...]:
    """Return the states with each role that a move of theirs waits for: of the office, or of a body at the table."""
    waited = (move for move in MOVES if not (move.unasked or move.rests))
    return tuple(sorted({(str(move.source), role) for move in waited for role in move.roles - {SYSTEM}}))


def moves_from(state: str) -> tuple[Move, ...]:
    """Return the moves that leave `state` and that people ask for, in the order of the table."""
    return tuple(move for move in MOVES if move.source == state and not move.unasked)


def moves_to(state: str, to: str, row: str | None = None) -> tuple[Move, ...]:
    """Return the moves from `state` to the state named `to`, several where roles differ; only the one named `row`, if any."""
    return tuple(move for move in moves_from(state) if move.to == to and row in {None, move.id})
