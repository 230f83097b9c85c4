"""Who is reached, where the next post belongs, and what a trial site would change, and plans that are kept; always inside the scope of who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from backend.audit import service as audit
from backend.clock import midnight, today
from backend.coverage import queries
from backend.coverage.domain import Figures, Rules, Survey, chord, near, pairs_within, units
from backend.coverage.domain.plans import Advice, Kept, NewPlan, PlaceCell, Plan, Reopened, Site, figures_of, grid_of
from backend.coverage.domain.siting import best_sites
from backend.db import current_context
from backend.errors import Conflict, Forbidden, Invalid, NotFound
from backend.grid import service as grid
from backend.plain import digest_of
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


def save(session: Session, name: str, new: NewPlan, rules: Rules, most_cells: int) -> Kept:
    """Keep trial posts under a name, with what they gain today; `name`: of who saves them. May be repeated.

    Raises NotFound (field `area`) outside the scope, Conflict for an id that is taken or was removed, Invalid naming the field.
    """
    asked, viewer = digest_of(**vars(new)), current_context(session).viewer
    found = queries.kept(session, new.id)
    if not found:
        survey_now = survey(session, rules, most_cells, area=new.area)
        plan = try_out(session, survey_now, new.sites, area=new.area)
        row = {
            "id": new.id, "area_code": new.area, "name": new.name, "reach_m": new.reach_m, "weights": list(new.weights), "since": rules.since,
            "figures": figures_of(plan), "grid": grid_of(survey_now), "made_by": viewer, "made_name": name, "asked": asked,
        }  # fmt: skip
        if queries.keep(session, row):
            audit.append(
                session, "coverage_plan.saved", "coverage_plan", new.id, area=new.area, fields=("name", "sites")
            )
        found = queries.kept(session, new.id)
    if not found or (found[0].made_by, found[0].asked) != (viewer, asked):
        raise Conflict("这个编号已经用过，内容不同", field="id", code="id_taken")
    if found[0].removed_at is not None:
        raise Conflict("这个方案已经删除", field="id", code="removed")
    return found[0]


def plans(session: Session, area: str | None, last: tuple[datetime, UUID] | None, most: int) -> list[Kept]:
    """Return the plans that the viewer sees, the newest first, after a cursor."""
    return queries.kept(session, area=area, last=last, most=most)


def plan_of(session: Session, plan: UUID) -> Kept:
    """Return a saved plan. Raises NotFound where there is none for this viewer, or it was removed."""
    found = [each for each in queries.kept(session, plan) if each.removed_at is None]
    if not found:
        raise NotFound("没有找到")
    return found[0]


def reopen(session: Session, kept: Kept, rules: Rules, most_cells: int) -> Reopened:
    """Return a saved plan beside what its sites come to today, by the same reach and weights. Raises what `survey` raises."""
    now = survey(session, rules, most_cells, area=kept.area_code)
    return Reopened(kept, try_out(session, now, kept.sites, area=kept.area_code), grid_of(now) != kept.grid)


def remove(session: Session, plan: UUID) -> None:
    """Remove a saved plan: by who saved it, or who keeps the office there. May be repeated. Raises NotFound, Forbidden."""
    found = queries.kept(session, plan)
    if not found:
        raise NotFound("没有找到")
    if not found[0].removes:
        raise Forbidden("由存方案的人，或者本辖区的联络员和人大来删")
    if queries.remove(session, plan):
        audit.append(
            session, "coverage_plan.removed", "coverage_plan", plan, area=found[0].area_code, fields=("removed_at",)
        )


def since(days: int) -> date:
    """Return the first of the last `days` days, today counted."""
    return today() - timedelta(days=days - 1)
