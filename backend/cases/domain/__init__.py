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
from backend.cases.domain.evidence import ANSWER, BODY, DUE, INTO, PERFORM, TOGETHER, Evidence, complete
from backend.cases.domain.moves import Move
from backend.cases.domain.states import (
    AT_WORK,
    CITIZEN,
    CITIZEN_WORDS,
    DEPUTY,
    LABELS,
    OPEN,
    OVER,
    PROMISED,
    ROLE_LABELS,
    STAFF,
    State,
)
from backend.cases.domain.table import ARRIVED, BY_ID, LAPSES, MOVES, RETURNS, moves_from, moves_to
from backend.cases.domain.urging import LEVELS, URGES, latest_due, most_of

__all__ = [
    "ANSWER",
    "ARRIVED",
    "AT_WORK",
    "BODY",
    "BY_ID",
    "CITIZEN",
    "CITIZEN_WORDS",
    "DEPUTY",
    "DUE",
    "INTO",
    "LABELS",
    "LAPSES",
    "LEVELS",
    "MOVES",
    "OPEN",
    "OVER",
    "PERFORM",
    "PROMISED",
    "RETURNS",
    "ROLE_LABELS",
    "STAFF",
    "THE_CITIZEN",
    "THE_SYSTEM",
    "TOGETHER",
    "URGES",
    "Actor",
    "DayKind",
    "Evidence",
    "Limit",
    "Move",
    "NextMove",
    "State",
    "Waits",
    "complete",
    "day_kind",
    "is_working_day",
    "latest_due",
    "most_of",
    "moves_from",
    "moves_to",
    "working_days_after",
    "working_days_left",
]
