"""The verbs of the room."""

from backend.proposals.queries import Head, View, Wanted
from backend.proposals.service.moving import move
from backend.proposals.service.raising import add_sources, listed, make, makers, read

__all__ = ["Head", "View", "Wanted", "add_sources", "listed", "make", "makers", "move", "read"]
