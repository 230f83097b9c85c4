"""Solicitations: states and moves, tasks, drafts; pure."""

from __future__ import annotations

from backend.solicitations.domain.moves import (
    BY_ID,
    HELD,
    LABELS,
    MOVES,
    NEEDS,
    OVER,
    PHASE_LABELS,
    PHASES,
    Move,
    State,
    moves_from,
    phase_of,
)
from backend.solicitations.domain.tasks import OPEN_TASKS, TASK_LABELS, TASK_STEPS, TaskState, TaskStep

__all__ = [
    "BY_ID", "HELD", "LABELS", "MOVES", "NEEDS", "OPEN_TASKS", "OVER", "PHASES", "PHASE_LABELS", "TASK_LABELS", "TASK_STEPS", "Move",
    "State", "TaskState", "TaskStep", "moves_from", "phase_of",
]  # fmt: skip
