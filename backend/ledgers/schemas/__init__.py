"""Books on the wire: what is asked, what is told, and how a file of one is worded."""

from backend.ledgers.schemas.asked import LedgerExportSchema, LedgerQuerySchema, NewLedgerBookSchema, wanted_of
from backend.ledgers.schemas.sheet import wanted_sheet
from backend.ledgers.schemas.told import (
    LedgerPageSchema,
    LedgersSchema,
    OwnLedgerBookSchema,
    catalogue_wire,
    own_wire,
    page_wire,
)

__all__ = [
    "LedgerExportSchema",
    "LedgerPageSchema",
    "LedgerQuerySchema",
    "LedgersSchema",
    "NewLedgerBookSchema",
    "OwnLedgerBookSchema",
    "catalogue_wire",
    "own_wire",
    "page_wire",
    "wanted_of",
    "wanted_sheet",
]
