"""What a move is: who may make it, what it needs, when, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.cases.domain.evidence import Evidence
from backend.cases.domain.states import State

Channel = Literal["industry", "congress"]
# A place at the table of a case, each taken by one body at a time: who handles it, and the steps of the congress.
Seat = Literal["handler", "receiver", "research_centre", "working_body", "chairpersons"]


@dataclass(frozen=True)
class Move:
    """One arrow of the table.

    `id`: the row of the workflows, with a figure after a stroke where one row holds several arrows, and `exit-` with
    the state it leaves for a row of the exits. It stands in every event and never changes its meaning.

    Who: `roles` by a role held where the case lies, or by a body that has a seat at it; `holders` by a code that opens
    this one case (its citizen, the deputy it came through). `not_handler`: not who handled it. `unasked`: the service
    makes it when its time has come, nobody asks for it. `rests`: it may be made, but the case waits for nobody to do so.
    `alone`: not while the case holds another person's report as well.

    What: `needs` must be given; `reason_required`. When: `only_skipping` where the category needs no verification;
    `within` and `after` name a limit of days since the present state began, after which it is shut, before which it
    is not open yet; `follows`: the signing that must have come first in the present state; `proof`: the move that must
    have been made since the case was last sorted into a channel; `resumes`: only back to where work stood last.

    Effect: `handles`: who makes it is who handled the case. `joins`: its reports go over to the case that the evidence
    names, and each of their writers gets a sheet when that one is answered. `signs`: everybody's sheet goes out, and the state waits
    for the first to arrive. `tells`: its words are for the person who spoke as well, who reads them behind the receipt.
    `seat`: the body that the evidence names takes it; `bodies`: the roles of bodies that may be named. `ends`: the seat
    whose body loses sight of the case, `*` for all. `channel`: which of the two the case is in from here.
    `gathers`: other cases in the same state may come along with the same words (一报多案).
    `promises`: the days of work are those its evidence names, or, for who approves an extension, those that were asked for.
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
    proof: str | None = None
    resumes: bool = False
    handles: bool = False
    joins: bool = False
    signs: bool = False
    tells: bool = False
    alone: bool = False
    unasked: bool = False
    rests: bool = False
    seat: Seat | None = None
    bodies: frozenset[str] = frozenset()
    ends: Seat | Literal["*"] | None = None
    channel: Channel | None = None
    gathers: bool = False
    promises: bool = False

    @property
    def stays(self) -> bool:
        """Return whether it leaves the case where it is, with its deadline: words that are passed on."""
        return self.lands == self.source

    @property
    def lands(self) -> State:
        """Return the state the case is in right after it: signing stays where it is."""
        return self.source if self.signs else self.to


@dataclass(frozen=True)
class Change:
    """A move or signing that is to be written; `move`: its id in the table."""

    move: str
    source: str
    to: str
    kind: str
    actor_id: int | None
    actor_name: str
    actor_role: str
    due_on: date | None
    promised_on: date | None
    body_id: int | None
    reason: str
    evidence: dict[str, str]
