"""The verbs of the room: taking in, telling how far it is, and what a person may do with the own words."""

from backend.submissions.service.intake import (
    context_of,
    foretell,
    named_cell,
    progress,
    received_before,
    record,
    way_in,
)
from backend.submissions.service.own import add_photos, correct, erase, export, photo

__all__ = [
    "add_photos",
    "context_of",
    "correct",
    "erase",
    "export",
    "foretell",
    "named_cell",
    "photo",
    "progress",
    "received_before",
    "record",
    "way_in",
]
