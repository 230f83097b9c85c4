"""What a ballot is: the meeting's settings, its steps, the marks on a ballot, and how they are counted; pure."""

from backend.ballots.domain.counting import Count, Row, count, is_valid
from backend.ballots.domain.meeting import (
    ARROWS,
    KINDS,
    LABELS,
    OUTCOMES,
    QUORUMS,
    RULES,
    WAYS,
    Arrow,
    Candidate,
    Draft,
    State,
    arrows_from,
)
from backend.ballots.domain.secrets import Urn, code_of, digest_of_code, digest_of_device, tracker_of

__all__ = [
    "ARROWS",
    "KINDS",
    "LABELS",
    "OUTCOMES",
    "QUORUMS",
    "RULES",
    "WAYS",
    "Arrow",
    "Candidate",
    "Count",
    "Draft",
    "Row",
    "State",
    "Urn",
    "arrows_from",
    "code_of",
    "count",
    "digest_of_code",
    "digest_of_device",
    "is_valid",
    "tracker_of",
]
