"""Which months are told of, and what a station's figures are. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

# So many whole months are told of; fewer than so many of anything in a month are not.
MONTHS, LEAST = 12, 5


@dataclass(frozen=True)
class Told:
    """A month of a station: what was heard, answered and adopted there in it; None: fewer than `LEAST`."""

    month: date
    heard: int | None = None
    answered: int | None = None
    adopted: int | None = None


@dataclass(frozen=True)
class Adopted:
    """What was adopted of what people said at a station; `final_label` None: where it stands was not noted."""

    draft: UUID
    law: str
    title: str
    said: str
    name: str
    name_en: str
    final_label: str | None
    final_text: str | None


def whole_months(day: date) -> list[date]:
    """Return the first days of the last `MONTHS` months that were over on `day`, the latest first."""
    found, first = [], day.replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found
