"""Which hot cells hang together: only what stands out upwards, the hottest group and the hottest cell of each first."""

from __future__ import annotations

from datetime import date

import pytest

from backend.db import Context, Database
from backend.grid import service as grid
from backend.hotspots.domain import Period, Rules
from backend.hotspots.service.clusters import clusters
from backend.hotspots.service.counting import count
from tests.draw import draw
from tests.make import Maker

PICTURE = "........\n........\nabcdefgh\nijklmnop\nqrstuvwx\nyzABCDEF\nGHIJKLMN\nOPQRSTUV"
# What most cells have, and what three corners have instead: much, more than that, and next to nothing.
USUAL = 10
APART = dict.fromkeys("VUNM", 22) | {"V": 25} | dict.fromkeys("hgpo", 30) | {"h": 34} | dict.fromkeys("OPGHyz", 0)
MANY = """
insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select gen_random_uuid(), c.code || '-' || n, 'sighting', (select id from account where login = 'worker'), c.area_code, c.id,
  (select id from station where code = 'LT-WF'), 'land', 'door', false, '2026-11-20Z', '2026-11-20Z', sha256('x'), '{}'
from unnest(cast(:codes as text[]), cast(:counts as integer[])) k(code, n_of) join grid_cell c on c.code = k.code
cross join lateral generate_series(1, k.n_of) n
"""


@pytest.fixture
def corners(county: Maker) -> Maker:
    """Forty-eight cells of one village with as many households each."""
    edition = county.run("select min(id) from grid_edition where area_code = '621124'")
    told = dict.fromkeys(draw(PICTURE), USUAL) | APART
    for letter, shape in draw(PICTURE).items():
        county.cell(edition, f"K-{letter}", letter, "621124100001", shape)
    with county.owner.transaction() as session:
        grid.refresh_neighbours(session)
    county.run(MANY, codes=[f"K-{letter}" for letter in told], counts=list(told.values()))
    return county


def test_groups_stand_by_their_hottest_cell_and_the_cold_corner_is_none(corners: Maker, app_database: Database) -> None:
    head = Context(viewer=1, roles=(("town_head", "621124100"),), areas=("621124100",))
    with app_database.transaction(head) as session:
        span, rules = Period(date(2026, 11, 1), date(2026, 11, 30)), Rules(99, 1, 0.05, 10, 7, 75)
        found = clusters(session, span, area="621124100", rules=rules)
        told = count(session, span, area="621124100", rules=rules)
    assert told.significance is not None
    cold = [cell.name for n, cell in enumerate(told.cells) if told.significance.fdr[n] and told.significance.z[n] < 0]  # type: ignore[operator]
    assert cold == ["G", "H", "O"], "what stands out downwards is no group"
    assert [[cell.name for cell in group.cells] for group in found] == [["h", "g", "p", "o"], ["V"]]
    z = [cell.z for group in found for cell in group.cells]
    assert z == sorted(z, reverse=True)
    assert z[-1] > 3
    assert [(group.n, round(group.expected, 1)) for group in found] == [(124, 44.4), (25, 11.1)]
