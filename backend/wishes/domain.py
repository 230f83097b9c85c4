"""The way of a wish, who may let it go which step, and what in its words would tell who somebody is: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

Role = Literal["staff", "claimer", "person"]
# Congress staff of the area: one registers, another verifies.
STAFF = ("liaison", "town_congress")
LEAST, MOST_WORDS, MOST_STORY, MOST_ADDRESS = 5, 200, 1000, 200
DIGITS = 6  # so many in a row are a number of somebody's
PLACES = "村|社区|小区|街|路|巷|组|号楼|单元"  # how the parts of an address end
SHORTEST = 2  # of a name or a place that tells


class State(StrEnum):
    """Where a wish stands."""

    REGISTERED = "registered"
    VERIFIED = "verified"
    ON_TREE = "on_tree"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    FOLLOWED_UP = "followed_up"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    NOT_VERIFIED = "not_verified"


LABELS: Mapping[str, str] = {
    State.REGISTERED: "已登记，待核实",
    State.VERIFIED: "已核实，待上树",
    State.ON_TREE: "在树上，等人认领",
    State.CLAIMED: "已认领",
    State.DELIVERED: "已送达，待回访",
    State.FOLLOWED_UP: "已回访",
    State.ARCHIVED: "已归档",
    State.WITHDRAWN: "已撤回",
    State.NOT_VERIFIED: "未通过核实",
}


@dataclass(frozen=True)
class Move:
    """An allowed step; `reasoned`: why has to be written; `worded`: the verifier may put the public words right; `told`: what the person is told."""

    source: State
    to: State
    label: str
    roles: frozenset[Role]
    reasoned: bool = False
    worded: bool = False
    told: str = ""


_STAFF: frozenset[Role] = frozenset({"staff"})
_BOTH: frozenset[Role] = frozenset({"staff", "claimer"})
_OWN: frozenset[Role] = frozenset({"staff", "person"})
MOVES: tuple[Move, ...] = (
    Move(State.REGISTERED, State.VERIFIED, "核实属实", _STAFF, worded=True),
    Move(State.REGISTERED, State.NOT_VERIFIED, "不通过核实", _STAFF, reasoned=True, told="您的心愿没有通过核实。理由：{note}"),
    Move(State.VERIFIED, State.ON_TREE, "匿名上树", _STAFF, worded=True, told="您的心愿已经核实，不写姓名地挂上了心愿树。"),
    Move(State.ON_TREE, State.CLAIMED, "认领", frozenset({"claimer"})),
    Move(State.CLAIMED, State.ON_TREE, "退回心愿树", _BOTH, reasoned=True),
    Move(State.CLAIMED, State.DELIVERED, "已送达", _BOTH, reasoned=True),
    Move(State.DELIVERED, State.FOLLOWED_UP, "记下回访", _STAFF, reasoned=True, told="您的心愿已经送达并回访：{note}"),
    Move(State.FOLLOWED_UP, State.ARCHIVED, "归档", _STAFF),
    *(Move(state, State.WITHDRAWN, "撤回", _OWN, reasoned=True)
      for state in (State.REGISTERED, State.VERIFIED, State.ON_TREE, State.CLAIMED)),
)  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """Who somebody is: sealed in the database, opened for a reason, with an entry in the record."""

    name: str
    phone: str
    address: str
    story: str


@dataclass(frozen=True)
class Claimer:
    """A citizen who has claimed a wish: sealed in the database, opened for a reason, with an entry in the record."""

    name: str
    phone: str


@dataclass(frozen=True)
class NewWish:
    """A wish as staff registers it; `words`: what will hang on the tree."""

    id: UUID
    station_id: int
    hardship: str
    words: str
    identity: Identity
    reply_way: str


@dataclass(frozen=True)
class OnTree:
    """A wish as everybody sees it; `town`: None where it stands for more than a township."""

    number: str
    hardship: str
    hardship_en: str
    words: str
    town: str | None
    state: str
    registered_at: datetime


def moves_from(state: str, roles: frozenset[Role], *, registrar: bool) -> list[Move]:
    """Return the steps that somebody may go now by any of their roles; who registered a wish does not verify it."""
    return [
        move for move in MOVES
        if move.source == state and move.roles & roles and move.to is not State.CLAIMED
        and not (registrar and state == State.REGISTERED and move.to in {State.VERIFIED, State.NOT_VERIFIED})
    ]  # fmt: skip


def tells(words: str, who: Identity) -> list[str]:
    """Return the parts of `words` that would tell who somebody is: their name, a long number, a place of their address."""
    places = re.findall(rf"[\u4e00-\u9fff]{{1,6}}?(?:{PLACES})", who.address)
    parts = [who.name, who.phone, who.address, *places]
    found = [part for part in parts if len(part) >= SHORTEST and part in words]
    return list(dict.fromkeys([*found, *re.findall(rf"[0-9０-９Xx]{{{DIGITS},}}", words)]))
