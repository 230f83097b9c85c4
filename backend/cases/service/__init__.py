"""The verbs of the room: list, read, move, answer, reopen; what the system does by itself."""

from backend.cases.service.access import context_of_held
from backend.cases.service.change import (
    accept_by,
    answer,
    close_unopposed,
    delivered,
    give_deadlines,
    move,
    reopen,
)
from backend.cases.service.file import list_cases, may_reopen, read, reveal
from backend.cases.service.remap import remap

__all__ = [
    "accept_by",
    "answer",
    "close_unopposed",
    "context_of_held",
    "delivered",
    "give_deadlines",
    "list_cases",
    "may_reopen",
    "move",
    "read",
    "remap",
    "reopen",
    "reveal",
]
