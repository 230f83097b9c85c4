"""The verbs of the room: prepare, run, vote, count, publish."""

from backend.ballots.queries import Head, Member, View
from backend.ballots.service.counting import enter_papers, recount, sign, unseal
from backend.ballots.service.drafting import change, make
from backend.ballots.service.reading import listed, of_subject, published, read
from backend.ballots.service.running import issue, move, object_to, own_code
from backend.ballots.service.voting import Booth, booth, cast, context_of, held, trade

__all__ = [
    "Booth",
    "Head",
    "Member",
    "View",
    "booth",
    "cast",
    "change",
    "context_of",
    "enter_papers",
    "held",
    "issue",
    "listed",
    "make",
    "move",
    "object_to",
    "of_subject",
    "own_code",
    "published",
    "read",
    "recount",
    "sign",
    "trade",
    "unseal",
]
