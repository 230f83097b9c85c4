"""The verbs of the room."""

from backend.evaluation.service.checking import check, move
from backend.evaluation.service.claiming import claim, evidence
from backend.evaluation.service.honours import ask, decide, honours
from backend.evaluation.service.making import make, make_scheme, schemes
from backend.evaluation.service.reading import estimate, listed, read, sources, taken

__all__ = [
    "ask", "check", "claim", "decide", "estimate", "evidence", "honours", "listed", "make", "make_scheme", "move", "read", "schemes", "sources", "taken",
]  # fmt: skip
