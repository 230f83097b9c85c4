"""The verbs of the room: list, read, move, answer, reopen; what the system does by itself."""

from backend.cases.service.change import answer, close_unopposed, delivered, give_deadlines, move, reopen_by_receipt
from backend.cases.service.file import (
    CaseFile,
    NextMove,
    Page,
    list_cases,
    may_reopen,
    read,
    reveal,
)

__all__ = [
    "CaseFile",
    "NextMove",
    "Page",
    "answer",
    "close_unopposed",
    "delivered",
    "give_deadlines",
    "list_cases",
    "may_reopen",
    "move",
    "read",
    "reopen_by_receipt",
    "reveal",
]
