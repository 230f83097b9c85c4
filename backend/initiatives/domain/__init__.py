"""What kinds of initiatives there are, who makes each, and the steps it goes: pure.

An initiative never moves the case it came from: it has a deadline and a state of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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
    """An allowed change; `by_addressed`: also by the body it was sent to; `sends`: names that body and the day for its answer."""

    source: State
    to: State
    label: str
    by_addressed: bool = False
    sends: bool = False


STEPS: tuple[Step, ...] = (
    Step(State.OPEN, State.SENT, "送交", sends=True),
    Step(State.SENT, State.ANSWERED, "记下回复", by_addressed=True),
    Step(State.ANSWERED, State.CLOSED, "结束"),
    Step(State.OPEN, State.CLOSED, "不再送交，结束"),
    Step(State.SENT, State.CLOSED, "收回，结束"),
)


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


def steps_from(state: str, *, maker: bool, addressed: bool) -> list[Step]:
    """Return the steps that somebody may go now: who made it all of them, who was addressed theirs."""
    return [step for step in STEPS if step.source == state and (maker or (addressed and step.by_addressed))]
