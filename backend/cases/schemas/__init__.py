"""Cases on the wire: what is asked, what is told, and how what was read becomes that."""

from backend.cases.schemas.asked import (
    AnswerSchema,
    CaseExportSchema,
    CaseFiltersSchema,
    ChildSchema,
    LevelSchema,
    NearSchema,
    OwnTransitionSchema,
    PromiseSchema,
    RevealSchema,
    TransitionSchema,
    UrgeSchema,
    asking,
    filters_of,
    last_of,
    narrowed,
)
from backend.cases.schemas.sheet import wanted
from backend.cases.schemas.told import CaseContactSchema, CaseFileSchema, CaseNearSchema, CasesSchema, OwnMoveSchema
from backend.cases.schemas.wire import file_wire, near_wire, own_move_wire, page_wire

__all__ = [
    "AnswerSchema",
    "CaseContactSchema",
    "CaseExportSchema",
    "CaseFileSchema",
    "CaseFiltersSchema",
    "CaseNearSchema",
    "CasesSchema",
    "ChildSchema",
    "LevelSchema",
    "NearSchema",
    "OwnMoveSchema",
    "OwnTransitionSchema",
    "PromiseSchema",
    "RevealSchema",
    "TransitionSchema",
    "UrgeSchema",
    "asking",
    "file_wire",
    "filters_of",
    "last_of",
    "narrowed",
    "near_wire",
    "own_move_wire",
    "page_wire",
    "wanted",
]
