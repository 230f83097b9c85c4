"""A deputy as the rest of the house sees one, and where deputies are placed: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

# The five levels of the People's Congresses, and the deputies of a street's consultative council (议政代表).
LEVELS = ("national", "province", "city", "county", "town", "street_council")
LEVEL_LABELS: Mapping[str, str] = {
    "national": "全国人大代表",
    "province": "省级人大代表",
    "city": "市级人大代表",
    "county": "县级人大代表",
    "town": "乡镇人大代表",
    "street_council": "街道议政代表",
}
# Who holds a home station: one head, one or two liaisons.
DUTIES: Mapping[str, str] = {"head": "负责人", "liaison": "联络员"}
SEATS: Mapping[str, int] = {"head": 1, "liaison": 2}
Duty = Literal["head", "liaison"]
# Who calls meetings at a place also says who serves there.
CONVENERS = frozenset({"liaison", "town_congress"})


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


@dataclass(frozen=True)
class NewPlace:
    """A deputy placed in a group or at a cell from a day on; one of `group` (its id) and `cell` (its code) is given."""

    id: UUID
    deputy: int
    group: int | None
    cell: str | None
    since: date


@dataclass(frozen=True)
class NewOfficer:
    """Somebody who holds a home station from a day on."""

    id: UUID
    station: int
    duty: Duty
    name: str
    since: date


@dataclass(frozen=True)
class Placing:
    """Who places deputies: account, and pairs of role and area prefix."""

    id: int
    roles: tuple[tuple[str, str], ...]

    def at(self, area: str) -> bool:
        """Return whether the person says who serves at the area code `area`."""
        return any(role in CONVENERS and area.startswith(prefix) for role, prefix in self.roles)
