"""What a list of cases is narrowed to, and where a page of it ended. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Last:
    """The last row of a page, by what lists are sorted by."""

    due_on: date | None
    opened_at: datetime
    id: UUID


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; `since` and `until` bound the time of opening, the latter excluded.

    `overdue`: only open cases whose deadline lies before this day. `soon`: only those whose deadline has not passed and
    comes within the days before which who has them in hand is told (`case_limit`). `by_code`: what came by the viewer's own
    code as a deputy. `open`: only what is not at its end, whatever its deadline.
    """

    state: str | None = None
    category: str | None = None
    topic: str | None = None
    cell: str | None = None
    came_by: str | None = None
    station: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    waiting: bool = False
    overdue: date | None = None
    unplaced: bool = False
    soon: bool = False
    by_code: bool = False
    open: bool = False

    @property
    def by_deadline(self) -> bool:
        """Return whether the deadline that ends first stands on top: where somebody looks for what to do next."""
        return not self.by_code and (self.waiting or self.soon or self.overdue is not None)

    @property
    def still_open(self) -> bool:
        """Return whether what is at its end stays out."""
        return self.open or self.by_deadline
