"""What reconsiderations and trials say of normative documents, and who collects opinions for a contact point: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

HINT_KINDS: Mapping[str, str] = {"reconsideration": "行政复议", "trial": "行政审判"}
SERVES: Mapping[str, str] = {"neighbourhood": "居民小区", "village": "行政村", "unit": "企事业单位"}
# Bodies that review, reconsider or try.
SHARERS = frozenset({"court", "government", "justice_office", "working_body", "research_centre"})
KEEPERS = frozenset({"liaison", "town_congress"})


@dataclass(frozen=True)
class Hint:
    """What is shared of a decision: which document, by which organ under which reference, when, and what it says of the document."""

    id: UUID
    document: str
    solicitation_id: UUID | None
    kind: str
    organ: str
    reference: str
    decided_on: date
    said: str
    area_code: str


@dataclass(frozen=True)
class Collector:
    """Somebody of a station's network and whom they serve; `standing`: a party member, a deputy, a resident."""

    id: UUID
    station_id: int
    name: str
    standing: str
    serves: str
    place: str
    from_day: date
