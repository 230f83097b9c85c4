"""A deputy as the rest of the house sees one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# The five levels of the People's Congresses, and the deputies of a street's consultative council (议政代表).
LEVELS = ("national", "province", "city", "county", "town", "street_council")


@dataclass(frozen=True)
class DeputyRef:
    """A deputy (人大代表); `station_id`: where people meet them, `account_id`: their log-in, both may be missing."""

    id: int
    code: str
    name: str
    level: str
    area_code: str
    station_id: int | None
    account_id: int | None
    term_to: date | None
