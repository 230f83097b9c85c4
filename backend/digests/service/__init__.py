"""The verbs of the room."""

from backend.digests.domain import ADOPTED
from backend.digests.queries import Told
from backend.digests.service.answers import answer, notices, publish, results
from backend.digests.service.batches import batch, batches, drawn, export, note_receipt, send
from backend.digests.service.experts import add_expert, ask, declare, end_expert, experts, give, remind, specialities
from backend.digests.service.items import (
    articles,
    edit,
    listed,
    make,
    merge,
    move,
    read,
    settle,
    sort,
    suggestions,
)
from backend.digests.service.reading import drafts, frame, funnel, opinions

__all__ = [
    "ADOPTED", "Told", "add_expert", "answer", "articles", "ask", "batch", "batches", "declare", "drafts",
    "drawn", "edit", "end_expert", "experts", "export",
    "frame", "funnel", "give", "listed", "make", "merge", "move", "note_receipt", "notices", "opinions", "publish", "read", "remind",
    "results", "send", "settle", "sort", "specialities", "suggestions",
]  # fmt: skip
