"""Sites for new posts, advised or tried out, and what they change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backend.coverage.domain import Gain, Sum, Survey
from backend.coverage.domain.siting import Choice


class PlaceCell(NamedTuple):
    """The cell a site stands in."""

    id: int
    code: str
    name: str
    village: str


@dataclass(frozen=True)
class Site:
    """A place for a post and what it adds to those before it; `cell`: None outside every cell of the scope."""

    lon: float
    lat: float
    cell: PlaceCell | None
    gain: Gain


@dataclass(frozen=True)
class Plan:
    """Sites in their order, and how much is served without and with all of them."""

    survey: Survey
    sites: Sequence[Site]
    before: Sum
    after: Sum


@dataclass(frozen=True)
class Advice:
    """The best plan that was found, and how it was found."""

    plan: Plan
    choice: Choice

    def reason(self, k: int) -> str | None:
        """Return why it has fewer than `k` sites: no cells, nothing that weighs, nobody left to reach; None when it has `k`."""
        if len(self.choice.sites) >= k:
            return None
        if not self.plan.survey.cells:
            return "no_cells"
        return "all_reached" if self.plan.survey.weights.any() else "no_demand"
