"""Which hot cells hang together, inside one area."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from backend.clock import today
from backend.grid import service as grid
from backend.hotspots.domain import Cluster, Counts, HotCell, Period, Rules, gistar
from backend.hotspots.service.counting import count
from backend.hotspots.service.scope import neighbours_of


def clusters(session: Session, span: Period, *, area: str, rules: Rules) -> list[Cluster]:
    """Return the groups of touching cells of `area` that stand out upwards, false discoveries controlled, the hottest first.

    Nothing beyond the area enters; hidden reports enter nothing. Raises NotFound (field `area`) as `count` does.
    """
    found = count(session, span, area=area, rules=rules)
    said = found.significance
    if said is None or said.reason is not None:
        return []
    hot = np.array([n for n, z in enumerate(said.z) if said.fdr[n] and z is not None and z > 0], dtype=np.int64)
    around = neighbours_of(session, grid.scope_of(session, area), today(), found.version, found.cells)
    homes = sum(cell.households for cell in found.cells)
    rate = sum(found.by_code[cell.code] for cell in found.cells if cell.households) / homes
    groups = [sorted(group, key=lambda n: -(said.z[n] or 0)) for group in gistar.together(around, hot)]
    told = [
        Cluster(
            [_cell(found, n) for n in group],
            sum(found.by_code[found.cells[n].code] for n in group),
            rate * sum(found.cells[n].households for n in group),
        )
        for group in groups
    ]
    return sorted(told, key=lambda cluster: -cluster.cells[0].z)


def _cell(found: Counts, n: int) -> HotCell:
    said, cell = found.significance, found.cells[n]
    assert said is not None  # noqa: S101 - asked by `clusters`
    lasting = said.lasting[n]
    since = found.steps[-lasting].first if lasting else None
    return HotCell(
        cell.id, cell.name, found.by_code[cell.code], said.z[n] or 0.0, said.p[n] or 0.0, said.trend[n], since
    )
