"""The verbs of the room: record, say what is missing, ask whether it is the same; correct and add to what was recorded."""

from backend.sightings.service.amending import add, asked, correct, history
from backend.sightings.service.intake import known, missing, near, record

__all__ = ["add", "asked", "correct", "history", "known", "missing", "near", "record"]
