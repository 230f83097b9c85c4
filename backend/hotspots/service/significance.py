"""Which cells stand out beyond chance, among those of one scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from backend.clock import today
from backend.grid.domain import Scope
from backend.hotspots.domain import Cell, Rules, Significance, gistar
from backend.hotspots.domain.rates import smoothed
from backend.hotspots.domain.trends import emerging, run_of_hot
from backend.hotspots.service.scope import neighbours_of
from backend.settings import Settings

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """The cells that are held against each other, with the reports and the households of each."""

    scope: Scope
    version: str
    cells: Sequence[Cell]
    events: Numbers
    homes: Numbers


def rules_of(settings: Settings) -> Rules:
    """Return what this office has set of the statistics."""
    return Rules(
        permutations=settings.hotspot_permutations, seed=settings.hotspot_seed, q=settings.hotspot_false_share,
        least_cells=settings.hotspot_least_cells, step_days=settings.hotspot_step_days, walking_m=settings.walking_kmh * 1000 / 60,
    )  # fmt: skip


def significance(session: Session, these: Compared, steps: Numbers, rules: Rules) -> Significance:
    """Return Gi* of the smoothed rates of `these`, and the emerging class from `steps`: their counts in equal steps of time.

    Cells without households take no part, neither for themselves nor as neighbours.
    """
    lived = np.flatnonzero(these.homes > 0)
    around = neighbours_of(session, these.scope, today(), these.version, these.cells)[lived][:, lived]
    islands = int((gistar.degrees(around) == 0).sum())
    values = smoothed(these.events, these.homes)[lived]
    reason = "too_few_cells" if len(lived) < rules.least_cells else "all_equal" if gistar.all_equal(values) else None
    trend, lasting = _trend(steps[lived], these.homes[lived], around) if reason != "too_few_cells" else ([], [])
    if reason:
        return _whole(
            len(these.cells), lived, Significance([], [], [], [], [], trend, lasting, len(lived), islands, reason)
        )
    z = gistar.z_scores(values, around)
    p = gistar.two_sided(z)
    p_sim = gistar.permuted(values, around, rules.permutations, rules.seed)
    stands = [
        None if unknown else each
        for each, unknown in zip(gistar.discoveries(p, rules.q).tolist(), np.isnan(z).tolist(), strict=True)
    ]
    found = Significance(
        known(z), known(p), known(p_sim), stands, gistar.classes(z, p), trend, lasting, len(lived), islands, None
    )
    return _whole(len(these.cells), lived, found)


def known(values: Numbers) -> list[float | None]:
    """Return numbers as they go over the wire: None for those that are none."""
    return [
        None if unknown else value
        for value, unknown in zip(values.tolist(), (~np.isfinite(values)).tolist(), strict=True)
    ]


def _trend(steps: Numbers, homes: Numbers, around: gistar.Neighbours) -> tuple[list[str | None], list[int]]:
    """Return the emerging class, and how many of the last steps in a row are hot; a step in which nothing differs is one in which nothing is hot, once there are records."""
    values = np.column_stack([smoothed(column, homes) for column in steps.T])
    z = gistar.z_scores(values, around)
    begun = np.logical_or.accumulate(steps.any(axis=0))
    z[:, begun & np.isnan(z).all(axis=0)] = 0.0
    return emerging(z), run_of_hot(z)


def _whole(size: int, lived: NDArray[np.int64], found: Significance) -> Significance:
    """Return what is said of the cells at the places `lived` as what is said of all `size`, None of the others."""

    def spread(said: Sequence[object]) -> list[object | None]:
        whole: list[object | None] = [None] * size
        for at, each in zip(lived.tolist(), said, strict=False):
            whole[at] = each
        return whole

    z, p, p_sim, fdr, classes, trend, lasting = (spread(said) for said in found[:7])
    return Significance(z, p, p_sim, fdr, classes, trend, lasting, *found[7:])  # type: ignore[arg-type]
