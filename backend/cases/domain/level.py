"""How sensitive a case is, and what a move of such a case needs beyond its row of the table: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.cases.domain.evidence import AGREED, APART, HANDED, Evidence
from backend.cases.domain.moves import Move

# Seats of bodies to which a matter is handed over; the chairpersons only sit over it.
HANDED_TO = frozenset({"handler", "research_centre", "working_body"})
# Seats of bodies that may have to speak with the people themselves.
SPEAKS_WITH = frozenset({"handler", "receiver"})


class Level(StrEnum):
    """From the least to the most sensitive."""

    OPEN = "open"
    RESTRICTED = "restricted"
    HIDDEN = "hidden"

    @property
    def rank(self) -> int:
        """Return 0 for open to 2 for hidden."""
        return list(Level).index(self)


@dataclass(frozen=True)
class LevelChange:
    """How sensitive a case is, judged anew."""

    at: datetime
    actor_name: str
    actor_role: str
    from_level: str
    to_level: str
    reason: str


LEVEL_LABELS: Mapping[Level, str] = {Level.OPEN: "公开", Level.RESTRICTED: "限办理人员", Level.HIDDEN: "隐蔽"}
# Who may judge it anew; who may lower it too.
RAISERS = ("liaison", "town_congress")
LOWERERS = ("town_congress",)


def level_of(*, hidden: bool, restricted: bool) -> Level:
    """Return the level that the two marks of a case mean."""
    return Level.HIDDEN if hidden else Level.RESTRICTED if restricted else Level.OPEN


def levellers(now: Level, to: Level) -> tuple[str, ...]:
    """Return the roles that may bring a case from one level to the other."""
    return RAISERS if to.rank >= now.rank else LOWERERS


def needs_of(move: Move, level: Level, open_children: int) -> tuple[Evidence, ...]:
    """Return all that `move` needs of a case of this level with so many children that have no answer yet.

    What is not open is handed to a body with its people's consent, or by duty of the law; how they are reached goes along by their
    own word; an answer before those of the children is given on purpose.
    """
    handed = (HANDED,) if move.seat in HANDED_TO and level is not Level.OPEN else ()
    agreed = (AGREED,) if move.seat in SPEAKS_WITH and "liaison" in move.roles else ()
    apart = (APART,) if move.signs and open_children else ()
    return (*move.needs, *handed, *agreed, *apart)
