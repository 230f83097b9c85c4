"""Sites for new posts, advised or tried out, and what they change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from backend.coverage.domain import FACTORS, Gain, Sum, Survey, Weights
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
class NewPlan:
    """Sites (longitude, latitude) that are kept under a name, and what is assumed."""

    id: UUID
    area: str
    name: str
    sites: tuple[tuple[float, float], ...]
    reach_m: float
    weights: Weights


@dataclass(frozen=True)
class Kept:
    """A plan as it was saved; `figures`: of that day, as `figures_of` gives them; `removes`: the viewer may remove it."""

    id: UUID
    area_code: str
    area_name: str
    name: str
    reach_m: float
    weights: Weights
    since: date
    figures: dict[str, Any]
    grid: bytes
    made_by: int
    made_name: str
    made_at: datetime
    asked: bytes
    removed_at: datetime | None
    removes: bool

    @property
    def sites(self) -> list[tuple[float, float]]:
        """Return where its posts stand: longitude and latitude."""
        return [(each["lon"], each["lat"]) for each in self.figures["sites"]]


@dataclass(frozen=True)
class Reopened:
    """A plan that was saved, what its sites come to today, and whether the grid is another one by now."""

    kept: Kept
    today: Plan
    grid_changed: bool


def figures_of(plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan, as they are told and kept."""
    return {
        "before": summed(plan.before),
        "after": summed(plan.after),
        "sites": [_site(site) for site in plan.sites],
    }


def summed(of: Sum) -> dict[str, Any]:
    """Return how much is served, as it is told and kept."""
    return vars(of) | {"blank": of.blank}


def _site(site: Site) -> dict[str, Any]:
    gain = site.gain
    factors = [{"factor": name, "n": getattr(gain.figures, name), "share": gain.parts[name]} for name in FACTORS]
    return {
        "lon": site.lon, "lat": site.lat, "cell": site.cell and site.cell._asdict(), "share": gain.share, "cells": list(gain.cells),
        "factors": sorted(factors, key=lambda one: -one["share"]),
    }  # fmt: skip


def grid_of(survey: Survey) -> bytes:
    """Return a digest of the cells of a survey; a cell is never edited, so another grid has another one."""
    return sha256(",".join(str(number) for number in sorted(cell.id for cell in survey.cells)).encode()).digest()


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
