"""Counting reports by cell and by step of time, always inside the scope of the person who asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import current_context
from backend.grid import service as grid
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import EVERYTHING, About, Cell, Counts, Period, Rules, Series, trend_steps
from backend.hotspots.domain.gistar import Whole
from backend.hotspots.domain.rates import rates, smoothed
from backend.hotspots.service.scope import cells_of, places, version_of
from backend.hotspots.service.significance import Compared, known, significance

Table = NDArray[np.float64]


def count(
    session: Session,
    span: Period,
    *,
    area: str | None = None,
    about: About = EVERYTHING,
    rules: Rules | None = None,
) -> Counts:
    """Return the reports of `span` that are not hidden by cell: every cell in force, those without any too.

    With `rules` it also says which cells stand out beyond chance among those of the scope, or of `area` inside it.
    Hidden reports enter no cell's figure. Who handles them gets them by village; others get how many open hidden matters
    each village has, whatever the period, the category or the topic: nothing they ask for narrows it.
    """
    scope, now = grid.scope_of(session, area), today()
    version = version_of(scope, queries.editions(session, scope, now))
    cells = cells_of(session, scope, now, version)
    found = tallied(session, scope, cells, [span], about)
    handles = bool(current_context(session).hidden_areas)
    hidden = queries.hidden_counts(session, scope, span, about) if handles else queries.hidden_matters(session, scope)
    events, homes = found.table[:, 0], np.array([cell.households for cell in cells], dtype=np.float64)
    by_code = dict(zip((cell.code for cell in cells), events.astype(np.int64).tolist(), strict=True))
    told = Counts(
        span, version, cells, by_code, int(found.unplaced[0]), int(found.former[0]), hidden, about,
        known(rates(events, homes)), known(smoothed(events, homes)),
    )  # fmt: skip
    if rules is None:
        return told
    steps = trend_steps(span, rules.step_days)
    trail = tallied(session, scope, cells, steps, about).table
    compared = significance(session, Compared(scope, version, cells, events, homes), trail, rules)
    return replace(told, significance=compared, steps=steps, trail=trail)


def series(session: Session, steps: Sequence[Period], *, area: str | None, about: About) -> Series:
    """Return the reports that are not hidden by step: of each cell that has any, and of all together."""
    scope, now = grid.scope_of(session, area), today()
    cells = cells_of(session, scope, now, version_of(scope, queries.editions(session, scope, now)))
    found = tallied(session, scope, cells, steps, about)
    rows = found.table.astype(np.int64)
    some = np.flatnonzero(rows.any(axis=1)).tolist()
    total = rows.sum(axis=0) + found.unplaced + found.former
    return Series(steps, {cells[n].code: rows[n].tolist() for n in some}, total.tolist())


class Tallied(NamedTuple):
    """Reports that are not hidden: `table` of each cell of today (rows) in each step (columns), and beside it by step.

    `unplaced`: outside every cell; `former`: of cells that none of these has taken over.
    """

    table: Table
    unplaced: Whole
    former: Whole


def tallied(session: Session, scope: Scope, cells: Sequence[Cell], steps: Sequence[Period], about: About) -> Tallied:
    """Return the counts of `steps` by the cells of today, `cells`.

    A former cell that one cell took over is counted there as a whole; only what several share is looked at by place.
    """
    found = queries.counts(session, scope, steps, about)
    at = places(cells, found.cells)
    if (at < 0).any():
        found = _of_today(
            session, found, at, lambda former: queries.counts_by_place(session, scope, steps, about, former, today())
        )
        at = places(cells, found.cells)
    here, nowhere = at >= 0, found.cells == queries.NO_CELL
    table = np.zeros((len(cells), len(steps)))
    np.add.at(table, (at[here], found.steps[here]), found.n[here])
    return Tallied(table, *(_by_step(found, which, len(steps)) for which in (nowhere, ~here & ~nowhere)))


def _of_today(
    session: Session, found: queries.Counted, at: Whole, by_place: Callable[[Sequence[int]], queries.Counted]
) -> queries.Counted:
    """Return counts by the cells of today, from counts by the cells in which reports were filed, of which `at` names those in force."""
    former = np.unique(found.cells[(at < 0) & (found.cells != queries.NO_CELL)]).tolist()
    heirs = queries.heirs(session, former, today()) if former else {}
    shared = [cell for cell in former if cell not in heirs]
    whole = ~np.isin(found.cells, [queries.NO_CELL, *shared])
    ids = np.array([heirs.get(cell, cell) for cell in found.cells[whole].tolist()], dtype=np.int64)
    counted = queries.Counted(ids, found.steps[whole], found.n[whole])
    if whole.all():
        return counted
    return queries.Counted(*(np.concatenate(both) for both in zip(counted, by_place(shared), strict=True)))


def _by_step(found: queries.Counted, which: NDArray[np.bool_], steps: int) -> Whole:
    return np.bincount(found.steps[which], found.n[which], minlength=steps).astype(np.int64)
