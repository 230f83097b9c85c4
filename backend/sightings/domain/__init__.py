"""A sighting as it comes in, and what is said of it later: pure."""

from backend.sightings.domain.amendment import FIELDS, MOST_AMENDMENTS, Addition, Correction, State, Version, clashing
from backend.sightings.domain.sighting import (
    MOST_ATTACHMENTS,
    MOST_IN_BATCH,
    NEWEST,
    NOTICED_BY,
    OLDEST,
    OUT_OF_CELL_REASONS,
    REFUSALS,
    RISKS,
    NewSighting,
    Outcome,
    refusal_for,
    spelling_of,
    taken,
    utc_now,
)

__all__ = [
    "FIELDS",
    "MOST_AMENDMENTS",
    "MOST_ATTACHMENTS",
    "MOST_IN_BATCH",
    "NEWEST",
    "NOTICED_BY",
    "OLDEST",
    "OUT_OF_CELL_REASONS",
    "REFUSALS",
    "RISKS",
    "Addition",
    "Correction",
    "NewSighting",
    "Outcome",
    "State",
    "Version",
    "clashing",
    "refusal_for",
    "spelling_of",
    "taken",
    "utc_now",
]
