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
from backend.submissions.service.registering import REGISTRARS, desk, register, registrations

__all__ = [
    "REGISTRARS",
    "add_photos",
    "context_of",
    "correct",
    "desk",
    "erase",
    "export",
    "foretell",
    "named_cell",
    "photo",
    "progress",
    "received_before",
    "record",
    "register",
    "registrations",
    "way_in",
]
