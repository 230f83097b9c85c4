"""The verbs of the room: take in, move along the table, read, erase, write down a sitting."""

from backend.opinions.queries import OpenDraft, Row, Wanted
from backend.opinions.service.intake import context_of, foretell, received_before, record, record_noted, way_in
from backend.opinions.service.moving import Mover, become_case, decide, move
from backend.opinions.service.own import erase, erase_due, export, follow, withdraw
from backend.opinions.service.reading import article, draft_at, field_drafts, listed, open_drafts, participation, read
from backend.opinions.service.sittings import sit, sittings, written_at
from backend.opinions.service.thanks import points, take_off, thank, thanked

__all__ = [
    "Mover",
    "OpenDraft",
    "Row",
    "Wanted",
    "article",
    "become_case",
    "context_of",
    "decide",
    "draft_at",
    "erase",
    "erase_due",
    "export",
    "field_drafts",
    "follow",
    "foretell",
    "listed",
    "move",
    "open_drafts",
    "participation",
    "points",
    "read",
    "received_before",
    "record",
    "record_noted",
    "sit",
    "sittings",
    "take_off",
    "thank",
    "thanked",
    "way_in",
    "withdraw",
    "written_at",
]  # fmt: skip
