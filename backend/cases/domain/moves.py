"""The table of allowed moves (workflows, table 1) and what each needs.

API, buttons, the database's trigger and the tests all read `MOVES`. A further row of the workflows is one
more `Move` here and one more row of `case_move`; a contract test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.cases.domain.states import CITIZEN, DEPUTY, State
from backend.db import SYSTEM


@dataclass(frozen=True)
class Evidence:
    """Something in words that a move needs.

    `key`: its name on the wire; `label` and `missing`: keys of the catalogue, the latter said when it lacks;
    `least`: the least length after stripping.
    """

    key: str
    label: str
    missing: str
    least: int


HANDLING = Evidence("handling", "办理情况", "写下办理情况，至少5个字", 5)
CHECK = Evidence("check", "怎么核查的（实地或电话），看到什么", "写下怎么核查的，至少2个字", 2)
ANSWER = Evidence("answer", "给群众的答复", "写下给群众的答复，至少5个字", 5)
INTO = Evidence("into", "并入哪一件（写编号）", "写下要并入的那一件的编号，如2026-000123", 5)
WAYS = Evidence("ways", "还可以走的途径", "写下还可以走哪些途径，至少5个字", 5)
ASKED = Evidence("asked", "请反映人补充什么", "写下请反映人补充什么，至少5个字", 5)
MORE = Evidence("more", "补充的情况", "写下补充的情况，至少2个字", 2)
CONSENT = Evidence("consent", "群众怎么说", "写下群众怎么说，至少2个字", 2)


@dataclass(frozen=True)
class Move:
    """One arrow of the table.

    `id`: the row of the workflows, with a figure after a stroke where one row holds several arrows, and `exit-` with
    the state it leaves for a row of the exits. It stands in every event and never changes its meaning.

    Who: `roles` by a role held where the case lies; `holders` by a code that opens this one case (its citizen, the
    deputy it came through). `not_handler`: not who handled it. `unasked`: the service makes it when its time has
    come, nobody asks for it. `rests`: it may be made, but the case waits for nobody to do so.
    `alone`: not while the case holds another person's report as well.

    What: `needs` must be given; `reason_required`. When: `only_skipping` where the category needs no verification;
    `within` and `after` name a limit of days since the present state began, after which it is shut, before which it
    is not open yet; `follows`: the signing that must have come first in the present state.

    Effect: `handles`: who makes it is who handled the case. `joins`: its reports go over to the case that the evidence
    names, and each of their writers gets a sheet when that one is answered. `signs`: everybody's sheet goes out, and the state waits
    for the first to arrive. `tells`: its words are for the person who spoke as well, who reads them behind the receipt.
    """

    id: str
    source: State
    to: State
    label: str
    roles: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    needs: tuple[Evidence, ...] = ()
    reason_required: bool = False
    only_skipping: bool = False
    not_handler: bool = False
    within: str | None = None
    after: str | None = None
    follows: str | None = None
    handles: bool = False
    joins: bool = False
    signs: bool = False
    tells: bool = False
    alone: bool = False
    unasked: bool = False
    rests: bool = False

    @property
    def lands(self) -> State:
        """Return the state the case is in right after it: signing stays where it is."""
        return self.source if self.signs else self.to


def _move(
    row: str, source: State, to: State, label: str, *needs: Evidence, roles: str = "", holders: str = "", **more: object
) -> Move:
    return Move(row, source, to, label, frozenset(roles.split()), frozenset(holders.split()), needs, **more)  # type: ignore[arg-type]


_S = State
MOVES: tuple[Move, ...] = (
    _move("7", _S.PENDING, _S.ACCEPTED, "受理", roles="liaison town_congress"),
    _move("2", _S.PENDING, _S.WITHDRAWN, "撤回", holders=CITIZEN, alone=True, rests=True),
    _move("3", _S.PENDING, _S.REFUSED, "不予受理", WAYS, roles="liaison town_congress", reason_required=True, tells=True,
          rests=True),
    _move("5", _S.PENDING, _S.LACKING, "请反映人补充", ASKED, roles="liaison", tells=True, rests=True),
    _move("6-1", _S.LACKING, _S.PENDING, "补充情况", MORE, holders=CITIZEN),
    _move("6-2", _S.LACKING, _S.PENDING, "没有补充，退回待受理", roles=SYSTEM, after="lacking", unasked=True),
    _move("exit-refused", _S.REFUSED, _S.ANSWERING, "去写答复", roles="liaison"),
    _move("4", _S.PENDING, _S.JOINED, "并入另一件", INTO, roles="liaison", joins=True, rests=True),
    _move("7a-1", _S.ACCEPTED, _S.VERIFYING, "办好了，请人核查", HANDLING, roles="liaison", handles=True),
    _move("7a-2", _S.ACCEPTED, _S.ANSWERING, "办好了，去答复", HANDLING, roles="liaison", handles=True,
          only_skipping=True),
    _move("9", _S.VERIFYING, _S.ANSWERING, "核查属实", CHECK, roles="verifier", not_handler=True),
    _move("11-1", _S.ANSWERING, _S.ANSWERED, "签发答复", ANSWER, roles="liaison", holders=DEPUTY, signs=True),
    # Made by who signed when somebody is reached at once, by the system when the first sheet arrives later.
    _move("11-2", _S.ANSWERING, _S.ANSWERED, "签发答复", roles=f"liaison {SYSTEM}", holders=DEPUTY, follows="11-1",
          unasked=True),
    _move("12-1", _S.ANSWERED, _S.CLOSED, "办结", CONSENT, roles="liaison", rests=True),
    _move("12-2", _S.ANSWERED, _S.CLOSED, "办结", roles=SYSTEM, after="objection", unasked=True),
    _move("13-1", _S.ANSWERED, _S.REOPENED, "重新打开", holders=CITIZEN, reason_required=True, within="objection",
          rests=True),
    _move("13-2", _S.ANSWERED, _S.REOPENED, "重新打开", roles="town_congress", reason_required=True, rests=True),
    _move("13-3", _S.CLOSED, _S.REOPENED, "重新打开", holders=CITIZEN, reason_required=True, within="objection",
          rests=True),
    _move("13-4", _S.CLOSED, _S.REOPENED, "重新打开", roles="town_congress", reason_required=True, rests=True),
    _move("exit-reopened", _S.REOPENED, _S.ACCEPTED, "重新受理", roles="liaison"),
)  # fmt: skip
BY_ID: Mapping[str, Move] = {move.id: move for move in MOVES}
ARRIVED = BY_ID["11-2"]
# Moves that the service makes by itself when a limit has passed.
LAPSES: tuple[Move, ...] = tuple(move for move in MOVES if move.unasked and move.after)


def moves_from(state: str) -> tuple[Move, ...]:
    """Return the moves that leave `state` and that people ask for, in the order of the table."""
    return tuple(move for move in MOVES if move.source == state and not move.unasked)


def moves_to(state: str, to: str, row: str | None = None) -> tuple[Move, ...]:
    """Return the moves from `state` to the state named `to`, several where roles differ; only the one named `row`, if any."""
    return tuple(move for move in moves_from(state) if move.to == to and row in {None, move.id})
