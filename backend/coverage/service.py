"""Who is reached, where the next post belongs, and what a trial site would change; always inside the scope of who asks, nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from sqlalchemy.orm import Session

from backend.clock import midnight, today
from backend.coverage import queries
from backend.coverage.domain import Figures, Rules, Survey, chord, near, pairs_within, units
from backend.coverage.domain.plans import Advice, PlaceCell, Plan, Site
from backend.coverage.domain.siting import best_sites
from backend.errors import Invalid
from backend.grid import service as grid
from backend.stations import service as stations
from backend.stations.domain import Coverage

# Pairs of cells within reach of each other that are held in memory at once.
MOST_PAIRS = 2_000_000


def coverage(session: Session, *, area: str | None = None) -> Coverage:
    """Return which cells of the scope, or of `area` inside it, have a collection post today, and which are blank (空白网格).

    Raises NotFound (field `area`) as `grid.scope_of` does.
    """
    return stations.coverage_within(session, grid.scope_of(session, area).prefixes, today())


def survey(session: Session, rules: Rules, most_cells: int, *, area: str | None = None) -> Survey:
    """Return the cells with their nearest open posts, the posts, and what weighs on each cell since `rules.since`.

    Hidden and restricted matters enter no figure. Raises NotFound (field `area`) as `grid.scope_of` does, Invalid naming `area` where there are more
    than `most_cells`, or `reach_m` where so many cells lie within it that nothing would be told apart.
    """
    scope, on = grid.scope_of(session, area), today()
    if queries.size(session, scope, on) > most_cells:
        raise Invalid("这里超过{n}个网格，请选一个乡镇", field="area", n=most_cells)
    cells = queries.cells(session, scope, on)
    spots = units([(cell.lon, cell.lat) for cell in cells])
    if pairs_within(spots, rules.reach_m) > MOST_PAIRS:
        raise Invalid("这个距离内网格太多，请改小距离，或选一个乡镇", field="reach_m")
    edge = chord(rules.reach_m)
    low, high = (spots.min(axis=0) - edge, spots.max(axis=0) + edge) if cells else (np.zeros(3), np.zeros(3))
    posts = queries.posts(session, scope, low, high, on)
    since = midnight(rules.since)
    counted = [queries.counted(session, factor, scope, since, on) for factor in ("reports", "opinions", "harder")]
    figures = [Figures(cell.households, *(each.get(cell.id, 0) for each in counted)) for cell in cells]
    return Survey(rules, cells, posts, figures)


def advise(found: Survey, k: int, seconds: float) -> Advice:
    """Return at most `k` cells in which a new post reaches the most demand that nobody reaches today, the one that adds most first.

    A site is the cell's inner place. `seconds`: how long the solver may take.
    """
    reached = near(found.spots, found.spots, found.rules.reach_m)
    open_ = np.where(found.served, 0.0, found.weights)
    choice = best_sites(reached, open_, k, seconds)
    gains, after = found.gains(reached[:, list(choice.sites)])
    chosen = [found.cells[site] for site in choice.sites]
    sites = [
        Site(cell.lon, cell.lat, PlaceCell(cell.id, cell.code, cell.name, cell.village), gain)
        for cell, gain in zip(chosen, gains, strict=True)
    ]
    return Advice(Plan(found, sites, found.sum(), after), choice)


def try_out(session: Session, found: Survey, sites: Sequence[tuple[float, float]], *, area: str | None = None) -> Plan:
    """Return what posts at `sites` (longitude, latitude) would change, each beside those before it.

    A post serves the cells within reach, and the cell it stands in, as one of its own does.
    """
    here = queries.places(session, grid.scope_of(session, area), sites, today())
    reached = near(found.spots, units(sites), found.rules.reach_m).tolil()
    rows = {cell.id: row for row, cell in enumerate(found.cells)}
    for nth, cell in here.items():
        reached[rows[cell.id], nth] = 1
    gains, after = found.gains(reached.tocsr())
    made = [Site(lon, lat, here.get(nth), gains[nth]) for nth, (lon, lat) in enumerate(sites)]
    return Plan(found, made, found.sum(), after)


def since(days: int) -> date:
    """Return the first of the last `days` days, today counted."""
    return today() - timedelta(days=days - 1)
