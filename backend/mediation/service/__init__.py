"""The verbs of the room: read, note a party, a record, a follow-up, what was asked of a court; reveal, print."""

from backend.mediation.service.printing import Printed, printed_agreement, printed_record, reveal
from backend.mediation.service.reading import read
from backend.mediation.service.writing import add_follow_up, add_party, add_record, ask_court, note_ruling

__all__ = [
    "Printed",
    "add_follow_up",
    "add_party",
    "add_record",
    "ask_court",
    "note_ruling",
    "printed_agreement",
    "printed_record",
    "read",
    "reveal",
]
