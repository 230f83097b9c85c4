"""States, the table of moves, who may make them, and limits of time: pure."""

from backend.cases.domain.actors import THE_CITIZEN, THE_SYSTEM, Actor, NextMove, Waits
from backend.cases.domain.calendar import (
    DayKind,
    Limit,
    day_kind,
    is_working_day,
    working_days_after,
    working_days_left,
)
from backend.cases.domain.moves import (
    ANSWER,
    ARRIVED,
    BY_ID,
    INTO,
    LAPSES,
    MOVES,
    Evidence,
    Move,
    moves_from,
    moves_to,
)
from backend.cases.domain.states import CITIZEN, CITIZEN_WORDS, DEPUTY, LABELS, OPEN, OVER, ROLE_LABELS, STAFF, State

__all__ = [
    "ANSWER",
    "ARRIVED",
    "BY_ID",
    "CITIZEN",
    "CITIZEN_WORDS",
    "DEPUTY",
    "INTO",
    "LABELS",
    "LAPSES",
    "MOVES",
    "OPEN",
    "OVER",
    "ROLE_LABELS",
    "STAFF",
    "THE_CITIZEN",
    "THE_SYSTEM",
    "Actor",
    "DayKind",
    "Evidence",
    "Limit",
    "Move",
    "NextMove",
    "State",
    "Waits",
    "day_kind",
    "is_working_day",
    "moves_from",
    "moves_to",
    "working_days_after",
    "working_days_left",
]
