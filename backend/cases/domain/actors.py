"""Who acts on a case, by which role, and what waits for them; whose word is asked, and what the rules suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.bodies.domain import BODY_ROLES, BodyRef
from backend.cases.domain.evidence import Evidence
from backend.cases.domain.moves import Move
from backend.cases.domain.states import CITIZEN, State
from backend.cases.domain.table import MOVES
from backend.db import SYSTEM


@dataclass(frozen=True)
class Waits:
    """Where a person has a move that a case waits for.

    `there`: state, prefix of the area, whether who handled the case is left out, whether only categories that skip
    verification count, and the state that work must have stood at last, "" for any. `by_code`: states in which a case waits for who holds its code. `by_seat`: state and role of the body
    that it then waits for, whosever.
    """

    there: tuple[tuple[str, str, bool, bool, str], ...]
    by_code: tuple[str, ...]
    by_seat: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Actor:
    """Who acts.

    `id`: the account, None for a citizen or the system. `roles`: pairs of role and area prefix. `holds`: the roles
    in which a code opens the one case at hand to them. `seats`: the roles of the bodies at that case for which they act.
    `handles`: one of those bodies handles it. `linked`: they act for one by a link, without an account, which closes no case.
    """

    id: int | None
    name: str
    roles: tuple[tuple[str, str], ...]
    holds: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    handles: bool = False
    linked: bool = False

    def has(self, role: str) -> bool:
        """Return whether the person holds `role` anywhere."""
        return any(role == each for each, _ in self.roles)

    def roles_at(self, area: str) -> frozenset[str]:
        """Return the roles held at the area code `area`."""
        return frozenset(role for role, prefix in self.roles if area.startswith(prefix))

    def role_for(self, move: Move, area: str) -> str | None:
        """Return the role by which this person may make `move` of the case at hand, which lies at `area`, or None.

        What came by one's own code is answered as its holder, also by who has another role there.
        """
        if self.linked and move.to == State.CLOSED:
            return None
        able = [*sorted(move.holders & self.holds), *sorted(move.roles & (self.roles_at(area) | self.seats))]
        return able[0] if able else None

    def waits(self) -> Waits:
        """Return where cases wait for a move of this person's."""
        moves = [move for move in MOVES if not (move.unasked or move.rests)]
        there = {
            (str(move.source), prefix, move.not_handler, move.only_skipping, str(move.to) if move.resumes else "")
            for move in moves for role, prefix in self.roles if role in move.roles
        }  # fmt: skip
        by_code = {str(move.source) for move in moves if any(self.has(role) for role in move.holders)}
        by_seat = {(str(move.source), role) for move in moves for role in move.roles & set(BODY_ROLES)}
        return Waits(tuple(sorted(there)), tuple(sorted(by_code)), tuple(sorted(by_seat)))


THE_CITIZEN = Actor(None, "", (), frozenset({CITIZEN}))
THE_SYSTEM = Actor(None, "", ((SYSTEM, ""),))


@dataclass(frozen=True)
class NextMove:
    """A move this person may make.

    One that must wait says for what (a key of the catalogue); `bodies`: those that may take the seat it gives; `needs`: of
    this case, which may be more than the table asks of all.
    """

    move: Move
    waiting_for: str | None
    bodies: Sequence[BodyRef] = ()
    needs: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Asking:
    """A person of a case and a body that reaches them by their word only; `given`: how they said so last, None for never."""

    report_id: UUID
    number: str
    seat: str
    body_id: int
    body_name: str
    given: str | None
    at: datetime | None


@dataclass(frozen=True)
class OwnAsking:
    """A body that asks for one's own word; `at_table`: it has the matter now."""

    body_id: int
    code: str
    name: str
    at_table: bool
    given: str | None
    at: datetime | None


@dataclass(frozen=True)
class Suggested:
    """What the office's rules suggest for a case that nobody has in hand: who gets it, and by when it is to be done."""

    rule_id: UUID
    channel: str
    body_id: int | None
    due: date | None
