"""Who acts on a case, by which role, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from backend.cases.domain.moves import MOVES, Move
from backend.cases.domain.states import CITIZEN
from backend.db import SYSTEM


@dataclass(frozen=True)
class Waits:
    """Where a person has a move that a case waits for.

    `there`: state, prefix of the area, whether who handled the case is left out, whether only categories that skip
    verification count. `by_code`: states in which a case waits for who holds its code.
    """

    there: tuple[tuple[str, str, bool, bool], ...]
    by_code: tuple[str, ...]


@dataclass(frozen=True)
class Actor:
    """Who acts.

    `id`: the account, None for a citizen or the system. `roles`: pairs of role and area prefix. `holds`: the roles
    in which a code opens the one case at hand to them.
    """

    id: int | None
    name: str
    roles: tuple[tuple[str, str], ...]
    holds: frozenset[str] = frozenset()

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
        able = [*sorted(move.holders & self.holds), *sorted(move.roles & self.roles_at(area))]
        return able[0] if able else None

    def waits(self) -> Waits:
        """Return where cases wait for a move of this person's."""
        moves = [move for move in MOVES if not (move.unasked or move.rests)]
        there = {
            (str(move.source), prefix, move.not_handler, move.only_skipping)
            for move in moves for role, prefix in self.roles if role in move.roles
        }  # fmt: skip
        by_code = {str(move.source) for move in moves if any(self.has(role) for role in move.holders)}
        return Waits(tuple(sorted(there)), tuple(sorted(by_code)))


THE_CITIZEN = Actor(None, "", (), frozenset({CITIZEN}))
THE_SYSTEM = Actor(None, "", ((SYSTEM, ""),))


@dataclass(frozen=True)
class NextMove:
    """A move this person may make; one that must wait says for what (a key of the catalogue)."""

    move: Move
    waiting_for: str | None
