"""The verbs of the room: read, add, change, order, remove, try; suggest; import."""

from backend.routing.service.imports import COLUMNS, OPTIONAL, import_rules
from backend.routing.service.reading import list_rules, suggest, try_out
from backend.routing.service.writing import add, change, remove, reorder

__all__ = [
    "COLUMNS",
    "OPTIONAL",
    "add",
    "change",
    "import_rules",
    "list_rules",
    "remove",
    "reorder",
    "suggest",
    "try_out",
]
