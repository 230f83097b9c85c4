"""The sheet of one cell (网格卡片)."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from sqlalchemy.orm import Session

from backend.cases.domain import OVER
from backend.clock import today
from backend.errors import NotFound
from backend.grid import service as grid
from backend.hotspots import queries
from backend.hotspots.domain import About, Counts, Period, Post, Rules, Sheet
from backend.hotspots.service.counting import count
from backend.stations import service as stations

MOST_POSTS = 3
# What is said of a cell beyond its figures, by its name on the wire.
SAID = ("z", "p", "p_sim", "fdr", "class", "trend")


def sheet(session: Session, code: str, span: Period, *, about: About, area: str | None, rules: Rules) -> Sheet:
    """Return all that is told of the cell `code`: its figures as the map of `area`, or of the whole scope, has them.

    Raises NotFound for a cell that is unknown, no longer in force, or not in the scope: they look alike.
    """
    scope, now = grid.scope_of(session, area), today()
    found = queries.cell(session, scope, code, now)
    if found is None:
        raise NotFound("没有找到")
    counts = count(session, span, area=area, about=about, rules=rules)
    at = next(n for n, cell in enumerate(counts.cells) if cell.id == found.id)
    trail = counts.trail[at].astype(int).tolist() if counts.trail is not None else []
    return Sheet(
        figures=next(row for row in rows(counts) if row["code"] == code),
        village=found.village,
        town=found.town,
        steps=counts.steps,
        series=trail,
        categories=queries.categories_of(session, scope, span, about, found.id, now),
        open_cases=queries.open_cases(session, found.id, OVER),
        workers=queries.workers_of(session, code),
        posts=_posts(session, found.lon, found.lat, rules),
    )


def rows(counts: Counts) -> Iterator[dict[str, object]]:
    """Yield what `counts` says of each cell, by its name on the wire."""
    nothing = [None] * len(counts.cells)
    told = counts.significance[:6] if counts.significance else (nothing,) * 6
    columns = (counts.cells, counts.rates, counts.smoothed, *told)
    for (_, code, name, village, households), rate, smoothed, *said in zip(*columns, strict=True):
        yield {
            "code": code, "name": name, "area_code": village, "households": households, "count": counts.by_code[code],
            "rate": rate, "smoothed": smoothed, **dict(zip(SAID, said, strict=True)),
        }  # fmt: skip


def _posts(session: Session, lon: float, lat: float, rules: Rules) -> list[Post]:
    near = stations.nearest(session, lon, lat, on=today(), limit=MOST_POSTS)
    return [
        Post(each.id, each.name, each.kind, round(each.distance_m), ceil(each.distance_m / rules.walking_m))
        for each in near
    ]
