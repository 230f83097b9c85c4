"""The verbs of the room: list, read, move, answer, reopen; what the system does by itself."""

from backend.cases.service.change import answer, close_unopposed, delivered, give_deadlines, move, reopen_by_receipt
from backend.cases.service.file import (
    CaseFile,
    NextMove,
    Page,
    Progress,
    list_cases,
    progress,
    read,
)

__all__ = [
    "CaseFile",
    "NextMove",
    "Page",
    "Progress",
    "answer",
    "close_unopposed",
    "delivered",
    "give_deadlines",
    "list_cases",
    "move",
    "progress",
    "read",
    "reopen_by_receipt",
]
