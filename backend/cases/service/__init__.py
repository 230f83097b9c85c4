"""The verbs of the room: list, read, move, answer, reopen; what the system does by itself."""

from backend.cases.service.change import answer, close_unopposed, delivered, move, reopen_by_receipt
from backend.cases.service.file import (
    CaseFile,
    NextMove,
    Page,
    Progress,
    first_due,
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
    "first_due",
    "list_cases",
    "move",
    "progress",
    "read",
    "reopen_by_receipt",
]
