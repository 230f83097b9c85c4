"""The verbs of the room: make an initiative of a case, sign it with others, let it go its steps, list. None of them moves the case."""

from backend.initiatives.queries import Cluster, Told, View, Wanted
from backend.initiatives.service.making import change_case, clusters, listed, make, makeable, move, read, suggest
from backend.initiatives.service.signing import ask_to_sign, askable, sign

__all__ = [
    "Cluster", "Told", "View", "Wanted", "ask_to_sign", "askable", "change_case", "clusters", "listed", "make", "makeable", "move", "read", "sign",
    "suggest",
]  # fmt: skip
