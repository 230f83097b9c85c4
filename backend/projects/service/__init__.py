"""The verbs of the room: propose, move along the four lists, follow, judge."""

from backend.projects.queries import Head, View, Wanted, Wish
from backend.projects.service.following import flag, report, score, voice
from backend.projects.service.moving import move
from backend.projects.service.proposing import add_sources, listed, make, read, roles_here, wishes
from backend.projects.service.surveying import draw, note, surveyed

__all__ = [
    "Head",
    "View",
    "Wanted",
    "Wish",
    "add_sources",
    "draw",
    "flag",
    "listed",
    "make",
    "move",
    "note",
    "read",
    "report",
    "roles_here",
    "score",
    "surveyed",
    "voice",
    "wishes",
]
