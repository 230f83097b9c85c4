"""Counting reports by cell and by step of time, always inside the scope of the person who asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from backend.clock import today
from backend.db import current_context
from backend.grid import service as grid
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import EVERYTHING, About, Cell, Counts, Period, Rules, Series, trend_steps
from backend.hotspots.domain.rates import rates, smoothed
from backend.hotspots.service.scope import cells_of, version_of
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
    found = of_today(session, queries.counts(session, scope, span, about), scope, span, about, cells)
    by_code = {cell.code: found.pop((cell.id, 1), 0) for cell in cells}
    unplaced = found.pop((None, 1), 0)
    handles = bool(current_context(session).hidden_areas)
    hidden = queries.hidden_counts(session, scope, span, about) if handles else queries.hidden_matters(session, scope)
    events = np.array([by_code[cell.code] for cell in cells], dtype=np.float64)
    homes = np.array([cell.households for cell in cells], dtype=np.float64)
    told = Counts(
        span, version, cells, by_code, unplaced, sum(found.values()), hidden, about,
        known(rates(events, homes)), known(smoothed(events, homes)),
    )  # fmt: skip
    if rules is None:
        return told
    steps = trend_steps(span, rules.step_days)
    trail, _ = counted_by_step(session, scope, cells, steps, about)
    compared = significance(session, Compared(scope, version, cells, events, homes), trail, rules)
    return replace(told, significance=compared, steps=steps, trail=trail)


def series(session: Session, steps: Sequence[Period], *, area: str | None, about: About) -> Series:
    """Return the reports that are not hidden by step: of each cell that has any, and of all together."""
    scope, now = grid.scope_of(session, area), today()
    cells = cells_of(session, scope, now, version_of(scope, queries.editions(session, scope, now)))
    table, total = counted_by_step(session, scope, cells, steps, about)
    rows = table.astype(np.int64)
    some = np.flatnonzero(rows.any(axis=1)).tolist()
    return Series(steps, {cells[n].code: rows[n].tolist() for n in some}, total)


def counted_by_step(
    session: Session, scope: Scope, cells: Sequence[Cell], steps: Sequence[Period], about: About
) -> tuple[Table, list[int]]:
    """Return the counts of each cell (rows) in each step (columns), and those of each step wherever they were."""
    span = Period(steps[0].first, steps[-1].last)
    found = of_today(session, queries.counts(session, scope, span, about, steps), scope, span, about, cells, steps)
    at = {cell.id: n for n, cell in enumerate(cells)}
    table, total = np.zeros((len(cells), len(steps))), [0] * len(steps)
    for (cell, step), n in found.items():
        total[step - 1] += n
        if cell in at:
            table[at[cell], step - 1] += n
    return table, total


def of_today(
    session: Session,
    found: queries.Counted,
    scope: Scope,
    span: Period,
    about: About,
    cells: Sequence[Cell],
    steps: Sequence[Period] | None = None,
) -> queries.Counted:
    """Return counts by the cells of today and step, from counts by the cells in which reports were filed.

    A former cell that one cell took over is counted there as a whole; only what several share is looked at by place.
    """
    now = today()
    counted: Counter[tuple[int | None, int]] = Counter()
    in_force = {cell.id for cell in cells}
    places = {cell for cell, _ in found}
    former = sorted(cell for cell in places if cell is not None and cell not in in_force)
    heirs = queries.heirs(session, former, now) if former else {}
    shared = [cell for cell in former if cell not in heirs]
    for (cell, step), n in found.items():
        if cell in in_force or cell in heirs:
            counted[heirs.get(cell, cell), step] += n
    if shared or None in places:
        counted.update(queries.counts_by_place(session, scope, span, about, shared, now, steps))
    return counted
