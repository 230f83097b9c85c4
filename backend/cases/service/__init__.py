"""The verbs of the room: list, read, move, answer, split, judge how sensitive; what a citizen does by receipt, and the system by itself."""

from backend.cases.queries import by_number
from backend.cases.service.access import context_of_held, meet, own_seats
from backend.cases.service.asking import by_author
from backend.cases.service.change import answer, by_receipt, delivered, lapse, move
from backend.cases.service.consents import asked_of, note, own_handovers, say_own
from backend.cases.service.deadlines import accept_by, give_deadlines
from backend.cases.service.export import export
from backend.cases.service.file import citizen_moves, head_of, list_cases, read, reveal
from backend.cases.service.level import set_level
from backend.cases.service.near import near
from backend.cases.service.promising import promise
from backend.cases.service.remap import remap
from backend.cases.service.split import split
from backend.cases.service.topics import tag, topics_of
from backend.cases.service.urging import forewarn, note_urge, urge, urge_late

__all__ = [
    "accept_by",
    "answer",
    "asked_of",
    "by_author",
    "by_number",
    "by_receipt",
    "citizen_moves",
    "context_of_held",
    "delivered",
    "export",
    "forewarn",
    "give_deadlines",
    "head_of",
    "lapse",
    "list_cases",
    "meet",
    "move",
    "near",
    "note",
    "note_urge",
    "own_handovers",
    "own_seats",
    "promise",
    "read",
    "remap",
    "reveal",
    "say_own",
    "set_level",
    "split",
    "tag",
    "topics_of",
    "urge",
    "urge_late",
]
