"""Deputies: looked up, imported from a file, placed in groups and cells."""

from backend.deputies.service.imports import COLUMNS, OPTIONAL, import_deputies, template
from backend.deputies.service.lookup import get, homes, levels, listed, of_account, of_congress, placed
from backend.deputies.service.placing import end, hold, place

__all__ = [
    "COLUMNS", "OPTIONAL", "end", "get", "hold", "homes", "import_deputies", "levels", "listed", "of_account", "of_congress", "place",
    "placed",
    "template",
]  # fmt: skip
