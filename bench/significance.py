"""P5: Gi* beside esda, neighbours beside libpysal, on the same cells and values; both sides in turn, the middle of three."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from typing import Any

import numpy as np
import shapely
from sqlalchemy import text

from backend.db import Context, Database
from backend.grid import queries as grid
from backend.grid import service
from backend.grid.domain import Scope
from backend.hotspots import queries
from backend.hotspots.domain import Cell, gistar
from backend.hotspots.domain.rates import smoothed
from backend.hotspots.service.scope import positions
from backend.settings import Settings
from bench.figures import tell

PROVINCE, TODAY = ("99",), date(2026, 3, 1)
PERMUTATIONS, SEED, TURNS = 999, 20260501, 3
# So many cells are dealt out by esda in a run; it needs seconds for each thousand.
DEALT = 20_000
SHAPES = text("select st_asbinary(geom) from grid_cell order by code")
TOWN = text("select left(area_code, 9) from grid_cell order by id limit 1")
EDITION = text(
    "insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)"
    " values (:town, '新版', '2026-02-01', true, 'bench', 'EPSG:4326') returning id"
)
ENDED = text(
    "update grid_cell set in_force_to = '2026-02-01' where edition_id <> :edition and area_code ^@ :town and in_force_to is null"
)
REDRAWN = text(
    "insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)"
    " select :edition, code, name, area_code, households, '2026-02-01', st_segmentize(geom, 0.0009) from grid_cell"
    " where area_code ^@ :town and in_force_to is null"
)


def run(settings: Settings, seconds: float) -> None:
    """Print P5 of the province. `seconds` has no meaning here."""
    del seconds
    warnings.simplefilter("ignore")  # of theirs: islands, defaults of later versions
    owner = Database(settings.database_url, options="-c statement_timeout=0")
    refreshed = spent(owner, service.refresh_neighbours)
    with owner.transaction() as session:
        cells = queries.cells(session, Scope(PROVINCE), TODAY)
        shapes = shapely.from_wkb([bytes(row) for row in session.scalars(SHAPES)])
    pairs = neighbours(owner, cells, shapes)
    print(f"P5 all neighbours found anew by the database: {refreshed:.1f} s")
    redrawn(owner)
    random = np.random.default_rng(SEED)
    homes = np.array([cell.households for cell in cells], float)
    values = smoothed(random.poisson(2.0, len(cells)) * random.integers(1, 4, len(cells)).astype(float), homes)
    analytic(values, pairs)
    dealt(values, pairs)
    owner.engine.dispose()


def neighbours(owner: Database, cells: Sequence[Cell], shapes: Any) -> Any:
    """Print how long it takes to have the neighbours, from what is stored and by libpysal from the shapes; return the pairs."""
    from libpysal.weights import Queen  # noqa: PLC0415 - an oracle, dear to import

    def ours(session: Any) -> Any:
        found = positions(service.neighbours(session, PROVINCE, TODAY), cells)
        return found, gistar.matrix(len(cells), found)

    a = median(spent(owner, ours) for _ in range(TURNS))
    with owner.transaction() as session:
        pairs, _ = ours(session)
    begun = time.perf_counter()
    theirs = Queen.from_iterable(shapes, silence_warnings=True)
    b = time.perf_counter() - begun
    same = theirs.sparse.nnz == 2 * len(pairs)
    more = (
        f"{len(cells):,} cells, {len(pairs):,} pairs{'' if same else ' and NOT THE SAME'}; {a * 1000:.0f} ms, {b:.1f} s"
    )
    tell("P5 neighbours, libpysal Queen / ours as stored", b / a, "≥ 20", more)
    return pairs


def redrawn(owner: Database) -> None:
    """Print how long the neighbours of a township take that is drawn anew; it is rolled back."""
    with owner.transaction() as session:
        town = session.scalar(TOWN)
        edition = session.scalar(EDITION, {"town": town})
        session.execute(REDRAWN, {"edition": edition, "town": town})
        session.execute(ENDED, {"edition": edition, "town": town})
        begun = time.perf_counter()
        found = grid.follow_neighbours(session, edition, date(2026, 2, 1))
        print(f"P5 neighbours of a township drawn anew: {(time.perf_counter() - begun) * 1000:.0f} ms, {found:,} pairs")
        session.rollback()


def analytic(values: Any, pairs: Any) -> None:
    """Print how long z and p of all cells take, ours and esda's, and how far they differ."""
    from esda.getisord import G_Local  # noqa: PLC0415 - an oracle, dear to import

    around, theirs = gistar.matrix(len(values), pairs), weights(len(values), pairs)

    def ours() -> Any:
        z = gistar.z_scores(values, around)
        return z, gistar.two_sided(z)

    a, (z, p) = timed(ours)
    b, esda = timed(lambda: G_Local(values, theirs, transform="B", star=True, permutations=0), turns=1)
    off = max(np.abs(z - esda.Zs).max(), np.abs(p - 2 * esda.p_norm).max())
    tell("P5 Gi* analytic, esda / ours", b / a, "≥ 500", f"{len(values):,} cells; {a * 1000:.1f} ms, {b:.2f} s")
    tell("P5 Gi* analytic, largest difference × 10⁹", off * 1e9, "≤ 1", "z and two-sided p")


def dealt(values: Any, pairs: Any) -> None:
    """Print how long 999 permutations take: ours and esda's on as many cells as esda can do, and ours on all."""
    from esda.getisord import G_Local  # noqa: PLC0415 - an oracle, dear to import

    few = min(DEALT, len(values))
    inner = pairs[(pairs < few).all(axis=1)]
    around, theirs = gistar.matrix(few, inner), weights(few, inner)
    a, ours = timed(lambda: gistar.permuted(values[:few], around, PERMUTATIONS, SEED))
    b, esda = timed(
        lambda: G_Local(
            values[:few], theirs, transform="B", star=True, permutations=PERMUTATIONS, keep_simulations=False, n_jobs=1
        ),
        turns=1,
    )
    alike = np.nanmean(np.abs(np.minimum(1, 2 * esda.p_sim) - ours))
    more = f"{few:,} cells; {a * 1000:.0f} ms, {b:.1f} s; p differ by {alike:.3f} in the mean"
    tell("P5 Gi* 999 permutations, esda / ours", b / a, "≥ 30", more)
    whole, _ = timed(lambda: gistar.permuted(values, gistar.matrix(len(values), pairs), PERMUTATIONS, SEED))
    print(f"P5 Gi* 999 permutations of {len(values):,} cells: {whole * 1000:.0f} ms")


def weights(size: int, pairs: Any) -> Any:
    """Return the pairs as libpysal's weights; making them is not counted."""
    from libpysal.weights import W  # noqa: PLC0415 - an oracle, dear to import

    beside: dict[int, list[int]] = {n: [] for n in range(size)}
    for one, other in pairs.tolist():
        beside[one].append(other)
        beside[other].append(one)
    return W(beside, silence_warnings=True)


def timed(work: Callable[[], Any], turns: int = TURNS) -> tuple[float, Any]:
    """Return the middle of the seconds that `work` takes, and its last answer."""
    times, answer = [], None
    for _ in range(turns):
        begun = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - begun)
    return median(times), answer


def spent(database: Database, work: Callable[[Any], Any]) -> float:
    """Return the seconds of `work` in a transaction of its own."""
    with database.transaction(Context(service="import")) as session:
        begun = time.perf_counter()
        work(session)
        return time.perf_counter() - begun
